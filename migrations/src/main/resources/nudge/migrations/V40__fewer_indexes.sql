-- A label changes an image's position and digit: with these in indexes, each label wrote a new entry into all of them. The
-- log itself is in the order of the positions, and is looked through instead.

DROP INDEX image_state_by_position;
DROP INDEX image_state_by_digit;
DROP INDEX image_state_open;
DROP INDEX image_state_rejected;
-- Few are rejected, and a label does not change whether.
CREATE INDEX image_state_rejected ON image_state (image) WHERE rejected;
