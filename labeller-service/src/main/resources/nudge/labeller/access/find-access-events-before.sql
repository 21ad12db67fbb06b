SELECT number, at, actor, type, subject, role, address, about
FROM access_event WHERE number < :number
ORDER BY number DESC LIMIT :limit
