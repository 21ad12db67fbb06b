DELETE FROM review USING unnest(:images::uuid[]) AS done (id)
WHERE image = id
