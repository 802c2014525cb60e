-- Registers (名录): education bases, partner organisations, studios of branch secretaries. What differs between the sorts is
-- data (systems/*/register.toml). An entry ends, it is never deleted.

-- label 内部, kept 10 years.
CREATE TABLE register_entry (
    id         BIGINT PRIMARY KEY,
    sort       TEXT NOT NULL,          -- 'base', 'partner', 'studio'
    unit       BIGINT NOT NULL,        -- who keeps it; every unit below it may use it
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,          -- pinyin, for the order of lists
    initials   TEXT NOT NULL,          -- every reading, between spaces
    facts      TEXT NOT NULL,          -- JSON, by the keys of the sort's own fields
    head       BIGINT,                 -- who leads a studio
    from_on    TEXT NOT NULL,
    to_on      TEXT,                   -- the first day after it; NULL: without an end
    ended_at   TEXT,                   -- ended before its day, or without one
    ended_why  TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by BIGINT,
    version    BIGINT NOT NULL
);
CREATE INDEX register_entry_unit ON register_entry (unit, sort);
CREATE INDEX register_entry_head ON register_entry (head);

-- Members of a studio, its head is not among them.
CREATE TABLE register_member (
    id      BIGINT PRIMARY KEY,
    entry   BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    to_on   TEXT                       -- the first day after it
);
CREATE INDEX register_member_of ON register_member (entry);
CREATE INDEX register_member_person ON register_member (person);

-- 师徒结对: an experienced secretary takes on a newly appointed one.
CREATE TABLE register_pair (
    id         BIGINT PRIMARY KEY,
    entry      BIGINT NOT NULL,
    mentor     BIGINT NOT NULL,
    learner    BIGINT NOT NULL,
    work_on    TEXT NOT NULL,          -- what to work on
    from_on    TEXT NOT NULL,
    to_on      TEXT NOT NULL,          -- the last day that is agreed
    ended_on   TEXT,
    account    TEXT NOT NULL,          -- the pair's own short account, when it has ended
    version    BIGINT NOT NULL
);
CREATE INDEX register_pair_of ON register_pair (entry);
CREATE INDEX register_pair_mentor ON register_pair (mentor);
CREATE INDEX register_pair_learner ON register_pair (learner);

-- A look at a studio by its keeper, once a year: what is not so yet, with the reason. No score.
CREATE TABLE register_look (
    id        BIGINT PRIMARY KEY,
    entry     BIGINT NOT NULL,
    year      BIGINT NOT NULL,
    looked_on TEXT NOT NULL,
    looked_by BIGINT,
    missing   TEXT NOT NULL,           -- JSON, reason by the key of the item
    words     TEXT NOT NULL
);
CREATE INDEX register_look_entry ON register_look (entry, year);

-- For other rooms: entries by name, and who belongs to them, in each span of days.
CREATE VIEW register_span AS
SELECT id, sort, unit, name, name_key, from_on, to_on
FROM register_entry;

CREATE VIEW register_person_span AS
SELECT id AS entry, head AS person, from_on, to_on
FROM register_entry WHERE head IS NOT NULL
UNION
SELECT entry, person, from_on, to_on
FROM register_member
UNION
SELECT entry, learner, from_on, ended_on
FROM register_pair;

-- What a record names: the base that was visited, the partner, the studio.
ALTER TABLE record ADD COLUMN entry BIGINT;
CREATE INDEX record_entry ON record (entry) WHERE entry IS NOT NULL;
