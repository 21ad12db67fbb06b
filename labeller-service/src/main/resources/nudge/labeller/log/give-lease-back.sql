UPDATE <table> SET holder = NULL, expires = '-infinity'
WHERE holder = :holder
