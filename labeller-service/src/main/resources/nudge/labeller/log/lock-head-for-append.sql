-- No statement behind it reads a whole table: plans are kept, and one that was made while a table was small would be used when
-- it is large.
SELECT store, position, digest, quality, set_config('enable_seqscan', 'off', true)
FROM log_head FOR UPDATE
