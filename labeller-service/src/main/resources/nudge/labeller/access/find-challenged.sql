SELECT person FROM passkey_challenge
WHERE secret = :secret AND purpose = :purpose AND expires > :now
