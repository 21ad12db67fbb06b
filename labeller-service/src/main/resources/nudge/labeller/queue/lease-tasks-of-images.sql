WITH next AS (
    SELECT image FROM task WHERE lease IS NULL AND image = ANY (:images)
    FOR UPDATE SKIP LOCKED),
leased AS (
    UPDATE task SET lease = :lease, expires = now() + make_interval(secs => :seconds)
    FROM next WHERE task.image = next.image
    RETURNING task.image, task.rank, task.lease, task.expires)
SELECT image, version, lease, expires, pixels, rank
FROM leased JOIN image_state USING (image) JOIN image ON image.id = leased.image
