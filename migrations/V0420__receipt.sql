-- Receipts (收报告): what the unit above did with a report that came up to it. The report itself is a record; that it is owed, and
-- until when, says room duty. label 内部, kept 30 years.
CREATE TABLE receipt_step (
    record  BIGINT NOT NULL,          -- the report
    no      BIGINT NOT NULL,          -- from 1; the last one says how it stands
    unit    BIGINT NOT NULL,          -- who did it: the receiving unit, or the sender where it was sent again
    sort    TEXT NOT NULL,            -- 'received', 'returned', 'resent'
    on_day  TEXT NOT NULL,            -- of a receipt the day on which it came; else the day of the act
    version BIGINT NOT NULL,          -- of the record then
    last_file BIGINT NOT NULL,        -- the newest of its files then; 0: none
    event   BIGINT NOT NULL,          -- its words lie sealed beside it (docs/adr/0159)
    said_at TEXT NOT NULL,
    said_by BIGINT,
    PRIMARY KEY (record, no)
);
CREATE INDEX receipt_step_unit ON receipt_step (unit);
CREATE INDEX receipt_step_person ON receipt_step (said_by);

-- Of room record, for other rooms: in which version a record stands, and its newest file (0: none). Either differs after a correction
-- or where a file was added or taken off.
CREATE VIEW record_revised AS
SELECT r.id AS record, r.version,
       COALESCE((SELECT max(l.file) FROM record_file l WHERE l.record = r.id), 0) AS last_file
FROM record r
WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL;
