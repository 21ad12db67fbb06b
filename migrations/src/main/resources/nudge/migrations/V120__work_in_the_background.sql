-- Which labeller looks after the quality of labels, and until when unless it renews: the time is the database's.
CREATE TABLE consensus_lease (
    one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
    holder  uuid,
    expires timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO consensus_lease DEFAULT VALUES;

-- Decides with the log's identity which images become gold, and which go to review at random: nobody else may know it.
CREATE TABLE consensus_secret (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    secret bytea   NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
);
INSERT INTO consensus_secret DEFAULT VALUES;

GRANT SELECT, UPDATE (holder, expires) ON consensus_lease TO ${application_role};
GRANT SELECT ON consensus_secret TO ${application_role};
