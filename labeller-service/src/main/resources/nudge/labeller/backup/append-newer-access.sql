INSERT INTO access_event (at, actor, type, subject, role)
SELECT at, actor, type, subject, role FROM newer_access ORDER BY number
