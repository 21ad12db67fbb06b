-- What was handed out long ago goes with it: a few rows a time.
WITH gone AS (
    DELETE FROM handed_out WHERE (actor, image) IN (
        SELECT actor, image FROM handed_out WHERE expires < now() - interval '1 day' ORDER BY expires LIMIT 100))
INSERT INTO handed_out (actor, image, arm, digit, confidence, checkpoint, hidden, expires)
SELECT :actor, image, arm, digit, confidence, checkpoint, hidden, now() + make_interval(secs => :seconds)
FROM unnest(
        :images::uuid[], :arms::text[], :digits::int[], :confidences::float8[], :checkpoints::text[], :hidden::boolean[])
    AS row (image, arm, digit, confidence, checkpoint, hidden)
ON CONFLICT (actor, image) DO UPDATE SET arm = excluded.arm, digit = excluded.digit, confidence = excluded.confidence,
    checkpoint = excluded.checkpoint, hidden = excluded.hidden, expires = excluded.expires
RETURNING expires
