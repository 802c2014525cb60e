-- A draft begins where its entry is and under who heads it: the view says both, so that nobody asks for them apart.
DROP VIEW register_span;
CREATE VIEW register_span AS
SELECT id, sort, unit, name, name_key, from_on, to_on, facts, head
FROM register_entry;
