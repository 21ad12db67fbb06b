-- The states of the requests' images, and the answers that their keys have got already.
-- A key is looked for among its image's events: most images have few, and a new one has none that a label's key could be in.
-- Streams that have become long have an index of their keys.
SELECT image, image_state.version, split, rejected, digit, labels, skips, aside, verdict, number,
    answer.request AS answer_request, answer.version AS answer_version, answer.position AS answer_position
FROM unnest(:images::uuid[], :actors::uuid[], :keys::text[], :keyless::int[]) WITH ORDINALITY
    AS asked (asked_image, asker, asked_key, keyless, number)
JOIN image_state ON image = asked_image
LEFT JOIN LATERAL (
    SELECT event.request, event.version, event.position FROM event
    WHERE image_state.version > keyless AND stream = asked_image
        AND event.version > keyless AND event.version <= 100 AND key = asked_key AND actor = asker
    UNION ALL
    SELECT event.request, event.version, event.position FROM event
    WHERE image_state.version > 100 AND stream = asked_image AND event.version > 100
        AND key = asked_key AND actor = asker) AS answer ON true
