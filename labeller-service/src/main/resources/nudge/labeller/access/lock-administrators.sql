SELECT id FROM person WHERE role = 'admin' AND refused IS NULL
ORDER BY id FOR UPDATE
