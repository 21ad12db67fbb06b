-- Between two positions alone: what it costs does not grow with the log.
SELECT count(*) FROM event
WHERE position > :after AND position <= :up_to AND type IN (:settled, :unsettled)
