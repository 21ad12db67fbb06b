INSERT INTO image_state (image, version, rejected, digit, labels, skips, position, split, aside, verdict)
SELECT image, version, rejected, digit, labels::jsonb, skips::jsonb, position, split, aside, verdict::jsonb
FROM unnest(
        :images::uuid[], :versions::int[], :rejected::boolean[], :digits::int[], :labels::text[], :skips::text[],
        :positions::bigint[], :splits::text[], :asides::text[], :verdicts::text[])
    AS row (image, version, rejected, digit, labels, skips, position, split, aside, verdict)
