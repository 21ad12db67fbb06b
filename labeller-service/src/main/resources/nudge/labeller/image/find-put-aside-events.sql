SELECT position, event_id AS id, stream, version, type, schema, actor, at, data
FROM event WHERE stream = ANY (:images) AND version = 1 AND type = 'image.put-aside'
