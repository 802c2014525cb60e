-- Room people: members abroad (出国（境）). A purpose and two days; no country, no school, no journey.

CREATE TABLE abroad (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    purpose TEXT NOT NULL,            -- 'study', 'own_study', 'posting', 'own_cost'
    from_on TEXT NOT NULL,
    to_on   TEXT,                     -- first day back; NULL while that is not known
    basis   TEXT NOT NULL             -- number of the approval, or ''
);
CREATE INDEX abroad_person ON abroad (person, from_on);

-- For other rooms: members abroad by the unit whose roll had them, in each span of days. The few who
-- are abroad come first (CROSS JOIN), whatever the statistics say of rolls.
CREATE VIEW abroad_span AS
SELECT s.person, s.unit, s.purpose,
       CASE WHEN m.from_on > s.from_on THEN m.from_on ELSE s.from_on END AS from_on,
       CASE WHEN s.to_on IS NULL THEN m.to_on
            WHEN m.to_on IS NOT NULL AND m.to_on < s.to_on THEN m.to_on
            ELSE s.to_on END AS to_on
FROM (SELECT b.person, a.unit, b.purpose,
             CASE WHEN a.from_on > b.from_on THEN a.from_on ELSE b.from_on END AS from_on,
             CASE WHEN b.to_on IS NULL THEN a.to_on
                  WHEN a.to_on IS NOT NULL AND a.to_on < b.to_on THEN a.to_on
                  ELSE b.to_on END AS to_on
      FROM abroad b CROSS JOIN affiliation a
      WHERE a.person = b.person
        AND (a.to_on IS NULL OR a.to_on > b.from_on)
        AND (b.to_on IS NULL OR b.to_on > a.from_on)) s
CROSS JOIN member_status m
WHERE m.person = s.person AND m.status IN ('full', 'probationary')
  AND (m.to_on IS NULL OR m.to_on > s.from_on)
  AND (s.to_on IS NULL OR s.to_on > m.from_on);
