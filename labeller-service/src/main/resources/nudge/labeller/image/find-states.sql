SELECT image, version, split, rejected, digit, labels, skips, aside, verdict
FROM image_state WHERE image = ANY (:images)
