SELECT review.image, reason, score, pixels FROM review JOIN image ON id = review.image
WHERE :reason IN ('', reason)
ORDER BY score DESC, review.image LIMIT :limit
