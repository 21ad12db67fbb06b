DELETE FROM session WHERE person = :person AND secret NOT IN (
    SELECT secret FROM session WHERE person = :person ORDER BY used DESC, secret LIMIT :kept)
