-- Of the tasks between two ranks a few are looked at, and those that this person has not decided about are leased.
WITH near AS (
    SELECT image, given FROM task WHERE lease IS NULL AND rank BETWEEN :from AND :to
    ORDER BY rank, image LIMIT 500),
next AS (
    SELECT image FROM task
    WHERE lease IS NULL AND image IN (SELECT image FROM near WHERE NOT given @> ARRAY[:actor::uuid])
    LIMIT :count FOR UPDATE SKIP LOCKED),
leased AS (
    UPDATE task SET lease = :lease, expires = now() + make_interval(secs => :seconds)
    FROM next WHERE task.image = next.image
    RETURNING task.image)
SELECT image, pixels FROM leased JOIN image ON image.id = leased.image
