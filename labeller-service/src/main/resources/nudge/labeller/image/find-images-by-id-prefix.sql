SELECT image, version, split, rejected, digit, labels, skips, aside, verdict, position, pixels
FROM image_state JOIN image ON id = image
WHERE image BETWEEN :first::uuid AND :last::uuid
ORDER BY image LIMIT :limit
