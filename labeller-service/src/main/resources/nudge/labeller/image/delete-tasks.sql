DELETE FROM task USING unnest(:images::uuid[]) AS gone (id)
WHERE image = id
