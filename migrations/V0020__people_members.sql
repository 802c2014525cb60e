-- Room people: members and staff, where they belong, which posts they hold.

CREATE TABLE person (
    id             BIGINT PRIMARY KEY,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,     -- pinyin with surname readings: sorting
    initials       TEXT NOT NULL,     -- every way to write the initials, each after a space: search
    sex            TEXT,              -- GB/T 2261.1
    birth          TEXT,              -- day
    ethnic         TEXT,              -- GB/T 3304
    education      TEXT,              -- GB/T 4658
    degree         TEXT,              -- GB/T 6864
    staff_class    TEXT NOT NULL,     -- 'officer' 民警, 'auxiliary' 辅警, 'civilian' 文职, 'worker' 职工, 'retired' 离退休, 'outside', 'unknown'
    police_rank    TEXT,              -- officers only
    police_number  TEXT,
    duty_title     TEXT,              -- 职务, as the roster has it
    work_from      TEXT,              -- part of a day
    id_number      BYTEA,             -- protected field person.id_number.<id>
    id_number_key  BYTEA,             -- keyed digest of the whole number
    phone          BYTEA,             -- protected field person.phone.<id>
    phone_key      BYTEA,
    phone_tail_key BYTEA,             -- keyed digest of the last four digits
    joined_on      TEXT,              -- 'YYYY-MM' or a day: the general meeting passed it
    full_on        TEXT,              -- conversion; NULL while on probation
    member_status  TEXT NOT NULL,     -- 'full', 'probationary', 'suspended', 'left', 'none' (not a member)
    official_order BIGINT NOT NULL,
    is_covert      BOOLEAN NOT NULL,  -- counted, never named (invariant 10)
    outside_number TEXT,              -- number in 全国党员管理信息系统
    batch          BIGINT,            -- the import that brought him
    withdrawn_at   TEXT,              -- that import was undone: only the name stays, for old rolls
    version        BIGINT NOT NULL    -- moves with every act about him, so an undo sees what was done since
);
CREATE UNIQUE INDEX person_id_number_key ON person (id_number_key) WHERE id_number_key IS NOT NULL;
CREATE INDEX person_phone_key ON person (phone_key);
CREATE INDEX person_name_key ON person (name_key);
CREATE INDEX person_initials ON person (initials);
CREATE INDEX person_batch ON person (batch) WHERE batch IS NOT NULL;
CREATE UNIQUE INDEX person_police_number ON person (police_number) WHERE police_number IS NOT NULL;

-- Membership over time; `person.member_status` is the open row.
CREATE TABLE member_status (
    person  BIGINT NOT NULL,
    status  TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on   TEXT,
    basis   TEXT NOT NULL,
    PRIMARY KEY (person, from_on)
);

-- 组织关系: exactly one open row per member. The unit is a branch, or an organ (not yet in a branch).
CREATE TABLE affiliation (
    id       BIGINT PRIMARY KEY,
    person   BIGINT NOT NULL,
    unit     BIGINT NOT NULL,
    subgroup BIGINT,                  -- unit of kind subgroup
    from_on  TEXT NOT NULL,
    to_on    TEXT,
    basis    TEXT NOT NULL,
    batch    BIGINT
);
CREATE UNIQUE INDEX affiliation_open ON affiliation (person) WHERE to_on IS NULL;
CREATE INDEX affiliation_unit ON affiliation (unit, from_on);
CREATE INDEX affiliation_person ON affiliation (person);

-- Takes part elsewhere for a time: 借调, 专班, 挂职, 流动, or an auxiliary affiliated elsewhere.
CREATE TABLE participation (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    host    BIGINT NOT NULL,
    reason  TEXT NOT NULL,            -- 'secondment', 'task_force', 'attachment', 'floating', 'auxiliary'
    from_on TEXT NOT NULL,
    to_on   TEXT,
    basis   TEXT NOT NULL
);
CREATE INDEX participation_host ON participation (host);
CREATE INDEX participation_person ON participation (person);

-- A post held in a unit (kinds in systems/posts.toml); the hat somebody may wear.
CREATE TABLE post (
    id       BIGINT PRIMARY KEY,
    person   BIGINT NOT NULL,
    unit     BIGINT NOT NULL,
    kind     TEXT NOT NULL,
    basis    TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    to_on    TEXT,
    batch    BIGINT
);
CREATE INDEX post_person ON post (person);
CREATE INDEX post_unit ON post (unit, kind);

