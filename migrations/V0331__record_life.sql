-- Life meetings (民主生活会, 组织生活会): what was heard before, and what is put right afterwards.

-- An agreed matter of a life meeting answers a problem, and says in the end what came of it.
ALTER TABLE record_task ADD COLUMN problem TEXT NOT NULL DEFAULT '';
ALTER TABLE record_task ADD COLUMN outcome TEXT NOT NULL DEFAULT '';

CREATE TABLE record_life (
    record     BIGINT PRIMARY KEY,
    opinions   TEXT NOT NULL,         -- views heard about the body, one a line, nobody named
    criticisms BIGINT,                -- how many were made at the meeting; NULL while nobody has counted
    version    BIGINT NOT NULL
);
