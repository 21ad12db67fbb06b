SELECT max(position) FROM event
WHERE stream = :stream AND type = 'recompute.began' AND (data ->> 'cause')::bigint = :cause
