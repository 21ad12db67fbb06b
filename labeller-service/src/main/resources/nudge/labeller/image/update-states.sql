-- An image keeps its split.
UPDATE image_state SET version = row.version, rejected = row.rejected, digit = row.digit,
    labels = row.labels::jsonb, skips = row.skips::jsonb, position = row.position,
    aside = row.aside, verdict = row.verdict::jsonb
FROM unnest(
        :images::uuid[], :versions::int[], :rejected::boolean[], :digits::int[], :labels::text[], :skips::text[],
        :positions::bigint[], :splits::text[], :asides::text[], :verdicts::text[])
    AS row (image, version, rejected, digit, labels, skips, position, split, aside, verdict)
WHERE image_state.image = row.image
