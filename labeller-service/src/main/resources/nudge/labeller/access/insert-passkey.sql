INSERT INTO passkey (id, person, credential, attestation, transports, label, made)
VALUES (:id, :person, :credential, :attestation, :transports, :label, :made)
