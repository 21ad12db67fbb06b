SELECT image, number, digit FROM own_label
WHERE actor = :actor AND digit IS NOT NULL AND number < :before<filter>
ORDER BY number DESC LIMIT :limit
