-- Receipts (收报告): what the unit above did with a report that came up to it. The report itself is a record; that it is owed, and
-- until when, says room duty. label 内部, kept 30 years.
CREATE TABLE receipt_step (
    record  BIGINT NOT NULL,          -- the report
    no      BIGINT NOT NULL,          -- from 1; the last one says how it stands
    unit    BIGINT NOT NULL,          -- who did it: the receiving unit, or the sender where it was sent again
    sort    TEXT NOT NULL,            -- 'received', 'returned', 'resent'
    on_day  TEXT NOT NULL,            -- of a receipt the day on which it came; else the day of the act
    event   BIGINT NOT NULL,          -- its words lie sealed beside it (docs/adr/0159)
    said_at TEXT NOT NULL,
    said_by BIGINT,
    PRIMARY KEY (record, no)
);
CREATE INDEX receipt_step_unit ON receipt_step (unit);
CREATE INDEX receipt_step_person ON receipt_step (said_by);

-- Of room record, for other rooms: when a record that stands was last set right or got a file. NULL: not since it was closed.
CREATE VIEW record_revised AS
SELECT r.id AS record, r.corrected_at,
       (SELECT max(f.added_at) FROM record_file l JOIN file f ON f.id = l.file
        WHERE l.record = r.id AND f.removed_at IS NULL) AS filed_at
FROM record r
WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL;
