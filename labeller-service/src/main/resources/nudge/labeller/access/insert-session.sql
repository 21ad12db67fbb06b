INSERT INTO session (secret, person, began, used, address)
VALUES (:secret, :person, :now, :now, :address)
