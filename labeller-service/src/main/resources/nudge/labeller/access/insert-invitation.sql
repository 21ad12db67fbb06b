INSERT INTO invitation (id, secret, role, note, person, by, made, expires)
VALUES (:id, :secret, :role, :note, :person, :by, :made, :expires)
