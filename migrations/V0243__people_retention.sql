-- How long personal data are kept (systems/personal.toml, docs/adr/0109): who is not to be touched for now, what was erased.

-- 暂缓: until a day nothing of this person is erased, whatever its period.
CREATE TABLE person_hold (
    id        BIGINT PRIMARY KEY,
    person    BIGINT NOT NULL,
    reason    TEXT NOT NULL,          -- 'discipline', 'appeal', 'lawsuit', 'archive'
    basis     TEXT NOT NULL,          -- number of a document, no facts of a case
    until_on  TEXT NOT NULL,          -- first day on which it is over
    held_at   TEXT NOT NULL,
    held_by   BIGINT,
    lifted_at TEXT,
    lifted_by BIGINT
);
CREATE INDEX person_hold_person ON person_hold (person) WHERE lifted_at IS NULL;

-- For rooms: who is held until when, unless it was lifted.
CREATE VIEW person_held AS
SELECT id, person, reason, basis, until_on
FROM person_hold
WHERE lifted_at IS NULL;

-- How many things of which kind were erased on a day; each has its event beside.
CREATE TABLE erasure (
    on_day     TEXT NOT NULL,
    keep       TEXT NOT NULL,         -- key of [[keep]]
    rows_count BIGINT NOT NULL,
    PRIMARY KEY (on_day, keep)
);

-- What the last night counted: a page cannot count millions.
CREATE TABLE keep_state (
    keep       TEXT PRIMARY KEY,
    due        BIGINT NOT NULL,       -- past their period and still there
    soon       BIGINT NOT NULL,       -- with those of the next 30 days
    counted_at TEXT NOT NULL
);

-- The nightly job looks for what has ended long ago.
CREATE INDEX affiliation_ended ON affiliation (to_on) WHERE to_on IS NOT NULL;
CREATE INDEX person_withdrawn ON person (withdrawn_at) WHERE withdrawn_at IS NOT NULL;
