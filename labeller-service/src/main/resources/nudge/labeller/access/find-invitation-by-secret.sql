SELECT id, role, note, person, expires
FROM invitation WHERE secret = :secret AND expires > :now
