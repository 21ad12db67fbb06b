INSERT INTO access_event (at, actor, type, subject, role)
VALUES (:at, :actor, :type, :subject, :role)
