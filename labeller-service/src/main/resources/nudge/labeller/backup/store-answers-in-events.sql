UPDATE event SET key = answered.key, request = answered.request
FROM idempotency AS answered
WHERE event.position = answered.position
