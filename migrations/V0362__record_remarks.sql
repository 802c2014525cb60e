-- Room record: what somebody who was not there has to say to what was passed on to him. Nobody has to; it is not dated,
-- and kept as long as the record.
CREATE TABLE record_remark (
    record BIGINT NOT NULL,
    person BIGINT NOT NULL,
    words  TEXT NOT NULL,
    PRIMARY KEY (record, person)
);
