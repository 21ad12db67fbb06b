-- Those that are held out have an index.
SELECT id, pixels
FROM (
    SELECT image FROM image_state WHERE split = :split AND image > :after
    ORDER BY image LIMIT :limit) AS state
JOIN image ON id = image
ORDER BY id
