-- Lists on their way out: asked for under a hat, written by a job into a file of the person, gone after some days.
CREATE TABLE export (
    id         BIGINT PRIMARY KEY,
    person     BIGINT NOT NULL,       -- whose file it is; nobody else gets it
    post       BIGINT,                -- the hat under which it was asked for
    kind       TEXT NOT NULL,         -- 'member.list': who writes it
    title      TEXT NOT NULL,         -- 党员名册
    asked      BYTEA NOT NULL,        -- protected, place export.asked.<id>: scope, purpose and which rows
    rows_count BIGINT NOT NULL,       -- expected; once it is ready, what it holds
    asked_at   TEXT NOT NULL,
    begun_at   TEXT,
    ready_at   TEXT,
    expires_at TEXT,                  -- from then on it is not given out
    file_name  TEXT,
    format     TEXT,                  -- 'xlsx' or 'csv'
    content    BYTEA,                 -- protected, place export.content.<id>; NULL before and after
    units      TEXT,                  -- ids of the units in it, separated by spaces: all must still be in reach
    problem    TEXT                   -- why it was not written, in words for the person
);
CREATE INDEX export_person ON export (person, asked_at);
CREATE INDEX export_expires ON export (expires_at) WHERE content IS NOT NULL;
