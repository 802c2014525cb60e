-- Room record: who spoke at a meeting, in the order in which they did. Kept as long as the record.
CREATE TABLE record_speaker (
    record BIGINT NOT NULL,
    place  BIGINT NOT NULL,           -- order within the record, from 1
    item   TEXT NOT NULL,             -- the item of the agenda in its words; '' where it was none of them
    person BIGINT,                    -- who was expected, or is named in the record; NULL for who sat in
    guest  TEXT NOT NULL,             -- who sat in, as the record names them; '' for a person
    words  TEXT NOT NULL,             -- what was said; '' where only that somebody spoke
    PRIMARY KEY (record, place)
);

-- Who wrote the minutes last: the one person who is told how much of them stood in the last ones.
ALTER TABLE record ADD COLUMN minuted_by BIGINT;
