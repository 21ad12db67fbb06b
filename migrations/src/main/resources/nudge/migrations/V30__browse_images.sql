-- Looking through the images, those first to which something happened last.

CREATE INDEX image_state_by_position ON image_state (position);
CREATE INDEX image_state_by_digit ON image_state (digit, position) WHERE digit IS NOT NULL;
CREATE INDEX image_state_open ON image_state (position) WHERE NOT rejected AND digit IS NULL;
CREATE INDEX image_state_rejected ON image_state (position) WHERE rejected;
