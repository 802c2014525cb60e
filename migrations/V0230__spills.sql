-- Spills: what is under state secrecy and came in all the same (invariant 10, docs/adr/0097). Found by its words, taken out of
-- everybody's sight, kept sealed until it is decided, then purged; what stays is where it stood and a digest.
CREATE TABLE spill (
    id         BIGINT PRIMARY KEY,
    no         BIGINT NOT NULL,       -- 1, 2, 3 …: how people call it
    words      BYTEA,                 -- protected, place spill.words.<id>; NULL once it is purged
    since      TEXT NOT NULL,         -- instant: half-filled forms and files on their way since then are dropped
    opened_at  TEXT NOT NULL,
    opened_by  BIGINT NOT NULL,
    dropped    BIGINT NOT NULL,       -- half-filled forms, exports and uploads that went
    purged_at  TEXT,
    purged_by  BIGINT,
    backups    TEXT                   -- names of the backups that hold it, one a line; to be destroyed by hand
);
CREATE UNIQUE INDEX spill_no ON spill (no);

CREATE TABLE spill_place (
    id       BIGINT PRIMARY KEY,
    spill    BIGINT NOT NULL,
    in_table TEXT NOT NULL,
    in_field TEXT NOT NULL,
    digest   TEXT NOT NULL,           -- SM3 of what stood there, hexadecimal
    content  BYTEA,                   -- protected, place spill_place.content.<id>; NULL once it is purged, and where it stays
    stays    BOOLEAN NOT NULL         -- under the seals of the audit chain: it cannot be taken out
);
CREATE INDEX spill_place_spill ON spill_place (spill);
