-- Cards for a political birthday (政治生日): the day on which somebody was admitted to the Party. They go after a year.
CREATE TABLE record_birthday (
    person     BIGINT NOT NULL,
    year       BIGINT NOT NULL,       -- of the anniversary
    own_words  TEXT NOT NULL,         -- a sentence out of his own application, put there by himself; ''
    words      TEXT NOT NULL,         -- the branch's sentence; '' before the card is sent
    touched_at TEXT NOT NULL,
    sent_at    TEXT,
    sent_by    BIGINT,
    PRIMARY KEY (person, year)
);
