-- 抽样督查: the level above draws units by the weight of reasons, and looks at those alone.
CREATE TABLE sample (
    id        BIGINT PRIMARY KEY,
    unit      BIGINT NOT NULL,      -- whose sample it is
    title     TEXT NOT NULL,
    held_from TEXT NOT NULL,        -- records of these days are looked at
    held_to   TEXT NOT NULL,
    to_on     TEXT NOT NULL,        -- the grants end with this day
    seed      TEXT NOT NULL,
    input     TEXT NOT NULL,        -- JSON: every unit with its tickets and the reasons for each
    drawn_at  TEXT NOT NULL,
    drawn_by  BIGINT
);
CREATE INDEX sample_unit ON sample (unit);

CREATE TABLE sampled (
    id        BIGINT PRIMARY KEY,
    sample    BIGINT NOT NULL,
    unit      BIGINT NOT NULL,
    place     BIGINT NOT NULL,      -- in the order in which it was drawn, from 1
    closed_at TEXT,                 -- nothing was found, or all of it is answered
    closed_by BIGINT
);
CREATE INDEX sampled_sample ON sampled (sample, place);
CREATE INDEX sampled_unit ON sampled (unit);

-- Who looks at the drawn units.
CREATE TABLE inspector (
    sample  BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    PRIMARY KEY (sample, person)
);
CREATE INDEX inspector_person ON inspector (person);

CREATE TABLE finding (
    id          BIGINT PRIMARY KEY,
    sampled     BIGINT NOT NULL,
    text        TEXT NOT NULL,
    rule        TEXT NOT NULL,      -- which article it goes by
    due_on      TEXT NOT NULL,
    found_at    TEXT NOT NULL,
    found_by    BIGINT,
    answer      TEXT,
    answered_at TEXT,
    answered_by BIGINT,
    accepted_at TEXT                -- the level above is content
);
CREATE INDEX finding_sampled ON finding (sampled);
