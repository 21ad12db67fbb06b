-- One row at least: the counts stand in each. Images with labels have ranks below zero.
SELECT log_head.position AS head, counts.waiting, counts.opinions,
    first.image, first.position, first.labels, first.skips
FROM log_head
CROSS JOIN (SELECT count(*) AS waiting, count(*) FILTER (WHERE rank < 0) AS opinions FROM task) AS counts
LEFT JOIN (
    SELECT image, rank, task.position, jsonb_array_length(labels) AS labels, jsonb_array_length(skips) AS skips
    FROM task JOIN image_state USING (image)
    ORDER BY rank, image LIMIT :most) AS first ON true
ORDER BY first.rank, first.image
