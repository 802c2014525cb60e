-- Room duty: what a fact counts for, and what excuses a bearer. Owed slots and verdicts are never stored.

-- One row per (fact, duty, period): also where it does not count, with the reason.
CREATE TABLE service (
    id          BIGINT PRIMARY KEY,
    fact_room   TEXT NOT NULL,        -- 'record'
    fact        BIGINT NOT NULL,      -- id in that room
    title       TEXT NOT NULL,        -- what a list shows: 第三季度支部党员大会
    url         TEXT NOT NULL,
    bearer_kind TEXT NOT NULL,        -- 'unit', 'post' (of a unit), 'person', or 'roll' (everybody on that unit's roll)
    bearer      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,      -- the unit where the figure stands
    duty        TEXT NOT NULL,        -- key in regulations/, or 'local/<id>'
    period      TEXT NOT NULL,        -- '2026-Q3'
    held_on     TEXT NOT NULL,
    entered_at  TEXT NOT NULL,
    quantity    BIGINT NOT NULL,      -- 1, or minutes
    counts      BOOLEAN NOT NULL,
    reason      TEXT NOT NULL,        -- predicate name that failed, '' when it counts
    late        BOOLEAN NOT NULL,     -- entered late (补录)
    makes_up    BOOLEAN NOT NULL,     -- held after its period, declared to make it up
    about       TEXT NOT NULL,        -- of the event it answers; '' for duties by period
    absent      TEXT                  -- 'roll' only: ids of those it does not count for, separated by spaces
);
CREATE INDEX service_fact ON service (fact_room, fact);
CREATE INDEX service_bearer ON service (bearer, duty, period);
CREATE INDEX service_unit ON service (unit, bearer_kind, held_on);

-- Released by the body that may release, with its reason.
CREATE TABLE exemption (
    id          BIGINT PRIMARY KEY,
    bearer_kind TEXT NOT NULL,
    bearer      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,
    duty        TEXT NOT NULL,
    period      TEXT NOT NULL,        -- a year covers its months
    about       TEXT NOT NULL,        -- of an event; '' for whatever falls into the period
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
    about        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    given_at     TEXT NOT NULL,
    given_by     BIGINT,
    withdrawn_at TEXT
);
CREATE INDEX explanation_bearer ON explanation (bearer, duty, period);
CREATE INDEX explanation_unit ON explanation (unit);

-- 请上级免办: asked of the leading body, open until it exempts or says why not.
CREATE TABLE exemption_request (
    id           BIGINT PRIMARY KEY,
    bearer_kind  TEXT NOT NULL,
    bearer       BIGINT NOT NULL,
    unit         BIGINT NOT NULL,
    duty         TEXT NOT NULL,
    period       TEXT NOT NULL,
    about        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    asked_at     TEXT NOT NULL,
    asked_by     BIGINT,
    answer       TEXT NOT NULL,        -- '' while open, 'exempted', 'declined'
    words        TEXT NOT NULL,        -- why not
    answered_at  TEXT,
    answered_by  BIGINT
);
CREATE INDEX exemption_request_bearer ON exemption_request (bearer, duty, period);

-- What starts a clock: an election held, an application received.
CREATE TABLE occurrence (
    id        BIGINT PRIMARY KEY,
    unit      BIGINT NOT NULL,
    name      TEXT NOT NULL,          -- name of a start event in regulations/
    on_day    TEXT NOT NULL,
    about     TEXT NOT NULL,          -- tells two of one day apart
    fact_room TEXT NOT NULL,
    fact      BIGINT NOT NULL
);
CREATE INDEX occurrence_unit ON occurrence (unit, on_day);
CREATE INDEX occurrence_fact ON occurrence (fact_room, fact);

-- A rule of a city or above for the units below it: an addition (加码), never 'missed', with an end.
CREATE TABLE local_rule (
    id          BIGINT PRIMARY KEY,
    unit        BIGINT NOT NULL,      -- who set it
    level       TEXT NOT NULL,        -- 'ministry', 'province', 'city'
    title       TEXT NOT NULL,
    kinds       TEXT NOT NULL,        -- unit kinds it binds, separated by spaces
    serves      TEXT NOT NULL,        -- record kinds that serve it, separated by spaces
    rhythm      TEXT NOT NULL,        -- 'month', 'quarter', 'half', 'year'
    needed      BIGINT NOT NULL,
    quote       TEXT NOT NULL,        -- the rule in words
    document_no TEXT NOT NULL,
    from_on     TEXT NOT NULL,
    to_on       TEXT NOT NULL,        -- last day
    set_at      TEXT NOT NULL,
    set_by      BIGINT,
    ended_at    TEXT                  -- taken back before its end
);
CREATE INDEX local_rule_unit ON local_rule (unit);

-- For other rooms. Columns are a promise (rooms/duty/README.md).
CREATE VIEW service_now AS
SELECT id, fact_room, fact, title, url, bearer_kind, bearer, unit, duty, period, held_on, entered_at,
       quantity, counts, reason, late, makes_up, about, absent
FROM service;
