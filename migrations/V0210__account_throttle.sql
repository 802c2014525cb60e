-- Guessing is slowed down by where it comes from, never by the name alone: whoever guesses from elsewhere makes
-- nobody wait but himself (docs/adr/0085). The counters by name, which could be used to lock others out, go.
DROP TABLE sign_in_guard;

-- The same rows for names that exist and for names that do not. Neither name nor address is kept in clear.
CREATE TABLE sign_in_wait (
    place      BYTEA PRIMARY KEY,     -- keyed digest: name with a known device, name with an address, or an address alone
    login_key  BYTEA NOT NULL,        -- keyed digest of the typed name, for forgiving after a reset; of the address itself
    failures   BIGINT NOT NULL,       -- in a row
    since      TEXT NOT NULL,         -- the first of them
    failed_at  TEXT NOT NULL,         -- the last of them
    wait_until TEXT
);
CREATE INDEX sign_in_wait_login_key ON sign_in_wait (login_key);
CREATE INDEX sign_in_wait_failed_at ON sign_in_wait (failed_at);

-- Browsers that have signed in to an account before: each has a counter of its own.
CREATE TABLE known_device (
    device   BYTEA PRIMARY KEY,       -- keyed digest of name and the device's cookie
    person   BIGINT NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL
);
CREATE INDEX known_device_person ON known_device (person);
CREATE INDEX known_device_last_at ON known_device (last_at);

ALTER TABLE session ADD COLUMN address TEXT;     -- where it was signed in from; shown to its owner alone
ALTER TABLE session ADD COLUMN proved_at TEXT;   -- when he last proved that it is he: NULL is the moment of signing in
