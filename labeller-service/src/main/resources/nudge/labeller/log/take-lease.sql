-- A lease that ends much later than any may was taken before the database's clock was put back: nobody would work until then.
UPDATE <table> SET holder = :holder, expires = clock_timestamp() + make_interval(secs => :seconds)
WHERE holder = :holder OR expires < clock_timestamp()
    OR expires > clock_timestamp() + make_interval(secs => 2 * :seconds)
RETURNING (SELECT store FROM log_head)