-- Why somebody was not there: 值班 备勤 出差 休假 病假 产假 抽调 培训 停职. No place, no task (invariant 10).
CREATE TABLE leave (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    word    TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on   TEXT NOT NULL             -- first day back
);
CREATE INDEX leave_person ON leave (person, from_on);

-- Rights taken away or paused for a time: 'vote', 'elect', 'stand'.
CREATE TABLE right_limit (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    rights  TEXT NOT NULL,            -- 'vote,elect,stand'
    from_on TEXT NOT NULL,
    to_on   TEXT,
    basis   TEXT NOT NULL             -- article or decision, no facts of a case
);
CREATE INDEX right_limit_person ON right_limit (person);

-- One import of a roster, units or last year's meetings; undone as a whole.
CREATE TABLE import_batch (
    id          BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL,        -- 'members', 'units', 'divisions', 'meetings'
    unit        BIGINT NOT NULL,
    file        BIGINT,
    file_name   TEXT NOT NULL,
    rows_count  BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by BIGINT,
    undone_at   TEXT,
    undone_by   BIGINT,
    kept        BIGINT,               -- rows that an undo left because they were changed by hand
    upload      BIGINT,               -- while a job still has to write the rows
    problem     TEXT                  -- why that job gave up, in words for the importer
);
CREATE INDEX import_batch_unit ON import_batch (unit, imported_at);

-- What an import did to whom; an undo compares `version` and puts `before` back.
CREATE TABLE import_row (
    batch     BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    sheet     BIGINT NOT NULL,        -- counted from 1
    sheet_row BIGINT NOT NULL,
    was       TEXT NOT NULL,          -- 'added' or 'updated'
    before    TEXT,                   -- 'updated': JSON of the unprotected fields that were replaced
    version   BIGINT NOT NULL,        -- of the person when the import was done
    PRIMARY KEY (batch, person)
);

-- A roster between its rehearsal and its import. Encrypted as a whole: it is full of identity numbers.
CREATE TABLE import_upload (
    id        BIGINT PRIMARY KEY,
    unit      BIGINT NOT NULL,
    kind      TEXT NOT NULL,          -- 'members' or 'meetings'
    file_name TEXT NOT NULL,
    content   BYTEA NOT NULL,         -- protected, place import_upload.content.<id>
    added_at  TEXT NOT NULL,
    added_by  BIGINT
);

-- For other rooms: everybody with a place today. Columns are a promise (rooms/people/README.md).
CREATE VIEW person_now AS
SELECT p.id, p.name, p.name_key, p.initials, p.sex, p.birth, p.ethnic, p.education, p.staff_class,
       p.police_rank, p.police_number, p.duty_title, p.joined_on, p.full_on, p.member_status,
       p.official_order, p.is_covert, a.unit, a.subgroup, a.from_on AS affiliated_on, p.version
FROM person p
JOIN affiliation a ON a.person = p.id AND a.to_on IS NULL;

-- For other rooms: posts held today, with their holder.
CREATE VIEW post_now AS
SELECT t.id, t.person, t.unit, t.kind, t.from_on, p.name, p.name_key, p.official_order
FROM post t
JOIN person p ON p.id = t.person
WHERE t.to_on IS NULL;

-- For other rooms: who belonged where with which membership, in each span of days.
CREATE VIEW membership_span AS
SELECT a.person, a.unit, a.subgroup, s.status, p.staff_class,
       CASE WHEN s.from_on > a.from_on THEN s.from_on ELSE a.from_on END AS from_on,
       CASE WHEN a.to_on IS NULL THEN s.to_on
            WHEN s.to_on IS NOT NULL AND s.to_on < a.to_on THEN s.to_on
            ELSE a.to_on END AS to_on
FROM affiliation a
JOIN member_status s ON s.person = a.person
 AND (s.to_on IS NULL OR s.to_on > a.from_on)
 AND (a.to_on IS NULL OR a.to_on > s.from_on)
JOIN person p ON p.id = a.person;

-- For other rooms: posts in each span of days.
CREATE VIEW post_span AS
SELECT id, person, unit, kind, from_on, to_on
FROM post;
