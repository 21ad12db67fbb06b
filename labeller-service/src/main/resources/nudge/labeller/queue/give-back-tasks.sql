UPDATE task SET lease = NULL, expires = NULL WHERE image = ANY (:images)
