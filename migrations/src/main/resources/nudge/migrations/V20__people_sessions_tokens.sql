-- Who may come in. Deleting a person deletes every way in; the actor ids in the log stay.

ALTER TABLE person
    ADD role     text NOT NULL CHECK (role IN ('annotator', 'reviewer', 'admin')),
    -- As the password encoder wrote it; null for people who come by single sign-on alone.
    ADD password text,
    ADD issuer   text,
    ADD subject  text,
    ADD seen     timestamptz,
    ADD UNIQUE (issuer, subject);
CREATE UNIQUE INDEX person_name ON person (lower(name));

-- Secrets are 256 random bits; only their SHA-256 is stored.

-- A one-time link: for a new person, or for a person's new password.
CREATE TABLE invitation (
    id      uuid        PRIMARY KEY,
    secret  bytea       NOT NULL UNIQUE,
    role    text        NOT NULL CHECK (role IN ('annotator', 'reviewer', 'admin')),
    note    text        NOT NULL,
    person  uuid        REFERENCES person ON DELETE CASCADE,
    by      uuid        NOT NULL,
    made    timestamptz NOT NULL,
    expires timestamptz NOT NULL
);

CREATE TABLE session (
    secret bytea       PRIMARY KEY,
    person uuid        NOT NULL REFERENCES person ON DELETE CASCADE,
    began  timestamptz NOT NULL,
    used   timestamptz NOT NULL
);
CREATE INDEX session_person ON session (person);

-- A program's way in, and an actor of its own. Without an owner it belongs to this installation.
CREATE TABLE token (
    id      uuid        PRIMARY KEY,
    -- Null once it is revoked; the row stays, so that its events have a name.
    secret  bytea       UNIQUE,
    name    text        NOT NULL,
    role    text        NOT NULL CHECK (role IN ('annotator', 'reviewer', 'admin')),
    owner   uuid        REFERENCES person ON DELETE CASCADE,
    made    timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    used    timestamptz
);

-- Who came in, was refused, and let whom in. It holds no names; it is appended to, never changed.
CREATE TABLE access_event (
    number  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    -- Null for one who did not come in.
    actor   uuid,
    type    text        NOT NULL,
    subject uuid,
    role    text
);

GRANT SELECT, INSERT, UPDATE, DELETE ON invitation, session, token TO ${application_role};
GRANT SELECT, INSERT ON access_event TO ${application_role};
