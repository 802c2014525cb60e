-- Room record: the year plan of a unit.

-- One plan of one unit and year; it is there from its first item on.
CREATE TABLE record_plan (
    id           BIGINT PRIMARY KEY,
    unit         BIGINT NOT NULL,
    year         BIGINT NOT NULL,
    edition      BIGINT NOT NULL,     -- 0 until it is published, then 1, 2, …
    published_at TEXT,
    published_by BIGINT,
    UNIQUE (unit, year)
);

-- What is planned on a day, and what the last edition said of it.
CREATE TABLE record_plan_item (
    id           BIGINT PRIMARY KEY,
    plan         BIGINT NOT NULL,
    unit         BIGINT NOT NULL,     -- the plan's
    kind         TEXT NOT NULL,       -- key of a record kind; '' for what becomes no record
    also         TEXT NOT NULL,       -- further kinds that it is to be, separated by spaces
    title        TEXT NOT NULL,
    plan_on      TEXT NOT NULL,
    from_time    TEXT NOT NULL,       -- '15:00'; '' where the hour is not fixed
    to_time      TEXT NOT NULL,
    place        TEXT NOT NULL,
    topic        TEXT NOT NULL,
    removed_at   TEXT,                -- taken out after it had been published: said in the next edition
    published    TEXT,                -- JSON: as the last edition that has it says; NULL before the first
    published_on TEXT,                -- the day in it
    cancelled_at TEXT,                -- an edition has said that it is off
    sequence     BIGINT NOT NULL,     -- how often an edition has changed it
    version      BIGINT NOT NULL
);
CREATE INDEX record_plan_item_plan ON record_plan_item (plan, plan_on);
CREATE INDEX record_plan_item_published ON record_plan_item (unit, published_on) WHERE published_on IS NOT NULL;
