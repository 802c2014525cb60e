-- The yearly circular (通报) about group study: drafted out of facts, shown to those whom it names, closed as a record.
-- It names organisations, never persons. label 内部, kept 30 years with its record.
CREATE TABLE study_circular (
    id          BIGINT PRIMARY KEY,
    unit        BIGINT NOT NULL,      -- whose it is: a committee over those it leads, an organ over its line
    year        BIGINT NOT NULL,
    number      TEXT NOT NULL,        -- document number, '' until it is closed
    title       TEXT NOT NULL,
    body        TEXT NOT NULL,
    facts_on    TEXT NOT NULL,        -- day of the facts that it was written from
    drafted_at  TEXT NOT NULL,
    shown_at    TEXT,                 -- shown to those whom it names
    shown_until TEXT,                 -- last day on which they are waited for
    closed_at   TEXT,
    record      BIGINT,               -- the record that keeps it
    version     BIGINT NOT NULL
);
CREATE UNIQUE INDEX study_circular_of ON study_circular (unit, year);

-- A unit that it goes to.
CREATE TABLE study_circular_unit (
    circular BIGINT NOT NULL,
    unit     BIGINT NOT NULL,
    place    BIGINT NOT NULL,         -- in the order of the tree, from 1
    facts    TEXT NOT NULL,           -- one a line: what it was written from, of this unit
    opinion  TEXT,                    -- '': nothing to object
    said_at  TEXT,
    known_at TEXT,                    -- 知道了: a fact of the unit, not of a person
    PRIMARY KEY (circular, unit)
);
CREATE INDEX study_circular_unit_of ON study_circular_unit (unit);
