-- What anonymous polls came to, released once for each poll and quarter. Only what may be shown is here: nobody's answer can be
-- had from a row or from a difference of rows (rooms/survey/src/release).
CREATE TABLE poll_release (
    poll        TEXT NOT NULL,
    quarter     TEXT NOT NULL,      -- '2026-Q3'
    released_on TEXT NOT NULL,
    PRIMARY KEY (poll, quarter)
);
CREATE TABLE poll_figure (
    poll     TEXT NOT NULL,
    quarter  TEXT NOT NULL,
    unit     BIGINT NOT NULL,
    record   BIGINT NOT NULL,       -- a lecture; 0: the unit with all below it
    question TEXT NOT NULL,
    yes      BIGINT NOT NULL,
    others   BIGINT NOT NULL,       -- rather and no together
    no       BIGINT,                -- NULL where it may not be told from rather
    PRIMARY KEY (poll, quarter, unit, record, question)
);
CREATE INDEX poll_figure_unit ON poll_figure (unit);
