-- Study plans (学习计划) of the three kinds of group: a leading committee's central group, a branch, its youth group.
-- label 内部, kept 10 years.
CREATE TABLE study_plan (
    id           BIGINT PRIMARY KEY,
    unit         BIGINT NOT NULL,
    kind         TEXT NOT NULL,       -- key in systems/R19/groups.toml
    year         BIGINT NOT NULL,
    edition      BIGINT NOT NULL,     -- 0 until it is published
    published_at TEXT,
    changes      BIGINT NOT NULL,     -- since that edition: added, said anew, taken out
    filed        BIGINT,              -- the record that files it, for groups whose plan is a duty
    drafted_at   TEXT NOT NULL,
    drafted_by   BIGINT,
    version      BIGINT NOT NULL
);
CREATE UNIQUE INDEX study_plan_of ON study_plan (unit, kind, year);
CREATE INDEX study_plan_year ON study_plan (year, kind);

-- One thing to be studied.
CREATE TABLE study_item (
    id         BIGINT PRIMARY KEY,
    plan       BIGINT NOT NULL,
    month      BIGINT NOT NULL,
    topic      TEXT NOT NULL,
    reading    TEXT NOT NULL,         -- what is read: names of texts
    speaker    BIGINT,                -- who leads; NULL: not settled
    source     BIGINT,                -- the item of the group above that it was taken from
    record     BIGINT,                -- the session in which it is or was studied
    version    BIGINT NOT NULL
);
CREATE INDEX study_item_plan ON study_item (plan, month);
CREATE INDEX study_item_speaker ON study_item (speaker);
CREATE INDEX study_item_record ON study_item (record);

-- For other rooms: records that are drafted or called and not closed. Columns are a promise (rooms/record/README.md).
CREATE VIEW record_ahead AS
SELECT id, unit, kind, title, plan_on, notified_at, held_at
FROM record
WHERE closed_at IS NULL AND withdrawn_at IS NULL;
