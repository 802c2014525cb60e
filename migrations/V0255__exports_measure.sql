-- Crate exports: what the rows of a list that went out are: 人 (persons), 条 (records), 项 (agreed matters).
ALTER TABLE export_mark ADD COLUMN measure TEXT NOT NULL DEFAULT '人';
