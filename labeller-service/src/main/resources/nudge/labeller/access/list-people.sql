SELECT id, name, role, subject IS NOT NULL AS single_sign_on, refused, added, seen
FROM person
ORDER BY lower(name)
