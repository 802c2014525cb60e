-- Papers and pictures that belong to a record. The file itself is a row of `file`.
CREATE TABLE record_file (
    file   BIGINT PRIMARY KEY,
    record BIGINT NOT NULL,
    what   TEXT NOT NULL              -- which of the papers that the regulations name for its kind; '' another one
);
CREATE INDEX record_file_record ON record_file (record, file);
