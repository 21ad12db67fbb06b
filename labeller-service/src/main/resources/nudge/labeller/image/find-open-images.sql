-- In the order of their tasks, which have an index of the positions.
SELECT image, version, split, rejected, digit, labels, skips, aside, verdict, position, pixels
FROM (
    SELECT image_state.* FROM image_state
    JOIN task ON task.image = image_state.image AND task.position = image_state.position
    WHERE task.position BETWEEN :from AND :to<filter>
    ORDER BY image_state.position DESC LIMIT :limit) AS state
JOIN image ON id = image
ORDER BY position DESC
