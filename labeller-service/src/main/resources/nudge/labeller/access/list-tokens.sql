SELECT token.id, token.name, token.role, person.name AS owner, made, expires, used, secret IS NULL AS revoked
FROM token LEFT JOIN person ON person.id = owner
WHERE :all OR owner = :owner
ORDER BY made DESC
