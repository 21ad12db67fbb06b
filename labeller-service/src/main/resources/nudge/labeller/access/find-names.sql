SELECT id, name FROM person WHERE id = ANY (:ids)
UNION ALL
SELECT id, name FROM token WHERE id = ANY (:ids)
