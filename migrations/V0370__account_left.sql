-- Room account: accounts of people who have left the roll are closed by rule (docs/adr/0151).

-- When the rule closed it; NULL where somebody did.
ALTER TABLE account ADD COLUMN left_at TEXT;

-- The last day on which it stays open though its person has left.
ALTER TABLE account ADD COLUMN kept_until TEXT;

-- For other rooms: who has no open affiliation any more, with the unit of the last one and the first day without it.
CREATE VIEW person_left AS
SELECT p.id, p.name, p.name_key, p.initials, a.unit, a.to_on AS left_on
FROM person p
JOIN affiliation a ON a.person = p.id
WHERE a.to_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM affiliation o
                  WHERE o.person = p.id
                    AND (o.to_on IS NULL OR o.from_on > a.from_on OR o.from_on = a.from_on AND o.id > a.id));
