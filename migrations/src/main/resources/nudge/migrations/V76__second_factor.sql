-- A second factor, for those who want one. Whoever has a passkey signs in with it, or with a recovery code, behind the password.

CREATE TABLE passkey (
    id          uuid        PRIMARY KEY,
    person      uuid        NOT NULL REFERENCES person ON DELETE CASCADE,
    credential  bytea       NOT NULL UNIQUE,
    -- What the authenticator said when it was added; the public key is in it.
    attestation bytea       NOT NULL,
    transports  text        NOT NULL,
    label       text        NOT NULL,
    made        timestamptz NOT NULL,
    used        timestamptz
);
CREATE INDEX passkey_person ON passkey (person);

-- 118 random bits each, of which only the SHA-256 is stored; a code that was used is gone.
CREATE TABLE recovery_code (
    digest bytea PRIMARY KEY,
    person uuid  NOT NULL REFERENCES person ON DELETE CASCADE
);

-- What an authenticator is asked to sign, for a few minutes.
CREATE TABLE passkey_challenge (
    secret  bytea       PRIMARY KEY,
    person  uuid        NOT NULL REFERENCES person ON DELETE CASCADE,
    purpose text        NOT NULL CHECK (purpose IN ('add', 'sign-in')),
    expires timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkey, recovery_code, passkey_challenge TO ${application_role};
