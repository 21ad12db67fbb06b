-- The log is followed backwards, from events that are their image's last to the images: no index must follow the images.
SELECT image, version, split, rejected, digit, labels, skips, aside, verdict, position, pixels
FROM (
    SELECT image_state.* FROM image_state
    JOIN event ON event.stream = image_state.image AND event.position = image_state.position
    WHERE event.position BETWEEN :from AND :to<filter>
    ORDER BY image_state.position DESC LIMIT :limit) AS state
JOIN image ON id = image
ORDER BY position DESC
