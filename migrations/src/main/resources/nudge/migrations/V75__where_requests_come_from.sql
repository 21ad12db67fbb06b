-- Where the request came from, and how somebody came in or what was refused: for whoever follows an attack.
ALTER TABLE access_event
    ADD address text,
    ADD about   text;

-- People see their sessions, and end one by the id that is shown; the secret's digest is shown to nobody.
ALTER TABLE session
    ADD public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD address   text;
