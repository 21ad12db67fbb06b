UPDATE task SET lease = NULL, expires = NULL
WHERE image IN (
    SELECT image FROM task WHERE lease IS NOT NULL AND expires <= now()
    ORDER BY expires LIMIT 1000 FOR UPDATE SKIP LOCKED)
