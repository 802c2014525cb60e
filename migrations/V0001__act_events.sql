-- Foundations: what every act leaves behind, and what follows from it later.
-- One text for SQLite and PostgreSQL (STYLE.md, "SQL for two databases"). Instants and days are ISO text.

-- One row per act that changed something. Append-only.
CREATE TABLE event (
    id          BIGINT PRIMARY KEY,
    at          TEXT NOT NULL,        -- instant, by the installation's clock
    person      BIGINT,               -- who; NULL for the operator and for system jobs
    actor       TEXT NOT NULL,        -- 'person', 'operator' or 'system:<job>'
    post        BIGINT,               -- the hat worn, NULL outside a session
    act         TEXT NOT NULL,        -- 'record.close'
    unit        BIGINT,               -- the unit whose data changed
    about       TEXT,                 -- 'record:123'; NULL for anonymous acts
    changed     TEXT NOT NULL,        -- names of the changed fields, never their values
    reason      TEXT,                 -- where the act asks for one
    rows_count  BIGINT NOT NULL,      -- 1, or the size of a bulk act
    request_key TEXT,                 -- one-time key of the form; kept 90 days
    reply       TEXT,                 -- where the browser was sent: a repeated post goes there again
    digest      BYTEA NOT NULL        -- keyed digest of the detail, under the seal
);
CREATE UNIQUE INDEX event_request_key ON event (request_key) WHERE request_key IS NOT NULL;
CREATE INDEX event_about ON event (about);
CREATE INDEX event_unit_at ON event (unit, at);
CREATE INDEX event_person_at ON event (person, at);

-- Blocks of committed events; `no` is the commit order.
CREATE TABLE seal (
    no     BIGINT PRIMARY KEY,
    events TEXT NOT NULL,             -- ids in digest order, separated by spaces
    digest BYTEA NOT NULL
);

-- PostgreSQL only: committed events that wait for the sealer.
CREATE TABLE unsealed (
    event  BIGINT PRIMARY KEY,
    digest BYTEA NOT NULL
);

-- Ordinary views of persons' data: who looked at whom, under which read act. Sealed like events.
CREATE TABLE view_log (
    id     BIGINT PRIMARY KEY,
    at     TEXT NOT NULL,
    person BIGINT NOT NULL,           -- the viewer
    post   BIGINT,
    act    TEXT NOT NULL,             -- 'see.member'
    about  TEXT NOT NULL,             -- 'person:123' or 'unit:5'
    shown  BIGINT NOT NULL            -- how many persons were on the page
);
CREATE INDEX view_log_about ON view_log (about, at);
CREATE INDEX view_log_person ON view_log (person, at);

-- Work that an act leaves for later; committed or undone with it.
CREATE TABLE job (
    id         BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,         -- 'notice.digest'
    payload    TEXT NOT NULL,         -- JSON, ids only
    dedup      TEXT,                  -- at most one open job with the same text
    due_at     TEXT NOT NULL,
    claimed_at TEXT,
    attempts   BIGINT NOT NULL,
    done_at    TEXT,
    failed_at  TEXT,                  -- waits for an administrator; with done_at too: he gave it up
    error      TEXT                   -- for the administrator, without personal data
);
CREATE INDEX job_open ON job (due_at) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE UNIQUE INDEX job_dedup ON job (dedup)
    WHERE dedup IS NOT NULL AND done_at IS NULL AND failed_at IS NULL;

-- Stored files: content lies here under its digest (docs/adr/0030).
CREATE TABLE file (
    id         BIGINT PRIMARY KEY,
    digest     TEXT NOT NULL,         -- SM3, hexadecimal
    name       TEXT NOT NULL,         -- as the uploader called it
    media_type TEXT NOT NULL,         -- by content, not by name
    bytes      BIGINT NOT NULL,
    label      TEXT NOT NULL,         -- 'public', 'internal' or 'work_secret'
    unit       BIGINT NOT NULL,
    added_at   TEXT NOT NULL,
    added_by   BIGINT,
    removed_at TEXT
);
CREATE TABLE file_content (
    digest  TEXT PRIMARY KEY,
    content BYTEA NOT NULL
);

-- What somebody is told; shown at once, sent out in one digest within working hours.
CREATE TABLE notice (
    id         BIGINT PRIMARY KEY,
    person     BIGINT NOT NULL,
    unit       BIGINT,                -- the unit it is about
    kind       TEXT NOT NULL,         -- 'reminder', 'import', ...
    text       TEXT NOT NULL,
    url        TEXT NOT NULL,
    sender     BIGINT,                -- person, NULL for the system
    dedup      TEXT,                  -- matter, person and day: the same is told once a day
    created_at TEXT NOT NULL,
    digest_at  TEXT NOT NULL,         -- the working hour in which it goes out
    sent_at    TEXT,
    read_at    TEXT
);
CREATE INDEX notice_person ON notice (person, created_at);
CREATE INDEX notice_unread ON notice (person) WHERE read_at IS NULL;
CREATE INDEX notice_waiting ON notice (digest_at) WHERE sent_at IS NULL;
CREATE UNIQUE INDEX notice_dedup ON notice (dedup) WHERE dedup IS NOT NULL;

-- Half-filled forms kept for their author.
CREATE TABLE draft (
    person   BIGINT NOT NULL,
    form     TEXT NOT NULL,           -- the form's URL
    fields   TEXT NOT NULL,           -- JSON: name -> typed values
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, form)
);

-- Which systems run here (invariant 11).
CREATE TABLE switch (
    id          BIGINT PRIMARY KEY,
    system      TEXT NOT NULL,        -- 'R15', the folder in systems/
    unit        BIGINT NOT NULL,      -- city level or above; holds for everything below
    on_from     TEXT NOT NULL,
    on_to       TEXT,                 -- end date; NULL only for systems with a national text
    document_no TEXT NOT NULL,
    owner       BIGINT,               -- person answerable for it
    minutes     BIGINT NOT NULL,      -- measured minutes per branch and month: the burden ledger
    off_at      TEXT,
    version     BIGINT NOT NULL
);

-- Official numbers without gaps: per unit, series and year.
CREATE TABLE number_series (
    unit   BIGINT NOT NULL,
    series TEXT NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (unit, series, year)
);
