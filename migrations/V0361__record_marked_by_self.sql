-- Room record: somebody who said himself that he is there, by the code on the recorder's screen. Only that, and only
-- until the record is closed: neither when nor where nor by which device (docs/adr/0148).
ALTER TABLE record_attendance ADD COLUMN by_self BOOLEAN NOT NULL DEFAULT FALSE;
