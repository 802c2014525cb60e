-- Kinds of record that number their meetings (`numbered` in systems/*/records.toml): 2026年第3次.
-- The number is taken from number_series when a record is closed and stays with it, corrected or withdrawn.
ALTER TABLE record ADD COLUMN number_year BIGINT;
ALTER TABLE record ADD COLUMN number BIGINT;
CREATE UNIQUE INDEX record_number ON record (unit, kind, number_year, number) WHERE number IS NOT NULL;
