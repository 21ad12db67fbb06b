DELETE FROM invitation
WHERE by = :maker OR by IN (SELECT id FROM token WHERE owner = :maker)
RETURNING id
