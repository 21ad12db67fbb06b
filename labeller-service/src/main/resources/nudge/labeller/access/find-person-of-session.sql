SELECT id, name, role FROM session JOIN person ON person.id = person
WHERE secret = :secret AND used > :used_after AND began > :began_after
