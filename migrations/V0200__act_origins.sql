-- Where from: the client's address and device. NULL for jobs, the command line, and what came before this
-- column: the digests of those rows do not cover it.
ALTER TABLE event ADD COLUMN origin TEXT;
ALTER TABLE view_log ADD COLUMN origin TEXT;
-- The keyed digest that was sealed, as events keep it; NULL for looks of before this column.
ALTER TABLE view_log ADD COLUMN digest BYTEA;

-- The audit administrator searches by act and by time.
CREATE INDEX event_at ON event (at);
CREATE INDEX event_act_at ON event (act, at);
CREATE INDEX view_log_at ON view_log (at);
