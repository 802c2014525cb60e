-- Room org: units and their dated ties.

-- A unit of any kind (systems/kinds.toml). Columns from lead_parent on show today and are kept by
-- the acts that change ties; history is in tie, serves and unit_path.
CREATE TABLE unit (
    id             BIGINT PRIMARY KEY,
    kind           TEXT NOT NULL,
    family         TEXT NOT NULL,     -- 'administrative', 'party', 'mass', 'outside'
    code           TEXT NOT NULL,     -- six-digit division code for a division's organ
    name           TEXT NOT NULL,
    short_name     TEXT NOT NULL,     -- as its superior says it: 城关派出所党支部
    name_key       TEXT NOT NULL,     -- pinyin, for search and sorting
    initials       TEXT NOT NULL,     -- pinyin initials
    official_order BIGINT NOT NULL,   -- among brothers (机构次序)
    founded_on     TEXT NOT NULL,
    dissolved_on   TEXT,              -- first day on which it is no more
    use_from       TEXT NOT NULL,     -- start-of-use day (启用日): earlier periods are not kept here
    lead_parent    BIGINT,
    line_parent    BIGINT,            -- a Party unit stands under its host
    lead_path      TEXT,              -- '/1/5/9/': ids from the root; NULL outside the relation
    line_path      TEXT,
    organ          BIGINT,            -- nearest border of permission upwards (itself included)
    host           BIGINT,            -- Party units: the administrative unit that hosts them
    batch          BIGINT,            -- import batch
    version        BIGINT NOT NULL
);
CREATE UNIQUE INDEX unit_code ON unit (code);
CREATE INDEX unit_lead_path ON unit (lead_path);
CREATE INDEX unit_line_path ON unit (line_path);
CREATE INDEX unit_lead_parent ON unit (lead_parent, official_order);
CREATE INDEX unit_line_parent ON unit (line_parent, official_order);
CREATE INDEX unit_host ON unit (host);

-- Names over time; `unit.name` is the open row.
CREATE TABLE unit_name (
    unit    BIGINT NOT NULL,
    name    TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on   TEXT,
    basis   TEXT NOT NULL,
    PRIMARY KEY (unit, from_on)
);

-- child stands under parent by a relation: 'line', 'lead' or 'approve'. At most one per relation and day.
CREATE TABLE tie (
    id       BIGINT PRIMARY KEY,
    child    BIGINT NOT NULL,
    parent   BIGINT NOT NULL,
    relation TEXT NOT NULL,
    basis    TEXT NOT NULL,           -- document that says so
    from_on  TEXT NOT NULL,
    to_on    TEXT                     -- first day on which it no longer holds
);
CREATE UNIQUE INDEX tie_open ON tie (child, relation) WHERE to_on IS NULL;
CREATE INDEX tie_parent ON tie (parent, relation);

-- A Party unit serves administrative units; exactly one of them is its host on any day.
CREATE TABLE serves (
    id             BIGINT PRIMARY KEY,
    party          BIGINT NOT NULL,
    administrative BIGINT NOT NULL,
    is_host        BOOLEAN NOT NULL,
    from_on        TEXT NOT NULL,
    to_on          TEXT
);
CREATE INDEX serves_party ON serves (party);
CREATE INDEX serves_administrative ON serves (administrative);

-- Where a unit stood, by relation ('lead' or 'line'), in each span of days.
CREATE TABLE unit_path (
    unit     BIGINT NOT NULL,
    relation TEXT NOT NULL,
    path     TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    to_on    TEXT,
    PRIMARY KEY (unit, relation, from_on)
);
CREATE INDEX unit_path_range ON unit_path (relation, path);

-- What became of what: 'merge', 'split', 'move', 'rename', 'dissolve', 'found'.
CREATE TABLE unit_change (
    id        BIGINT PRIMARY KEY,
    kind      TEXT NOT NULL,
    unit      BIGINT NOT NULL,
    successor BIGINT,                 -- merge: into which; split: out of which
    on_day    TEXT NOT NULL,
    basis     TEXT NOT NULL,
    event     BIGINT NOT NULL
);
CREATE INDEX unit_change_unit ON unit_change (unit);

-- Dated facts that duties ask for ('committee', 'subgroups', 'full_members' …), with the value from that day on.
CREATE TABLE unit_fact (
    unit    BIGINT NOT NULL,
    name    TEXT NOT NULL,
    from_on TEXT NOT NULL,
    value   BIGINT NOT NULL,
    PRIMARY KEY (unit, name, from_on)
);

-- Terms of committees and secretaries: elected on a day, for so many years.
CREATE TABLE term (
    id         BIGINT PRIMARY KEY,
    unit       BIGINT NOT NULL,
    elected_on TEXT NOT NULL,
    years      BIGINT NOT NULL,
    ends_on    TEXT NOT NULL,         -- last day of the term; an approved extension moves it
    basis      TEXT NOT NULL,
    ended_on   TEXT
);
CREATE INDEX term_unit ON term (unit, elected_on);

-- For other rooms: units that exist today. Columns are a promise (rooms/org/README.md).
CREATE VIEW unit_now AS
SELECT id, kind, family, code, name, short_name, name_key, initials, official_order, founded_on,
       use_from, lead_parent, line_parent, lead_path, line_path, organ, host, version
FROM unit
WHERE dissolved_on IS NULL;

-- For other rooms: where each unit stood, by relation, in each span of days; dissolved ones too.
CREATE VIEW unit_span AS
SELECT p.unit, p.relation, p.path, p.from_on, p.to_on, u.kind, u.family, u.name, u.short_name,
       u.official_order, u.founded_on, u.dissolved_on, u.use_from
FROM unit_path p
JOIN unit u ON u.id = p.unit;

-- For other rooms: dated figures and terms, all of them.
CREATE VIEW unit_figure AS
SELECT unit, name, from_on, value
FROM unit_fact;
CREATE VIEW unit_term AS
SELECT id, unit, elected_on, ends_on, ended_on
FROM term;
CREATE VIEW unit_merged AS
SELECT unit, successor, on_day
FROM unit_change
WHERE kind = 'merge';
