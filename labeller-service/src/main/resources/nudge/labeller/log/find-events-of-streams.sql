SELECT position, event_id AS id, stream, version, type, schema, actor, at, data
FROM event WHERE stream = ANY (:streams) AND position <= :position
ORDER BY stream, version
