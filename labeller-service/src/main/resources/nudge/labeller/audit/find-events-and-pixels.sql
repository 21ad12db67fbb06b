SELECT position, event_id AS id, stream, version, type, schema, actor, at, data, event.digest, image.sha256, image.pixels
FROM event LEFT JOIN image ON type IN ('image.added', 'image.put-aside') AND image.id = stream
ORDER BY position
