INSERT INTO image_state (image, version, rejected, digit, labels, skips, position, split, aside)
SELECT image, version, rejected, digit, labels::jsonb, skips::jsonb, position, split, aside
FROM unnest(
        :images::uuid[], :versions::int[], :rejected::boolean[], :digits::int[], :labels::text[], :skips::text[],
        :positions::bigint[], :splits::text[], :asides::text[])
    AS row (image, version, rejected, digit, labels, skips, position, split, aside)
