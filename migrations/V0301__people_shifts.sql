-- Room people: who has time on which day, out of a duty roster that was imported. Nothing of a shift, a place or a task.
-- Goes 30 days after the day (systems/personal.toml, [[keep]] shift).
CREATE TABLE shift_day (
    person  BIGINT NOT NULL,
    on_day  TEXT NOT NULL,
    is_free BOOLEAN NOT NULL,   -- FALSE: on duty, not expected at meetings
    batch   BIGINT NOT NULL,    -- import batch
    PRIMARY KEY (person, on_day)
);
CREATE INDEX shift_day_on ON shift_day (on_day);
CREATE INDEX shift_day_batch ON shift_day (batch);
