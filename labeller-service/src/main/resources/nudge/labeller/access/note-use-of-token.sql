UPDATE token SET used = :now
WHERE secret = :secret AND (used IS NULL OR used < :noted_before)
