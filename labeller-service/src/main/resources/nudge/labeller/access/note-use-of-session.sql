UPDATE session SET used = :now
WHERE secret = :secret AND used < :noted_before
