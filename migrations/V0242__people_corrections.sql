-- Room people: a member asks for his own data to be corrected; kept with its answer.
CREATE TABLE correction (
    id          BIGINT PRIMARY KEY,
    person      BIGINT NOT NULL,
    unit        BIGINT NOT NULL,      -- where he belonged when he asked: who keeps the data there answers
    item        TEXT NOT NULL,        -- 'name', 'education', ...
    said        BYTEA NOT NULL,       -- protected, place correction.said.<id>
    asked_at    TEXT NOT NULL,
    answered_at TEXT,
    answered_by BIGINT,
    outcome     TEXT,                 -- 'changed' or 'refused'
    answer      BYTEA                 -- protected, place correction.answer.<id>: why
);
CREATE INDEX correction_person ON correction (person, asked_at);
CREATE INDEX correction_open ON correction (unit) WHERE answered_at IS NULL;
