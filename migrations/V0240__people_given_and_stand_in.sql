-- Rooms people and account: who gave a post and who handed over a password, and who acts for a holder on leave.

-- The person who entered the appointment; NULL for imports, the demo and the operator.
ALTER TABLE post ADD COLUMN given_by BIGINT;

-- The person who last handed over a start password. A hat is not worn while the same person gave it.
ALTER TABLE account ADD COLUMN handed_by BIGINT;

-- 代行: the holder of a post lets somebody of his house do its acts, or a part of them, while he is away.
CREATE TABLE stand_in (
    id          BIGINT PRIMARY KEY,
    post        BIGINT NOT NULL,
    person      BIGINT NOT NULL,      -- who acts
    acts        TEXT NOT NULL,        -- keys separated by spaces; never more than the post may do
    reason      TEXT NOT NULL,        -- word of leave: no place, no task (invariant 10)
    from_on     TEXT NOT NULL,
    to_on       TEXT NOT NULL,        -- first day on which it is over
    given_at    TEXT NOT NULL,
    recalled_at TEXT
);
CREATE INDEX stand_in_person ON stand_in (person) WHERE recalled_at IS NULL;
CREATE INDEX stand_in_post ON stand_in (post);

-- For other rooms: posts in each span of days, and with their holders' names.
DROP VIEW post_span;
CREATE VIEW post_span AS
SELECT id, person, unit, kind, from_on, to_on, given_by
FROM post;

CREATE VIEW post_held AS
SELECT t.id, t.person, t.unit, t.kind, t.from_on, t.to_on, t.given_by, p.name, p.name_key, p.official_order
FROM post t
JOIN person p ON p.id = t.person;

-- For other rooms: who stands in, unless it was recalled; over once the post has ended.
CREATE VIEW stand_in_span AS
SELECT id, post, person, acts, reason, from_on, to_on
FROM stand_in
WHERE recalled_at IS NULL;
