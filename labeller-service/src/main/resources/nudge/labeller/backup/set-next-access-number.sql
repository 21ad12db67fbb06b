SELECT setval(pg_get_serial_sequence('access_event', 'number'), coalesce(max(number), 0) + 1, false)
FROM access_event
