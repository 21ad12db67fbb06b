INSERT INTO review (image, reason, score, position)
SELECT * FROM unnest(:images::uuid[], :reasons::text[], :scores::float8[], :positions::bigint[])
ON CONFLICT (image) DO UPDATE SET reason = excluded.reason, score = excluded.score, position = excluded.position
