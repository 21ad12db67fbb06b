INSERT INTO image_state (image, version, rejected, digit, labels, skips, position, split)
SELECT image, version, rejected, digit, labels::jsonb, skips::jsonb, position, split
FROM unnest(
        :images::uuid[], :versions::int[], :rejected::boolean[], :digits::int[], :labels::text[], :skips::text[],
        :positions::bigint[], :splits::text[])
    AS row (image, version, rejected, digit, labels, skips, position, split)
