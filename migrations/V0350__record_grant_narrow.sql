-- A grant may open less than all of a unit's records: those of one kind, held within some days. NULL: without that limit.
ALTER TABLE record_grant ADD COLUMN kind TEXT;
ALTER TABLE record_grant ADD COLUMN held_from TEXT;
ALTER TABLE record_grant ADD COLUMN held_to TEXT;          -- last day

-- How many questions were asked from the floor of a lecture: a number, nobody's name.
CREATE TABLE record_lecture (
    record    BIGINT PRIMARY KEY,
    questions BIGINT                -- NULL while nobody has counted
);

-- For other rooms: what was announced, held or closed and stands, with how far it is and when it meets. Columns are a promise
-- (rooms/record/README.md).
CREATE VIEW record_course AS
SELECT id, unit, kind, title, about, plan_on, sessions, notified_at, held_at, closed_at
FROM record
WHERE withdrawn_at IS NULL AND (notified_at IS NOT NULL OR held_at IS NOT NULL);
