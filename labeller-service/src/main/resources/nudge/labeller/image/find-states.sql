SELECT image, version, split, rejected, digit, labels, skips
FROM image_state WHERE image = ANY (:images)
