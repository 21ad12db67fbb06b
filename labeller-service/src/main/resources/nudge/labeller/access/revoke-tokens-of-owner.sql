UPDATE token SET secret = NULL
WHERE owner = :owner AND secret IS NOT NULL
RETURNING id
