-- Passkeys: keys of a person's own devices, for signing in without a password or beside it (WebAuthn).

CREATE TABLE passkey (
    id         BIGINT PRIMARY KEY,
    person     BIGINT NOT NULL,
    credential BYTEA NOT NULL,        -- what the authenticator calls the key
    handle     BYTEA NOT NULL,        -- what authenticators call its owner: random, the same in all his rows
    public_key BYTEA NOT NULL,        -- and the counter; SM4-GCM, bound to this row and its owner
    counter    BIGINT NOT NULL,       -- of the last use, for compare-and-set; 0 where an authenticator does not count
    name       TEXT NOT NULL,         -- given by its owner
    made_at    TEXT NOT NULL,
    used_at    TEXT
);
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_person ON passkey (person);

-- Challenges that have been answered: none is answered twice, on whichever node. Swept once they would be too old.
CREATE TABLE passkey_answer (
    challenge BYTEA PRIMARY KEY,      -- SM3
    until     TEXT NOT NULL
);
CREATE INDEX passkey_answer_until ON passkey_answer (until);
