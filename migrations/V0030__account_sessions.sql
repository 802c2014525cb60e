-- Room account: signing in.

CREATE TABLE account (
    person      BIGINT PRIMARY KEY,
    login       TEXT NOT NULL,        -- police number or a name given by the administrator, lower case
    password    TEXT NOT NULL,        -- argon2id, PHC string
    changed_at  TEXT NOT NULL,        -- a start password ends some days after it
    must_change BOOLEAN NOT NULL,     -- a start password; until it is changed no hat can be worn
    opened_at   TEXT NOT NULL,
    closed_at   TEXT
);
CREATE UNIQUE INDEX account_login ON account (login);

-- Wrong passwords by the name that was typed, whether there is such an account or not: the answer
-- is the same. The name itself is not kept, for people type passwords into the wrong field.
CREATE TABLE sign_in_guard (
    login_key    BYTEA PRIMARY KEY,   -- keyed digest of the typed name
    failures     BIGINT NOT NULL,     -- since the last success or the last lock
    failed_at    TEXT NOT NULL,
    locked_until TEXT
);

CREATE TABLE session (
    id         BIGINT PRIMARY KEY,
    token      BYTEA NOT NULL,        -- SM3 of the cookie's token
    person     BIGINT NOT NULL,
    post       BIGINT,                -- the hat worn; NULL = the member's own page
    device     TEXT NOT NULL,         -- 'Chrome，Windows': enough to recognise one's own
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,         -- moved at most every few minutes
    ends_at    TEXT NOT NULL,         -- absolute end
    revoked_at TEXT
);
CREATE UNIQUE INDEX session_token ON session (token);
CREATE INDEX session_person ON session (person);

-- The one-time code that the operator's terminal shows while nobody has an account; at most one row.
CREATE TABLE first_code (
    digest  BYTEA PRIMARY KEY,        -- SM3 of the code
    made_at TEXT NOT NULL
);
