-- What an undo left, with the reason of each: JSON [{"id", "name", "url", "why"}]; NULL before an undo.
ALTER TABLE import_batch ADD COLUMN stays TEXT;
