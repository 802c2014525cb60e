-- Under 'facts': the duties that were served or excused, with a blank between them. A clock that began has a kind of its own,
-- 'clock'. Rows written before have no duties and their unit is looked at whole.
ALTER TABLE touched ADD COLUMN duties TEXT NOT NULL DEFAULT '';
