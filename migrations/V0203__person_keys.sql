-- A key for each person (docs/adr/0108): his protected values lie under it and under the installation's key together. Without
-- it they open for nobody, so that they can be destroyed one person at a time.
CREATE TABLE person_key (
    person       BIGINT PRIMARY KEY,
    wrapped      BYTEA,               -- the key, protected, place person_key.wrapped.<person>; NULL: destroyed
    made_at      TEXT NOT NULL,
    destroyed_at TEXT
);
CREATE INDEX person_key_destroyed ON person_key (destroyed_at) WHERE destroyed_at IS NOT NULL;

-- For rooms: the key as it is stored, beside what it opens.
CREATE VIEW own_key AS
SELECT person, wrapped, destroyed_at
FROM person_key;
