-- Operations (战时): declared by a Party committee under a neutral code, with an end. No place, no number of forces, no mission.

-- label 工作秘密, kept 30 years.
CREATE TABLE operation (
    id          BIGINT PRIMARY KEY,
    unit        BIGINT NOT NULL,      -- the committee that declares it
    code        TEXT NOT NULL,        -- two neutral characters and a number: 青松3号
    from_on     TEXT NOT NULL,
    to_on       TEXT NOT NULL,        -- the first day after it
    prepared_at TEXT NOT NULL,
    prepared_by BIGINT,
    declared_at TEXT,                 -- NULL: prepared, nothing has taken effect
    ended_at    TEXT,
    version     BIGINT NOT NULL
);
CREATE INDEX operation_unit ON operation (unit, from_on);
CREATE INDEX operation_open ON operation (to_on) WHERE ended_at IS NULL;

-- What a body decided about it: declared, extended, ended.
CREATE TABLE operation_decision (
    id          BIGINT PRIMARY KEY,
    operation   BIGINT NOT NULL,
    sort        TEXT NOT NULL,        -- 'declare', 'extend', 'end'
    body        TEXT NOT NULL,        -- name of the committee
    decided_on  TEXT NOT NULL,
    record      BIGINT,               -- the closed record of its meeting, where it is kept here
    document_no TEXT NOT NULL,        -- else the number of the paper
    to_on       TEXT NOT NULL,        -- the first day after the operation, as decided
    entered_at  TEXT NOT NULL,
    entered_by  BIGINT
);
CREATE INDEX operation_decision_of ON operation_decision (operation);

-- A temporary branch (a unit from the day it is declared) or a vanguard team (never a unit).
CREATE TABLE operation_team (
    id        BIGINT PRIMARY KEY,
    operation BIGINT NOT NULL,
    sort      TEXT NOT NULL,          -- 'temporary_branch', 'vanguard'
    place     BIGINT NOT NULL,        -- order among the teams of the operation
    name      TEXT NOT NULL,          -- 2026年第1临时党支部: the code is not in it
    unit      BIGINT,
    leader    BIGINT NOT NULL,        -- secretary or captain, designated
    post      BIGINT
);
CREATE INDEX operation_team_of ON operation_team (operation);
CREATE INDEX operation_team_unit ON operation_team (unit);
CREATE INDEX operation_team_leader ON operation_team (leader);

-- Who is taken, from where, until when.
CREATE TABLE operation_member (
    operation BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    home      BIGINT NOT NULL,        -- the branch of his membership when he was taken
    branch    BIGINT,                 -- operation_team of sort temporary_branch
    vanguard  BIGINT,                 -- operation_team of sort vanguard
    from_on   TEXT NOT NULL,
    to_on     TEXT NOT NULL,          -- the first day back
    PRIMARY KEY (operation, person)
);
CREATE INDEX operation_member_person ON operation_member (person);
CREATE INDEX operation_member_home ON operation_member (home);

-- Duties of a home branch that rest because most of its members are taken; afterwards they are to be made up.
CREATE TABLE operation_pause (
    id        BIGINT PRIMARY KEY,
    operation BIGINT NOT NULL,
    unit      BIGINT NOT NULL,
    duty      TEXT NOT NULL,
    period    TEXT NOT NULL,
    kind      TEXT NOT NULL,          -- kind of record that makes it up; '' where it need not be made up
    first_on  TEXT NOT NULL,          -- days of the period
    last_on   TEXT NOT NULL,
    exemption BIGINT NOT NULL,
    lifted_at TEXT,                   -- the operation ended before its last day: owed again
    settled_at  TEXT,                 -- the branch says that it is not made up, and why
    settled_why TEXT
);
CREATE INDEX operation_pause_of ON operation_pause (operation);
CREATE INDEX operation_pause_unit ON operation_pause (unit);

-- Appraisals (鉴定) and on-the-spot commendations (火线表扬). About a person, or a whole team.
CREATE TABLE operation_word (
    id        BIGINT PRIMARY KEY,
    operation BIGINT NOT NULL,
    sort      TEXT NOT NULL,          -- 'appraisal', 'commendation'
    person    BIGINT,
    team      BIGINT,
    words     TEXT NOT NULL,
    body      TEXT NOT NULL,          -- name of the organisation that gives it
    given_on  TEXT NOT NULL,
    given_at  TEXT NOT NULL,
    given_by  BIGINT
);
CREATE INDEX operation_word_of ON operation_word (operation);
CREATE INDEX operation_word_person ON operation_word (person);

-- For other rooms: who is on the roll of a temporary branch without having moved his membership, in each span of days.
CREATE VIEW joined_span AS
SELECT person, host AS unit, from_on, to_on
FROM participation
WHERE reason = 'operation';
