SELECT position AS head,
    (SELECT event_id FROM event WHERE position = :last) AS event_at_last,
    (SELECT count(*) FROM event WHERE position <= :last AND type IN (:settled, :unsettled)) AS records
FROM log_head
