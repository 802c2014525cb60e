-- The audit chain's signed heads.

-- Keys that sign them; the private half is encrypted under the master key, for this purpose alone.
CREATE TABLE audit_key (
    id      BIGINT PRIMARY KEY,
    public  BYTEA NOT NULL,           -- SM2, uncompressed point, 65 bytes
    secret  BYTEA NOT NULL,
    made_at TEXT NOT NULL
);

-- Once a day: how far the chain has come. Append-only, each naming the one before.
CREATE TABLE audit_head (
    no        BIGINT PRIMARY KEY,     -- 1, 2, 3 … without gaps
    day       TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    seal      BIGINT NOT NULL,        -- number of the last seal
    digest    BYTEA NOT NULL,         -- of that seal: everything before follows from it
    events    BIGINT NOT NULL,        -- sealed up to there
    previous  BYTEA NOT NULL,         -- SM3 of what the head before signed; zeros for the first
    signer    BIGINT NOT NULL,        -- audit_key.id
    signature BYTEA NOT NULL          -- SM2 over all of it
);
CREATE UNIQUE INDEX audit_head_day ON audit_head (day);
