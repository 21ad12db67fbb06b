-- The log. Append-only, one table, gapless positions.

CREATE TABLE log_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    store    uuid   NOT NULL DEFAULT gen_random_uuid(),
    position bigint NOT NULL DEFAULT 0,
    -- SHA-256 of the last event's content and its predecessor's digest.
    digest   bytea  NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);
INSERT INTO log_head DEFAULT VALUES;

CREATE TABLE event (
    position bigint      PRIMARY KEY,
    event_id uuid        NOT NULL UNIQUE,
    stream   uuid        NOT NULL,
    version  int         NOT NULL CHECK (version > 0),
    type     text        NOT NULL,
    schema   smallint    NOT NULL,
    actor    uuid        NOT NULL,
    at       timestamptz NOT NULL,
    data     jsonb       NOT NULL,
    digest   bytea       NOT NULL,
    UNIQUE (stream, version)
);

-- The answer that an idempotency key has got, written in the append's transaction.
CREATE TABLE idempotency (
    actor    uuid        NOT NULL,
    key      text        NOT NULL,
    request  bytea       NOT NULL,
    image    uuid        NOT NULL,
    version  int         NOT NULL,
    position bigint      NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);

-- Names live here and nowhere else; the log knows opaque ids.
CREATE TABLE person (
    id    uuid        PRIMARY KEY,
    name  text        NOT NULL UNIQUE,
    added timestamptz NOT NULL DEFAULT now()
);

-- The pixels: 28 rows of 28, 0 = paper, 255 = ink. The id is made of the pixels' digest.
CREATE TABLE image (
    id     uuid  PRIMARY KEY,
    sha256 bytea NOT NULL UNIQUE,
    pixels bytea NOT NULL CHECK (octet_length(pixels) = 784)
);

-- Projections: what the page reads. Each can be dropped and rebuilt from the log.

CREATE TABLE image_state (
    image    uuid     PRIMARY KEY,
    version  int      NOT NULL,
    split    text     NOT NULL CHECK (split IN ('train', 'held-out')),
    rejected boolean  NOT NULL DEFAULT false,
    -- The settled label, if there is one.
    digit    smallint CHECK (digit BETWEEN 0 AND 9),
    -- The digit each annotator gave: pairs of annotator and digit, the latest last.
    labels   jsonb    NOT NULL DEFAULT '[]',
    -- Who skipped it.
    skips    jsonb    NOT NULL DEFAULT '[]',
    -- Position of its last event.
    position bigint   NOT NULL
) WITH (fillfactor = 80);

-- Images that wait for a label, in the order in which they are handed out. A row leaves when the label is settled.
CREATE TABLE task (
    image   uuid PRIMARY KEY,
    rank    bigint NOT NULL,
    -- Who holds it and until when; both null while it is free.
    lease   uuid,
    expires timestamptz,
    CHECK ((lease IS NULL) = (expires IS NULL))
) WITH (fillfactor = 80);
-- Leased tasks are not in the order, so that nobody who asks for the next one walks over them.
CREATE INDEX task_free_in_order ON task (rank, image) WHERE lease IS NULL;
CREATE INDEX task_leased_until ON task (expires) WHERE lease IS NOT NULL;

CREATE TABLE progress (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    images   bigint NOT NULL DEFAULT 0,
    labelled bigint NOT NULL DEFAULT 0,
    skipped  bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    held_out bigint NOT NULL DEFAULT 0
);
INSERT INTO progress DEFAULT VALUES;

-- Which labeller relays, and until when unless it renews: the time is the database's.
CREATE TABLE relay_lease (
    one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
    holder  uuid,
    expires timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO relay_lease DEFAULT VALUES;

-- The application appends events and never changes or deletes one.
GRANT USAGE ON SCHEMA nudge TO ${application_role};
GRANT SELECT, INSERT ON event, image TO ${application_role};
GRANT SELECT, UPDATE (position, digest) ON log_head TO ${application_role};
GRANT SELECT, UPDATE (holder, expires) ON relay_lease TO ${application_role};
GRANT SELECT, INSERT, DELETE ON idempotency TO ${application_role};
GRANT SELECT, INSERT, UPDATE, DELETE ON person, image_state, task, progress TO ${application_role};
