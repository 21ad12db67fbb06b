-- The answers to idempotency keys were a table of their own once. They are in the events now.
CREATE TEMPORARY TABLE idempotency (
    actor uuid, key text, request bytea, image uuid, version int, position bigint, at timestamptz) ON COMMIT DROP
