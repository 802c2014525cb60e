-- Crate exports: every list of persons that went out, under the number that its copy carries; and what was unusual.
CREATE TABLE export_mark (
    id           BIGINT PRIMARY KEY,  -- printed on the copy, hidden in its cells
    at           TEXT NOT NULL,
    person       BIGINT,              -- NULL: the operator, from the command line
    post         BIGINT,
    kind         TEXT NOT NULL,       -- 'member.list'
    title        TEXT NOT NULL,
    said         BYTEA NOT NULL,      -- protected, place export.mark.said.<id>: scope and purpose
    rows_count   BIGINT NOT NULL,
    columns      TEXT NOT NULL,       -- keys of the columns, separated by spaces
    with_numbers BOOLEAN NOT NULL     -- identity numbers in full
);
CREATE INDEX export_mark_person ON export_mark (person, at);

CREATE TABLE export_alarm (
    id              BIGINT PRIMARY KEY,
    mark            BIGINT NOT NULL,
    at              TEXT NOT NULL,
    reason          TEXT NOT NULL,    -- 'rows', 'times', 'hours', 'numbers'
    amount          BIGINT NOT NULL,  -- what there was
    usual           BIGINT NOT NULL,  -- and what is usual at most
    acknowledged_at TEXT,
    acknowledged_by BIGINT,
    note            TEXT              -- what he found
);
CREATE INDEX export_alarm_at ON export_alarm (at);
CREATE INDEX export_alarm_mark ON export_alarm (mark);
