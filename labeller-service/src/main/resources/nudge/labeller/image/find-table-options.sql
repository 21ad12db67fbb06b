SELECT array_to_string(reloptions, ', ') FROM pg_class
WHERE oid = ('nudge.' || :table)::regclass AND reloptions IS NOT NULL
