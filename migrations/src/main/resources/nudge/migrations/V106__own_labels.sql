-- What each annotator said about an image, for those who may see nothing else. It is read from the log when one of them asks, so
-- that a label writes nothing here.
CREATE TABLE own_label (
    actor   uuid    NOT NULL,
    image   uuid    NOT NULL,
    -- Among the actor's own: the latest is the greatest.
    number  bigint  NOT NULL,
    -- Null when they took it back, or never gave one.
    digit   smallint CHECK (digit BETWEEN 0 AND 9),
    skipped boolean NOT NULL,
    PRIMARY KEY (actor, image)
);
CREATE INDEX own_label_in_order ON own_label (actor, number);

-- How far the log is read, and how many rows that made: one for each image that somebody answered, whatever became of it.
CREATE TABLE own_label_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL DEFAULT 0,
    answers  bigint  NOT NULL DEFAULT 0
);
INSERT INTO own_label_head DEFAULT VALUES;

GRANT SELECT, INSERT, UPDATE ON own_label TO ${application_role};
GRANT SELECT, UPDATE ON own_label_head TO ${application_role};
