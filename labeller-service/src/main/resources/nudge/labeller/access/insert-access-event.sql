INSERT INTO access_event (at, actor, type, subject, role, address, about)
VALUES (:at, :actor, :type, :subject, :role, :address, :about)
