-- An image's first event says that it was added.
SELECT position, id, data ->> 'split' AS split, pixels
FROM event JOIN image ON id = stream
WHERE position > :after AND position <= :up_to AND version = 1
ORDER BY position
