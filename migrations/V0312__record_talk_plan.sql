-- Room record: who is to talk with whom in which month of a year. Whether they did is read from the records.
CREATE TABLE talk_plan (
    id         BIGINT PRIMARY KEY,
    unit       BIGINT NOT NULL,       -- the branch
    year       BIGINT NOT NULL,
    month      BIGINT NOT NULL,
    one        BIGINT NOT NULL,
    other      BIGINT NOT NULL,
    planned_at TEXT NOT NULL,
    planned_by BIGINT
);
CREATE INDEX talk_plan_unit ON talk_plan (unit, year);
CREATE INDEX talk_plan_one ON talk_plan (one, year);
CREATE INDEX talk_plan_other ON talk_plan (other, year);
