INSERT INTO token (id, secret, name, role, owner, made, expires)
VALUES (:id, :secret, :name, :role, :owner, :made, :expires)
