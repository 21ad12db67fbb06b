-- An idempotency key stands in the last event of its request, whose position and version are the answer: a request costs no
-- row and no index entry beside its events. A key is its actor's and its image's own, and is looked for in the image's stream.

ALTER TABLE event
    ADD key     text,
    -- SHA-256 of what was asked.
    ADD request bytea,
    ADD CHECK ((key IS NULL) = (request IS NULL));
UPDATE event SET key = answered.key, request = answered.request
FROM idempotency AS answered WHERE event.position = answered.position;
DROP TABLE idempotency;

-- Few streams grow so long that looking through them takes its time.
CREATE INDEX event_key_in_long_stream ON event (stream, key) WHERE version > 100 AND key IS NOT NULL;

-- Ids are made to be unique, and nothing is looked for by them.
ALTER TABLE event DROP CONSTRAINT event_event_id_key;

-- A label makes its image's state larger: on a page with room it stays in its place, and so does its index entry.
ALTER TABLE image_state SET (fillfactor = 50);

-- Those who look for open images read them here, in the order of the images' last events: an index of the states would cost
-- each label an entry.
ALTER TABLE task ADD position bigint;
UPDATE task SET position = image_state.position FROM image_state WHERE image_state.image = task.image;
ALTER TABLE task ALTER position SET NOT NULL;
CREATE INDEX task_by_position ON task (position);

-- An image's id is the beginning of its digest: what has an id of its own has a digest of its own.
ALTER TABLE image DROP CONSTRAINT image_sha256_key;
