SELECT format('ALTER INDEX nudge.%I RENAME TO %I', new.indexname, old.indexname)
FROM pg_indexes AS old JOIN pg_indexes AS new
    ON regexp_replace(old.indexdef, '^.* USING', '') = regexp_replace(new.indexdef, '^.* USING', '')
WHERE old.schemaname = 'nudge' AND new.schemaname = 'nudge_rebuild' AND old.tablename = :table
    AND new.tablename = old.tablename AND old.indexname <> new.indexname
