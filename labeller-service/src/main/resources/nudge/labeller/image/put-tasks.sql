-- Into the order of the tasks, free for everybody.
INSERT INTO task (image, rank, position)
SELECT * FROM unnest(:images::uuid[], :ranks::bigint[], :positions::bigint[])
ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, position = excluded.position, lease = NULL, expires = NULL
