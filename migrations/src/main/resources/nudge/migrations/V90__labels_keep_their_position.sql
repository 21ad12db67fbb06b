-- The label that each annotator gave: triples of annotator, digit and the label's position in the log, the latest last.
UPDATE image_state SET labels = (
    SELECT jsonb_agg(jsonb_build_array(pair -> 0, pair -> 1, (
            SELECT max(event.position) FROM event
            WHERE stream = image_state.image AND type = 'label.given' AND actor = (pair ->> 0)::uuid))
        ORDER BY place)
    FROM jsonb_array_elements(labels) WITH ORDINALITY AS given (pair, place))
WHERE labels <> '[]';
