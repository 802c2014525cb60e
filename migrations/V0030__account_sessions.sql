-- Room account: signing in.

CREATE TABLE account (
    person        BIGINT PRIMARY KEY,
    login         TEXT NOT NULL,      -- police number or a name given by the administrator, lower case
    password      TEXT NOT NULL,      -- argon2id, PHC string
    changed_at    TEXT NOT NULL,
    must_change   BOOLEAN NOT NULL,
    failures      BIGINT NOT NULL,    -- since the last success
    locked_until  TEXT,
    closed_at     TEXT
);
CREATE UNIQUE INDEX account_login ON account (login);

CREATE TABLE session (
    id         BIGINT PRIMARY KEY,
    token      BYTEA NOT NULL,        -- SM3 of the cookie's token
    person     BIGINT NOT NULL,
    post       BIGINT,                -- the hat worn; NULL = the member's own page
    device     TEXT NOT NULL,         -- 'Chrome, Windows': enough to recognise one's own
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,         -- moved at most every few minutes
    ends_at    TEXT NOT NULL,         -- absolute end
    revoked_at TEXT
);
CREATE UNIQUE INDEX session_token ON session (token);
CREATE INDEX session_person ON session (person);
