-- How far PostgreSQL's own log had come when the database was rewritten: what it wrote before may still hold the words.
ALTER TABLE spill ADD COLUMN log_until TEXT;      -- name of the log file written then; null where the log went with the rewriting
