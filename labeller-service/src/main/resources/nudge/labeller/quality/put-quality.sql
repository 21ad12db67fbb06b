INSERT INTO quality (position, state) VALUES (:position, :state::jsonb)
ON CONFLICT (one) DO UPDATE SET position = excluded.position, state = excluded.state
