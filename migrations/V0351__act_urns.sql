-- Anonymous answers while they are being gathered. One row for one group of people and one poll: who has answered (as
-- digests under a random salt) and how often each choice was made, sealed together and padded. There is no row for an
-- answer, none for a person, no time, no order; it is emptied and gone when it is released, and stands in no backup
-- (docs/adr/0143).
CREATE TABLE urn (
    id      BIGINT PRIMARY KEY,     -- random, so that it says nothing about when
    poll    TEXT NOT NULL,          -- 'meetings 2026-Q4'
    grp     BIGINT NOT NULL,        -- branch, or lecture
    content BYTEA NOT NULL,         -- protected, place urn.content.<id>
    UNIQUE (poll, grp)
);
