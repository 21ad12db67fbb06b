UPDATE token SET secret = NULL
WHERE id = :id AND secret IS NOT NULL AND (:all OR owner = :owner)
