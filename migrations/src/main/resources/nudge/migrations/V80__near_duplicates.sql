-- Near-duplicates are put aside until a person decides.

ALTER TABLE image_state ADD aside text CHECK (aside IN ('waiting', 'left-out', 'taken-in'));
ALTER TABLE progress
    ADD put_aside bigint NOT NULL DEFAULT 0,
    ADD left_out  bigint NOT NULL DEFAULT 0;
-- Few are, and a label does not change it.
CREATE INDEX image_state_aside ON image_state (aside, image) WHERE aside IS NOT NULL;

-- A labeller that starts reads the images that are held out.
CREATE INDEX image_state_held_out ON image_state (image) WHERE split = 'held-out';
