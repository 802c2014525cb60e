-- Room org: what a hat sees of its whole organ is looked up, not searched for.
CREATE INDEX unit_organ ON unit (organ);
