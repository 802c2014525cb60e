-- Whom of the roll an agreed matter names as responsible: it stands on their home pages.
CREATE TABLE record_task_owner (
    task   BIGINT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (task, person)
);
CREATE INDEX record_task_owner_person ON record_task_owner (person);
