UPDATE relay_lease SET holder = :holder, expires = clock_timestamp() + make_interval(secs => :seconds)
WHERE holder = :holder OR expires < clock_timestamp()
RETURNING (SELECT store FROM log_head)
