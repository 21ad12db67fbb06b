INSERT INTO access_event (at, actor, type, subject, role, address, about)
SELECT at, actor, type, subject, role, address, about FROM newer_access ORDER BY number
