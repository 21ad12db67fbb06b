SELECT image, number, digit FROM own_label
WHERE actor = :actor AND digit IS NOT NULL AND image BETWEEN :first::uuid AND :last::uuid
ORDER BY image LIMIT :limit
