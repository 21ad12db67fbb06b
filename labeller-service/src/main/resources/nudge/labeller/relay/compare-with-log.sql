SELECT position AS head,
    (SELECT event_id FROM event WHERE position = :last) AS event_at_last,
    (SELECT event_id FROM event WHERE position = :mark) AS event_at_mark
FROM log_head
