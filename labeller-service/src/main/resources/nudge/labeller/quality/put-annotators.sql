INSERT INTO annotator (actor, position, state)
SELECT id, position, state::jsonb
FROM unnest(:ids::uuid[], :positions::bigint[], :states::text[]) AS row (id, position, state)
ON CONFLICT (actor) DO UPDATE SET position = excluded.position, state = excluded.state
