-- What a city or above asks of branches beyond the regulations and that no duty is: handwriting, a second book, forms.
-- It is entered with its document, owner, end and measured minutes, and stands in the burden ledger; nothing is judged by it.
CREATE TABLE demand (
    id          BIGINT PRIMARY KEY,
    unit        BIGINT NOT NULL,      -- who demands; holds for everything below by either relation
    level       TEXT NOT NULL,        -- 'ministry', 'province', 'city'
    sort        TEXT NOT NULL,        -- 'handwriting', 'second_book', 'forms', 'other'
    title       TEXT NOT NULL,
    quote       TEXT NOT NULL,        -- the document's words
    document_no TEXT NOT NULL,
    owner       BIGINT NOT NULL,      -- person answerable for it
    minutes     BIGINT NOT NULL,      -- measured minutes per branch and month
    from_on     TEXT NOT NULL,
    to_on       TEXT NOT NULL,        -- last day
    set_at      TEXT NOT NULL,
    set_by      BIGINT,
    ended_at    TEXT                  -- taken back before its end
);
CREATE INDEX demand_unit ON demand (unit);

-- What a local rule costs, measured like any other burden; NULL for those set before it was asked for.
ALTER TABLE local_rule ADD COLUMN minutes BIGINT;
