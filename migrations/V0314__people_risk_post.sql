-- Room people: holders of risk posts (风险岗位). A class of post and two days; nothing about the person.

CREATE TABLE risk_post (
    id       BIGINT PRIMARY KEY,
    person   BIGINT NOT NULL,
    class    TEXT NOT NULL,           -- key in systems/R57/risk-posts.toml
    from_on  TEXT NOT NULL,
    to_on    TEXT,                    -- first day on which it is over; NULL while he holds it
    listed_at TEXT NOT NULL,
    listed_by BIGINT
);
CREATE INDEX risk_post_person ON risk_post (person, from_on);

-- For other rooms: who held one while he belonged to a unit, in each span of days. The few who do come first (CROSS JOIN).
CREATE VIEW risk_span AS
SELECT r.id, r.person, a.unit, r.class,
       CASE WHEN a.from_on > r.from_on THEN a.from_on ELSE r.from_on END AS from_on,
       CASE WHEN r.to_on IS NULL THEN a.to_on
            WHEN a.to_on IS NOT NULL AND a.to_on < r.to_on THEN a.to_on
            ELSE r.to_on END AS to_on
FROM risk_post r CROSS JOIN affiliation a
WHERE a.person = r.person
  AND (a.to_on IS NULL OR a.to_on > r.from_on)
  AND (r.to_on IS NULL OR r.to_on > a.from_on);
