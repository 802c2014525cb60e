-- Room people: who belongs to a unit today out of the index alone, and long lists by name without sorting.
CREATE INDEX affiliation_members ON affiliation (unit, person) WHERE to_on IS NULL;
DROP INDEX person_name_key;
CREATE INDEX person_name_key ON person (name_key, id);
