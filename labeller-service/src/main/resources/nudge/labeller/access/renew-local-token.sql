INSERT INTO token (id, secret, name, role, made, expires)
VALUES (:id, :secret, 'Programs on this machine', 'admin', :made, :expires)
ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, made = excluded.made, expires = excluded.expires
