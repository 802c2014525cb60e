-- Instructions (批示台账): what a unit received from above, broken down into tasks; a task of units below is a directive.

-- label 内部, kept 10 years. Never the words of an instruction: a title and a short summary that may be read by anybody in sight.
CREATE TABLE instruction (
    id           BIGINT PRIMARY KEY,
    unit         BIGINT NOT NULL,     -- who received it and keeps it
    year         BIGINT NOT NULL,     -- of its day
    number       TEXT NOT NULL,       -- 文号 or 编号, once per unit and year
    received_on  TEXT NOT NULL,
    category     TEXT NOT NULL,       -- key in systems/R13/ledger.toml
    level        TEXT NOT NULL,       -- key in systems/R13/ledger.toml: from how high
    body         TEXT NOT NULL,       -- from which body, never a person
    title        TEXT NOT NULL,
    summary      TEXT NOT NULL,
    basis        TEXT NOT NULL,
    due_on       TEXT,                -- last day; NULL: 长期
    directive    BIGINT,              -- the directive from above that it carries on
    entered_at   TEXT NOT NULL,
    entered_by   BIGINT,
    cancelled_at TEXT,                -- entered by mistake; why stands in instruction_word
    version      BIGINT NOT NULL
);
CREATE UNIQUE INDEX instruction_number ON instruction (unit, year, number);
CREATE INDEX instruction_of ON instruction (unit, received_on);
CREATE INDEX instruction_carries ON instruction (directive) WHERE directive IS NOT NULL;

-- A task of a post of the same unit, or of units below: then it is a directive, and how it stands is asked of that.
CREATE TABLE instruction_task (
    id          BIGINT PRIMARY KEY,
    instruction BIGINT NOT NULL,
    unit        BIGINT NOT NULL,      -- the same as the instruction's
    position    BIGINT NOT NULL,
    words       TEXT NOT NULL,
    post        TEXT,                 -- key in systems/posts.toml; whoever holds it on the day
    directive   BIGINT,               -- exactly one of the two
    due_on      TEXT,                 -- last day of a post's task
    kinds       TEXT NOT NULL,        -- records that prove it, as directive.kinds; '': an account in words
    reported_on TEXT,                 -- the post says that it is done
    reported_by BIGINT,
    record      BIGINT,               -- the proof; what becomes of it is asked of the record each time
    accepted_at TEXT,
    more        TEXT,                 -- 'waiting', 'approved', 'refused': what became of asking for more time
    more_until  TEXT,
    dropped_at  TEXT,                 -- taken out; why stands in instruction_word
    version     BIGINT NOT NULL
);
CREATE INDEX instruction_task_of ON instruction_task (instruction, position);
CREATE INDEX instruction_task_post ON instruction_task (unit, post) WHERE dropped_at IS NULL;
CREATE INDEX instruction_task_directive ON instruction_task (directive) WHERE directive IS NOT NULL;

-- Words about it: they lie sealed beside their event (docs/adr/0159).
CREATE TABLE instruction_word (
    id          BIGINT PRIMARY KEY,
    instruction BIGINT NOT NULL,
    task        BIGINT,               -- NULL: about all of it
    sort        TEXT NOT NULL,        -- 'progress', 'more', 'approved', 'refused', 'reported', 'accepted', 'returned', 'help', 'dropped', 'cancelled'
    post        TEXT NOT NULL,        -- under which post it was said; '': none
    until_on    TEXT,
    event       BIGINT NOT NULL,
    said_at     TEXT NOT NULL,
    said_by     BIGINT
);
CREATE INDEX instruction_word_of ON instruction_word (instruction, task);
CREATE INDEX instruction_word_by ON instruction_word (said_by);

-- Reports upwards. A Party unit's is a record; an organ of the line keeps no records, and its text stands here.
CREATE TABLE instruction_report (
    id          BIGINT PRIMARY KEY,
    instruction BIGINT NOT NULL,
    closes      BOOLEAN NOT NULL,     -- else: how far it is
    record      BIGINT,
    number      TEXT NOT NULL,
    addressee   TEXT NOT NULL,
    text        TEXT NOT NULL,        -- '' where it is a record
    filed_at    TEXT NOT NULL,
    filed_by    BIGINT
);
CREATE INDEX instruction_report_of ON instruction_report (instruction);

-- With the report that closes it: one whose record was withdrawn closes nothing.
CREATE VIEW instruction_now AS
SELECT i.id, i.unit, i.year, i.number, i.received_on, i.category, i.level, i.body, i.title, i.summary, i.basis, i.due_on,
       i.directive, i.cancelled_at, i.version,
       (SELECT min(p.id) FROM instruction_report p LEFT JOIN record_now r ON r.id = p.record
        WHERE p.instruction = i.id AND p.closes AND (p.record IS NULL OR r.id IS NOT NULL)) AS closed_by
FROM instruction i;
