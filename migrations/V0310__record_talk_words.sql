-- Room record: what was said in a heart-to-heart talk. For the two who talked and nobody else; it lies under the key of
-- the one who was talked with, and goes after its period.
CREATE TABLE talk_words (
    record  BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,          -- whose key it lies under
    held_on TEXT NOT NULL,            -- what its period is counted from
    words   BYTEA NOT NULL,           -- protected, place talk_words.words.<record>
    version BIGINT NOT NULL
);
CREATE INDEX talk_words_held ON talk_words (held_on);

-- Older versions of such talks said it too.
UPDATE record_version SET content = '{"facts":[],"agenda":[],"minutes":"","roll":[],"motions":[],"tasks":[]}'
WHERE record IN (SELECT id FROM record WHERE kind = 'talk' AND variety = 'heart_to_heart');
