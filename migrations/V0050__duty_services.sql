-- Room duty: what a fact counts for, and what excuses a bearer. Owed slots and verdicts are never stored.

-- One row per (fact, duty, period): also where it does not count, with the reason.
CREATE TABLE service (
    id          BIGINT PRIMARY KEY,
    fact_room   TEXT NOT NULL,        -- 'record'
    fact        BIGINT NOT NULL,      -- id in that room
    title       TEXT NOT NULL,        -- what a list shows: 第三季度支部党员大会
    url         TEXT NOT NULL,
    bearer_kind TEXT NOT NULL,        -- 'unit', 'post', 'person', or 'roll' (everybody on the unit's roll)
    bearer      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,      -- the unit where the figure stands
    duty        TEXT NOT NULL,        -- key in regulations/
    period      TEXT NOT NULL,        -- '2026-Q3'
    held_on     TEXT NOT NULL,
    entered_at  TEXT NOT NULL,
    quantity    BIGINT NOT NULL,      -- 1, or minutes
    counts      BOOLEAN NOT NULL,
    reason      TEXT NOT NULL,        -- predicate name that failed, '' when it counts
    late        BOOLEAN NOT NULL,     -- entered late (补录)
    makes_up    BOOLEAN NOT NULL,     -- held after its period, declared to make it up
    absent      TEXT                  -- 'roll' only: ids of those it does not count for, separated by spaces
);
CREATE INDEX service_fact ON service (fact_room, fact);
CREATE INDEX service_bearer ON service (bearer, duty, period);
CREATE INDEX service_unit ON service (unit, held_on);

-- Released by the body that may release, with its reason.
CREATE TABLE exemption (
    id          BIGINT PRIMARY KEY,
    bearer_kind TEXT NOT NULL,
    bearer      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,
    duty        TEXT NOT NULL,
    period      TEXT NOT NULL,
    reason      TEXT NOT NULL,        -- neutral for operations: 执行任务
    decided_by  TEXT NOT NULL,        -- the body
    decided_on  TEXT NOT NULL,
    withdrawn_at TEXT
);
CREATE INDEX exemption_bearer ON exemption (bearer, duty, period);
CREATE INDEX exemption_unit ON exemption (unit);

-- Why a `generally` duty was not done.
CREATE TABLE explanation (
    id           BIGINT PRIMARY KEY,
    bearer_kind  TEXT NOT NULL,
    bearer       BIGINT NOT NULL,
    unit         BIGINT NOT NULL,
    duty         TEXT NOT NULL,
    period       TEXT NOT NULL,
    reason       TEXT NOT NULL,
    given_at     TEXT NOT NULL,
    given_by     BIGINT,
    withdrawn_at TEXT
);
CREATE INDEX explanation_bearer ON explanation (bearer, duty, period);
CREATE INDEX explanation_unit ON explanation (unit);

-- For other rooms. Columns are a promise (rooms/duty/README.md).
CREATE VIEW service_now AS
SELECT id, fact_room, fact, title, url, bearer_kind, bearer, unit, duty, period, held_on, entered_at,
       quantity, counts, reason, late, makes_up, absent
FROM service;
