-- Room record: what was held or done, who came, what was decided.

-- One meeting, lecture, theme day, talk … of one unit. Its state is the latest of its instants:
-- drafted, notified, held, closed, withdrawn.
CREATE TABLE record (
    id              BIGINT PRIMARY KEY,
    unit            BIGINT NOT NULL,  -- who held it: a branch, a subgroup, a committee
    kind            TEXT NOT NULL,    -- key of a record kind in systems/
    variety         TEXT NOT NULL,    -- key of a variety of the kind; '' where it has none
    also            TEXT NOT NULL,    -- further kinds that it declares to be, separated by spaces
    title           TEXT NOT NULL,
    topic           TEXT NOT NULL,    -- filings: their document number
    about           TEXT NOT NULL,    -- the one event that it answers or is; '' where they are not told apart
    plan_on         TEXT NOT NULL,    -- day of its first session, planned or held: lists sort by it
    held_on         TEXT,             -- the same day once it was held; NULL before
    sessions        TEXT NOT NULL,    -- JSON: [{"on", "from", "to", "place"}], in order
    chair           BIGINT,
    recorder        BIGINT,
    lecturer        BIGINT,
    partner         BIGINT,           -- talks: with whom
    guests          TEXT NOT NULL,    -- who sat in, as written; filings: whom they went to
    agenda          TEXT NOT NULL,    -- one item a line
    minutes         TEXT NOT NULL,
    roll            TEXT,             -- closed: everybody expected, one value (record/README.md, "Roll")
    roll_digest     BYTEA,            -- SM3 of "<id>:<roll>"
    expected        BIGINT,           -- closed: how many should have come
    present         BIGINT,
    voters          BIGINT,           -- of those expected, with a vote
    voters_present  BIGINT,
    late_reason     TEXT,             -- 补录: why it was entered late
    makes_up        TEXT,             -- period that it makes up ('2026-Q3'), declared with a reason
    makes_up_reason TEXT,
    drafted_at      TEXT NOT NULL,
    drafted_by      BIGINT,
    notified_at     TEXT,
    held_at         TEXT,             -- when it was entered as held
    minuted_at      TEXT,
    closed_at       TEXT,
    corrected_at    TEXT,
    withdrawn_at    TEXT,
    withdrawn_why   TEXT,
    batch           BIGINT,           -- import batch: last year's meetings
    version         BIGINT NOT NULL
);
CREATE INDEX record_unit ON record (unit, plan_on);
CREATE INDEX record_open ON record (unit) WHERE closed_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX record_batch ON record (batch) WHERE batch IS NOT NULL;

-- Who did otherwise than come to the first session. After closing only those who were not there remain.
CREATE TABLE record_attendance (
    record     BIGINT NOT NULL,
    person     BIGINT NOT NULL,
    subgroup   BIGINT,                -- on that day: its leader tells the absent
    state      TEXT NOT NULL,         -- 'leave', 'absent', 'uncounted' (不计应到), 'came' (to a later session)
    word       TEXT NOT NULL,         -- leave word
    session    BIGINT NOT NULL,       -- 'came': which, from 1; 0 otherwise
    relayed_at TEXT,                  -- 已传达
    relayed_by BIGINT,
    PRIMARY KEY (record, person)
);
CREATE INDEX record_attendance_person ON record_attendance (person);
CREATE INDEX record_attendance_waiting ON record_attendance (subgroup)
    WHERE relayed_at IS NULL AND state IN ('leave', 'absent');

-- What was put to the vote. should_attend, present and outcome are judged when the record is closed.
CREATE TABLE record_motion (
    id            BIGINT PRIMARY KEY,
    record        BIGINT NOT NULL,
    place         BIGINT NOT NULL,    -- order, from 1
    text          TEXT NOT NULL,
    engine        TEXT NOT NULL,      -- folder in regulations/vote
    manner        TEXT NOT NULL,      -- 'secret', 'open', 'hands', 'voice'
    yes           BIGINT NOT NULL,
    no            BIGINT NOT NULL,
    abstain       BIGINT NOT NULL,
    written_yes   BIGINT NOT NULL,    -- agreeing views handed in before the meeting by absent voters
    should_attend BIGINT,
    present       BIGINT,
    passed        BOOLEAN,
    outcome       TEXT                -- the sentence that the minutes carry
);
CREATE INDEX record_motion_record ON record_motion (record, place);

-- What was agreed to be done, by whom, until when.
CREATE TABLE record_task (
    id        BIGINT PRIMARY KEY,
    record    BIGINT NOT NULL,
    unit      BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    text      TEXT NOT NULL,
    owner     TEXT NOT NULL,          -- as the minutes name them
    due_on    TEXT,
    done_at   TEXT,
    done_by   BIGINT
);
CREATE INDEX record_task_record ON record_task (record, place);
CREATE INDEX record_task_open ON record_task (unit) WHERE done_at IS NULL;

-- What a record said before each correction.
CREATE TABLE record_version (
    record      BIGINT NOT NULL,
    no          BIGINT NOT NULL,      -- from 1: the first is what was closed
    replaced_at TEXT NOT NULL,
    replaced_by BIGINT,
    reason      TEXT NOT NULL,
    content     TEXT NOT NULL,        -- JSON, names as they were
    PRIMARY KEY (record, no)
);

-- A named person may open a unit's records for some days (检查授权).
CREATE TABLE record_grant (
    id         BIGINT PRIMARY KEY,
    unit       BIGINT NOT NULL,
    person     BIGINT NOT NULL,
    basis      TEXT NOT NULL,
    from_on    TEXT NOT NULL,
    to_on      TEXT NOT NULL,         -- last day
    granted_at TEXT NOT NULL,
    granted_by BIGINT,
    ended_at   TEXT
);
CREATE INDEX record_grant_person ON record_grant (person, to_on);
CREATE INDEX record_grant_unit ON record_grant (unit);

-- For other rooms: closed records that stand. Columns are a promise (rooms/record/README.md).
CREATE VIEW record_now AS
SELECT id, unit, kind, variety, also, title, topic, held_on, expected, present, voters, voters_present,
       late_reason, makes_up, held_at, closed_at, batch
FROM record
WHERE closed_at IS NOT NULL AND withdrawn_at IS NULL;
