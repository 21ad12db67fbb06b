INSERT INTO image (id, sha256, pixels)
SELECT * FROM unnest(:ids::uuid[], :digests::bytea[], :pixels::bytea[])
