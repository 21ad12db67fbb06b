-- Into the order of the tasks, free for everybody.
INSERT INTO task (image, rank, position, opinions, given)
SELECT id, rank, position, opinions, given::uuid[]
FROM unnest(:images::uuid[], :ranks::bigint[], :positions::bigint[], :opinions::int[], :given::text[])
    AS row (id, rank, position, opinions, given)
ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, position = excluded.position,
    opinions = excluded.opinions, given = excluded.given, lease = NULL, expires = NULL
