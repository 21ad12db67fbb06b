-- Few are rejected or put aside, and these have indexes.
SELECT image, version, split, rejected, digit, labels, skips, aside, verdict, position, pixels
FROM (
    SELECT image_state.* FROM image_state
    WHERE image_state.position BETWEEN :from AND :to<filter>
    ORDER BY image_state.position DESC LIMIT :limit) AS state
JOIN image ON id = image
ORDER BY position DESC
