-- The tasks stay in their place and with whoever holds them; only the position of their image's last event moves.
UPDATE task SET position = row.position
FROM unnest(:images::uuid[], :positions::bigint[]) AS row (id, position)
WHERE image = id
