-- Crate exports: whose units' persons stand in a list that went out: for 谁能看到我的信息, as long as the list is noted.
CREATE TABLE export_unit (
    mark BIGINT NOT NULL,             -- export_mark.id
    unit BIGINT NOT NULL,
    PRIMARY KEY (mark, unit)
);
CREATE INDEX export_unit_unit ON export_unit (unit);

-- For other rooms: lists of persons that went out, once for each unit in them.
CREATE VIEW export_went AS
SELECT m.id, m.at, m.person, m.post, m.title, m.rows_count, x.unit
FROM export_unit x JOIN export_mark m ON m.id = x.mark
WHERE m.measure = '人';
