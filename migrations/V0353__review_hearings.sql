-- 巡听: auditors drawn at random sit in at meetings and judge the meeting, never a person.
CREATE TABLE hearing_round (
    id         BIGINT PRIMARY KEY,
    unit       BIGINT NOT NULL,     -- whose round it is
    title      TEXT NOT NULL,
    kind       TEXT NOT NULL,       -- kind of record that is heard
    from_on    TEXT NOT NULL,       -- meetings planned from this day
    to_on      TEXT NOT NULL,       -- to this one
    seed       TEXT NOT NULL,       -- random, made by the machine when it was drawn; never given anew
    input      TEXT NOT NULL,       -- JSON: all that the draw was made from
    drawn_at   TEXT NOT NULL,
    drawn_by   BIGINT,
    ended_at   TEXT,                -- called off
    ended_why  TEXT
);
CREATE INDEX hearing_round_unit ON hearing_round (unit);

-- One branch of a round. It is heard once; a meeting that is held again is not heard again.
CREATE TABLE hearing (
    id         BIGINT PRIMARY KEY,
    round      BIGINT NOT NULL,
    unit       BIGINT NOT NULL,
    place      BIGINT NOT NULL,     -- in the order in which it was drawn, from 1
    record     BIGINT,              -- the meeting that was heard
    marks      TEXT,                -- JSON: item, mark, reason
    verdict    TEXT,                -- 'passed', 'again'
    words      TEXT NOT NULL DEFAULT '',
    filed_at   TEXT,
    filed_on   TEXT,
    filed_by   BIGINT,
    reply      TEXT,
    replied_at TEXT,
    replied_by BIGINT,
    version    BIGINT NOT NULL
);
CREATE INDEX hearing_round_place ON hearing (round, place);
CREATE INDEX hearing_unit ON hearing (unit);

-- Who sits where, and who sat there before.
CREATE TABLE hearing_seat (
    hearing  BIGINT NOT NULL,
    seat     BIGINT NOT NULL,       -- from 1
    turn     BIGINT NOT NULL,       -- from 1: the one drawn first, then whoever took his place
    person   BIGINT,                -- NULL: nobody was left who may
    came_by  TEXT NOT NULL,         -- 'draw', 'again' (drawn in place of somebody who declined), 'hand'
    given_grant BIGINT,             -- opens the meeting's record to him
    left_at  TEXT,
    left_why TEXT,                  -- his reason, or the officer's
    left_by  TEXT,                  -- 'declined', 'hand'
    PRIMARY KEY (hearing, seat, turn)
);
CREATE INDEX hearing_seat_person ON hearing_seat (person) WHERE left_at IS NULL;

-- Where somebody should not sit in, by his own word; why is not asked.
CREATE TABLE recusal (
    person      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (person, unit)
);
