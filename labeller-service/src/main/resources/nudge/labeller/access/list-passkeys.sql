SELECT id, credential, attestation, transports, label, made, used
FROM passkey WHERE person = :person
ORDER BY made, id
