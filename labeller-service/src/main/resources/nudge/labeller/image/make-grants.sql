SELECT format('GRANT %s ON nudge_rebuild.%I TO %I', privilege_type, table_name, grantee)
FROM information_schema.role_table_grants
WHERE table_schema = 'nudge' AND table_name = :table AND grantee <> current_user
