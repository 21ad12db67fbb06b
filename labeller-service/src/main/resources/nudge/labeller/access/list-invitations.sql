SELECT id, role, note, person, expires
FROM invitation WHERE expires > :now
ORDER BY made DESC
