-- The second step of signing in: codes of an authenticator app (RFC 6238), and what replaces a lost phone.

CREATE TABLE second_factor (
    person    BIGINT PRIMARY KEY,
    secret    BYTEA NOT NULL,         -- SM4-GCM, bound to this row
    last_step BIGINT NOT NULL,        -- the 30 seconds of the last code taken: no code counts twice, nor an older one
    set_at    TEXT NOT NULL
);

CREATE TABLE recovery_code (
    person  BIGINT NOT NULL,
    no      BIGINT NOT NULL,          -- printed before the code, so that one hash has to be tried and not ten
    hash    TEXT NOT NULL,            -- argon2id, PHC string
    used_at TEXT,
    PRIMARY KEY (person, no)
);
