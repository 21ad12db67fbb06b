-- What stays inside is only counted: its data need not travel.
SELECT position, type, schema, event_id, stream, at,
    CASE WHEN type IN ('label.settled', 'label.unsettled') THEN data END AS data, pixels
FROM event LEFT JOIN image ON type = 'label.settled' AND image.id = stream
WHERE position > :after AND position <= :up_to
ORDER BY position
