-- What this installation imports is settled by it as well, and changes nothing.
SELECT stream, type = :settled AS settled FROM event
WHERE position > :after AND position <= :up_to AND actor = :system AND type IN (:settled, :unsettled)
    AND data ->> 'basis' IS DISTINCT FROM 'import'
