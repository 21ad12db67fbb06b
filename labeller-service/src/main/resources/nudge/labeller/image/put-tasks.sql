-- Into the order of the tasks, free for everybody.
INSERT INTO task (image, rank, position, given)
SELECT id, rank, position, given::uuid[]
FROM unnest(:images::uuid[], :ranks::bigint[], :positions::bigint[], :given::text[]) AS row (id, rank, position, given)
ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, position = excluded.position,
    given = excluded.given, lease = NULL, expires = NULL
