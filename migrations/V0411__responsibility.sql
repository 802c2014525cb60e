-- Responsibility lists (责任清单): what a committee, its secretary, its members and its discipline body answer for in a year.
-- label 内部, kept 30 years.
CREATE TABLE responsibility (
    id         BIGINT PRIMARY KEY,
    unit       BIGINT NOT NULL,       -- the committee
    year       BIGINT NOT NULL,
    issued_at  TEXT,                  -- NULL: a draft; from then on its items stand
    filed      BIGINT,                -- the record that files it, where that is a duty
    drafted_at TEXT NOT NULL,
    drafted_by BIGINT,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX responsibility_of ON responsibility (unit, year);

CREATE TABLE responsibility_item (
    id      BIGINT PRIMARY KEY,
    list    BIGINT NOT NULL,
    class   TEXT NOT NULL,            -- class of posts, a key in systems/R51/lists.toml
    key     TEXT NOT NULL,            -- the item there that it came from; '' for the committee's own
    words   TEXT NOT NULL,
    kinds   TEXT NOT NULL,            -- kinds of records that prove it, separated by spaces; '' where none does
    proof   TEXT NOT NULL,            -- whose records: 'unit', 'led', 'came'
    version BIGINT NOT NULL
);
CREATE INDEX responsibility_item_list ON responsibility_item (list, class);

-- What a holder added about an item, in his own words; the last holds.
CREATE TABLE responsibility_word (
    item    BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    words   TEXT NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (item, person)
);
CREATE INDEX responsibility_word_person ON responsibility_word (person);

-- The half-year review: a record, in which the items stand with what proves each.
CREATE TABLE responsibility_review (
    list   BIGINT NOT NULL,
    half   BIGINT NOT NULL,           -- 1, 2
    record BIGINT NOT NULL,
    PRIMARY KEY (list, half)
);
