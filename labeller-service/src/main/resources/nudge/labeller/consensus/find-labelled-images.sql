SELECT image, labels <> '[]' AND NOT rejected AS labelled FROM image_state
WHERE image > :after
ORDER BY image LIMIT :limit
