-- Directives (部署): what a unit above asks of units below it for some days; the record that they hold is the report.

-- label 内部, kept 10 years.
CREATE TABLE directive (
    id           BIGINT PRIMARY KEY,
    unit         BIGINT NOT NULL,     -- who issues it
    title        TEXT NOT NULL,
    basis        TEXT NOT NULL,       -- the document or the decision
    duty         TEXT NOT NULL,       -- the duty of the regulations that asks for it; '': beyond them, in the burden ledger
    items        TEXT NOT NULL,       -- what is asked, one a line
    kinds        TEXT NOT NULL,       -- as in directive_kind: 'theme_day/july_first general_meeting'
    from_on      TEXT NOT NULL,
    to_on        TEXT NOT NULL,       -- last day
    demand       BIGINT,              -- its line of the burden ledger
    edition      BIGINT NOT NULL,     -- from 1, one more with each amendment
    issued_at    TEXT NOT NULL,
    issued_by    BIGINT,
    withdrawn_at TEXT,
    closed_at    TEXT,
    conclusion   TEXT NOT NULL,       -- the issuer's own words of the summary
    version      BIGINT NOT NULL
);
CREATE INDEX directive_of ON directive (unit, from_on);
CREATE INDEX directive_open ON directive (to_on) WHERE withdrawn_at IS NULL AND closed_at IS NULL;

-- What each edition said.
CREATE TABLE directive_edition (
    directive BIGINT NOT NULL,
    edition   BIGINT NOT NULL,
    title     TEXT NOT NULL,
    basis     TEXT NOT NULL,
    items     TEXT NOT NULL,
    to_on     TEXT NOT NULL,
    said_at   TEXT NOT NULL,
    said_by   BIGINT,
    PRIMARY KEY (directive, edition)
);

-- Which records serve it.
CREATE TABLE directive_kind (
    directive BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    variety   TEXT NOT NULL,          -- '': whichever
    PRIMARY KEY (directive, kind, variety)
);

-- Whom it is addressed to.
CREATE TABLE directive_unit (
    directive  BIGINT NOT NULL,
    unit       BIGINT NOT NULL,
    left_out   BOOLEAN NOT NULL,      -- by the issuer; why stands in directive_word
    said       TEXT,                  -- 'waiting', 'accepted', 'answered': what became of the unit's own reason
    said_until TEXT,                  -- last day for which the reason holds
    PRIMARY KEY (directive, unit)
);
CREATE INDEX directive_unit_of ON directive_unit (unit);

-- Records that answer it. What becomes of the record (corrected, withdrawn) is asked of the record each time.
CREATE TABLE directive_link (
    directive BIGINT NOT NULL,
    record    BIGINT NOT NULL,
    unit      BIGINT NOT NULL,
    linked_at TEXT NOT NULL,
    linked_by BIGINT,
    PRIMARY KEY (directive, record)
);
CREATE INDEX directive_link_of ON directive_link (directive, unit);
CREATE INDEX directive_link_record ON directive_link (record);

-- Broken down by a unit in between: items of its own for those below it, once.
CREATE TABLE directive_part (
    directive BIGINT NOT NULL,
    unit      BIGINT NOT NULL,
    items     TEXT NOT NULL,
    passed_at TEXT NOT NULL,
    passed_by BIGINT,
    PRIMARY KEY (directive, unit)
);

-- Words about it: they lie sealed beside their event (docs/adr/0159).
CREATE TABLE directive_word (
    id        BIGINT PRIMARY KEY,
    directive BIGINT NOT NULL,
    unit      BIGINT,                 -- NULL: about all of it
    sort      TEXT NOT NULL,          -- 'left_out', 'why', 'accepted', 'answered', 'help', 'withdrawn'
    until_on  TEXT,
    event     BIGINT NOT NULL,
    said_at   TEXT NOT NULL,
    said_by   BIGINT
);
CREATE INDEX directive_word_of ON directive_word (directive, unit);

-- Of room operation, for other rooms: units whose duties rest while their people are away, in each span of days.
CREATE VIEW resting_span AS
SELECT DISTINCT p.unit, o.from_on, o.to_on
FROM operation_pause p JOIN operation o ON o.id = p.operation
WHERE o.declared_at IS NOT NULL AND p.lifted_at IS NULL;

-- Of room record, for other rooms: what is drafted, announced or held and not closed.
CREATE VIEW record_unclosed AS
SELECT id, unit, kind, title, plan_on
FROM record
WHERE closed_at IS NULL AND withdrawn_at IS NULL;

-- What each addressed unit has held for it, and whether it rests on the last day.
CREATE VIEW directive_stand AS
SELECT a.directive, a.unit, a.said, a.said_until, d.to_on,
       (SELECT min(r.held_on) FROM directive_link l JOIN record_now r ON r.id = l.record
        WHERE l.directive = a.directive AND l.unit = a.unit AND r.unit = a.unit AND r.held_on >= d.from_on
          AND EXISTS (SELECT 1 FROM directive_kind k WHERE k.directive = a.directive
                      AND (k.kind = r.kind AND (k.variety = '' OR k.variety = r.variety)
                           OR k.variety = '' AND ' ' || r.also || ' ' LIKE '% ' || k.kind || ' %'))) AS held_on,
       EXISTS (SELECT 1 FROM resting_span s
               WHERE s.unit = a.unit AND s.from_on <= d.to_on AND s.to_on > d.to_on) AS is_resting
FROM directive_unit a JOIN directive d ON d.id = a.directive
WHERE NOT a.left_out;
