INSERT INTO gold (image, position, state)
SELECT id, position, state::jsonb
FROM unnest(:ids::uuid[], :positions::bigint[], :states::text[]) AS row (id, position, state)
ON CONFLICT (image) DO UPDATE SET position = excluded.position, state = excluded.state
