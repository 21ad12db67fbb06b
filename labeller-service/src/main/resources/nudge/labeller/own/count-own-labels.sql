SELECT count(*) FILTER (WHERE digit IS NOT NULL) AS labelled,
       count(*) FILTER (WHERE digit IS NULL AND skipped) AS skipped
FROM own_label WHERE actor = :actor
