-- 我想找人谈谈: from one person to another, and nobody else ever knows of it. No event, no count, no name: who asked and
-- who was asked stand as keyed digests, everything else is sealed. Deleted thirty days after it is done (docs/adr/0127).
CREATE TABLE wish (
    id       BIGINT PRIMARY KEY,
    by_key   BYTEA NOT NULL,          -- digest of who would like to talk
    to_key   BYTEA NOT NULL,          -- digest of whom he chose
    content  BYTEA NOT NULL,          -- protected, place wish.content.<id>: JSON with both, the times, the answer
    saved_at TEXT NOT NULL,           -- when anything of it changed last
    done_at  TEXT                     -- the two have talked, or it has waited too long
);
CREATE INDEX wish_by ON wish (by_key);
CREATE INDEX wish_to ON wish (to_key);
CREATE INDEX wish_saved ON wish (saved_at);
