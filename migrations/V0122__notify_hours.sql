-- When digests go out in this installation, as its administrator has set it: the newest row holds.
-- Without a row `systems/notices.toml` holds.
CREATE TABLE notice_hours (
    id         BIGINT PRIMARY KEY,
    works_from TEXT NOT NULL,          -- '9:00', in the time of Shanghai
    works_to   TEXT NOT NULL,
    digests    TEXT NOT NULL,          -- '9:00 14:30'
    set_at     TEXT NOT NULL,
    set_by     BIGINT                  -- person; NULL for the operator
);
