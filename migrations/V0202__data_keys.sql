-- Which keys this database was written under: a key file that lacks one of them is not its own.
CREATE TABLE data_key (
    id          BIGINT PRIMARY KEY,   -- number in the key file
    check_value BYTEA NOT NULL,       -- keyed digest of a fixed word
    taken_at    TEXT NOT NULL,
    renewed_at  TEXT                  -- nothing was left under older keys
);
