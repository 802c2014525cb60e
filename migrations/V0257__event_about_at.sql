-- Room account: the audit search goes back along what happened to one person.
DROP INDEX event_about;
CREATE INDEX event_about ON event (about, at);
