INSERT INTO person (id, name, role, password, added)
VALUES (:id, :name, :role, :password, :added)
