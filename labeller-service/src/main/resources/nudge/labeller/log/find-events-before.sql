SELECT position, event_id AS id, stream, version, type, schema, actor, at, data
FROM event WHERE position < :position
ORDER BY position DESC LIMIT :limit
