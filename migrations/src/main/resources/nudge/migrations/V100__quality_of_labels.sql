-- The quality of labels: who is trusted, which images are gold, and by which policy labels are settled.

-- The position of the last event of annotators and of quality: whoever knows the state up to there has nothing to read.
ALTER TABLE log_head ADD quality bigint NOT NULL DEFAULT 0;
GRANT UPDATE (quality) ON log_head TO ${application_role};

-- Projections. Each row names the position at which it changed last.
CREATE TABLE quality (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL,
    state    jsonb   NOT NULL
);
CREATE TABLE annotator (
    actor    uuid   PRIMARY KEY,
    position bigint NOT NULL,
    state    jsonb  NOT NULL
);
CREATE INDEX annotator_by_position ON annotator (position);
CREATE TABLE gold (
    image    uuid   PRIMARY KEY,
    position bigint NOT NULL,
    state    jsonb  NOT NULL
);
CREATE INDEX gold_by_position ON gold (position);

-- What an image was settled by, beside its label: null for the one label of an annotator, and where nothing is settled.
ALTER TABLE image_state ADD verdict jsonb;

-- Images that a person has to look at, the most urgent first.
CREATE TABLE review (
    image    uuid             PRIMARY KEY,
    reason   text             NOT NULL,
    score    double precision NOT NULL,
    position bigint           NOT NULL
);
CREATE INDEX review_by_score ON review (reason, score DESC, image);

-- Who labelled or skipped the image: never handed to them again while labels of several people are collected.
ALTER TABLE task ADD given uuid[] NOT NULL DEFAULT '{}';

-- What was handed to whom, and why: stands in the label's event when it comes. No projection: like a lease, it is not in the log.
CREATE TABLE handed_out (
    actor      uuid        NOT NULL,
    image      uuid        NOT NULL,
    arm        text        NOT NULL,
    digit      smallint,
    confidence double precision,
    checkpoint text,
    hidden     boolean     NOT NULL,
    expires    timestamptz NOT NULL,
    PRIMARY KEY (actor, image)
);
CREATE INDEX handed_out_expires ON handed_out (expires);

GRANT SELECT, INSERT, UPDATE, DELETE ON quality, annotator, gold, review, handed_out TO ${application_role};
