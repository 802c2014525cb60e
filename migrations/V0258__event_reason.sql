-- Why, in the words of whoever did it (docs/adr/0159). The event keeps a keyed digest of them; they lie here, under the key of
-- the person it is about, else of who did it. When that key is destroyed nobody reads them, and the chain stays whole.
CREATE TABLE event_reason (
    event  BIGINT PRIMARY KEY,
    person BIGINT,              -- under whose key; NULL: the installation's alone
    said   BYTEA NOT NULL       -- protected, place event_reason.said.<event>
);
