SELECT rank, id AS image, pixels
FROM (
    SELECT rank, image FROM task WHERE lease IS NULL AND (rank, image) > (:rank, :image)
    ORDER BY rank, image LIMIT :limit) AS next
JOIN image ON image.id = next.image
ORDER BY rank, next.image
