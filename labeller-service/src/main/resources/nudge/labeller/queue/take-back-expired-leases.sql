-- A lease that ends much later than any may was taken before the database's clock was put back: it counts as expired.
WITH expired AS (
    SELECT image FROM task WHERE lease IS NOT NULL AND expires <= now()
    ORDER BY expires LIMIT 1000 FOR UPDATE SKIP LOCKED),
ahead AS (
    SELECT image FROM task WHERE lease IS NOT NULL AND expires > now() + make_interval(secs => 2 * :seconds)
    ORDER BY expires DESC LIMIT 1000 FOR UPDATE SKIP LOCKED)
UPDATE task SET lease = NULL, expires = NULL
WHERE image IN (SELECT image FROM expired UNION ALL SELECT image FROM ahead)
