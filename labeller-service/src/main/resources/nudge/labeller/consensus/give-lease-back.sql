UPDATE consensus_lease SET holder = NULL, expires = '-infinity'
WHERE holder = :holder
