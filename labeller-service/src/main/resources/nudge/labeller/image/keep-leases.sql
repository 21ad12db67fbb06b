UPDATE nudge_rebuild.task AS new SET lease = old.lease, expires = old.expires
FROM nudge.task AS old
WHERE old.image = new.image AND old.lease IS NOT NULL
