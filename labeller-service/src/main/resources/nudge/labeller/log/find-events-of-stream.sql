SELECT position, event_id AS id, stream, version, type, schema, actor, at, data
FROM event WHERE stream = :stream
ORDER BY version
