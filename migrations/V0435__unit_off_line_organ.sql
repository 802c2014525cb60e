-- What stands off the line (a temporary branch) has the border of the unit that leads it, so that a sight can tell
-- whose it is. Until now it was its own.
UPDATE unit
SET organ = (SELECT above.organ FROM unit above WHERE above.id = unit.lead_parent)
WHERE kind = 'temporary_branch' AND line_path IS NULL AND lead_parent IS NOT NULL;
