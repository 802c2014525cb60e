-- Room record: the year plans of one's branches as a calendar that phones and desks subscribe to.

-- One address a person; whoever has it reads titles and times of published plans, nothing else.
CREATE TABLE record_feed (
    person   BIGINT PRIMARY KEY,
    digest   BYTEA NOT NULL,     -- SM3 of the secret in the address; the secret itself is not kept
    made_at  TEXT NOT NULL
);
CREATE UNIQUE INDEX record_feed_digest ON record_feed (digest);
