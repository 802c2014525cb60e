-- Spills: what was really looked through, so that the report says no more than that (docs/adr/0113).
ALTER TABLE spill ADD COLUMN looked TEXT;         -- JSON: tables, sealed columns, files, files that show no text
ALTER TABLE spill ADD COLUMN backups_in TEXT;     -- the folder of backups that was looked through; NULL: none was given
ALTER TABLE spill ADD COLUMN backups_seen BIGINT; -- how many of them
ALTER TABLE spill ADD COLUMN rewritten_at TEXT;   -- instant at which the database had been rewritten after the purge
ALTER TABLE spill ADD COLUMN standbys TEXT;       -- JSON: name of each standby, and bytes that it still lacked then
