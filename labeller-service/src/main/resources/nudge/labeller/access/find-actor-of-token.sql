SELECT token.id, token.name, token.role, owner, person.role AS owners_role
FROM token LEFT JOIN person ON person.id = owner
WHERE secret = :secret AND expires > :now
