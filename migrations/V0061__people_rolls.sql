-- Room people: sizes of rolls, for those who count many of them at once.

-- For other rooms: membership_span without what only the person's own row knows.
CREATE VIEW roll_span AS
SELECT a.person, a.unit, s.status,
       CASE WHEN s.from_on > a.from_on THEN s.from_on ELSE a.from_on END AS from_on,
       CASE WHEN a.to_on IS NULL THEN s.to_on
            WHEN s.to_on IS NOT NULL AND s.to_on < a.to_on THEN s.to_on
            ELSE a.to_on END AS to_on
FROM affiliation a
JOIN member_status s ON s.person = a.person
 AND (s.to_on IS NULL OR s.to_on > a.from_on)
 AND (a.to_on IS NULL OR a.to_on > s.from_on);
