WITH next AS (
    SELECT image FROM task WHERE lease IS NULL AND image = ANY (:images) AND NOT given @> ARRAY[:actor::uuid]
    FOR UPDATE SKIP LOCKED),
leased AS (
    UPDATE task SET lease = :lease, expires = now() + make_interval(secs => :seconds)
    FROM next WHERE task.image = next.image
    RETURNING task.image, task.rank, task.expires)
SELECT image, version, expires, pixels, rank
FROM leased JOIN image_state USING (image) JOIN image ON image.id = leased.image
