-- Half-filled forms, kept for their author alone (docs/adr/0050). They may hold identity numbers, so what was
-- typed is a protected field. The empty table `draft` of V0001 had it in plain text and was never used.
DROP TABLE draft;

CREATE TABLE kept_form (
    person   BIGINT NOT NULL,
    form     TEXT NOT NULL,           -- URL of the page that the form stands on
    content  BYTEA NOT NULL,          -- SM4-GCM over JSON: title of the page, where it stands, action, fields
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, form)
);
CREATE INDEX kept_form_saved_at ON kept_form (saved_at);
