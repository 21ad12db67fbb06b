SELECT number, at, actor, type, subject, role
FROM access_event WHERE number < :number
ORDER BY number DESC LIMIT :limit
