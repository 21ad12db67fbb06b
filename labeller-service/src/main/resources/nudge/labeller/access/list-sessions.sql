SELECT public_id AS id, began, used, address, secret = :secret AS current
FROM session
WHERE person = :person AND used > :used_after AND began > :began_after
ORDER BY used DESC, public_id
