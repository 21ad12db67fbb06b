SELECT image, version, split, rejected, digit, labels, skips, aside
FROM image_state WHERE image = ANY (:images)
