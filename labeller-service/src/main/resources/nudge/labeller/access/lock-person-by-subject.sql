SELECT id FROM person WHERE issuer = :issuer AND subject = :subject
FOR UPDATE
