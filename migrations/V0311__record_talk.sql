-- Room record: talks of the organization (提醒, 任职廉政, 诫勉, 入党): what they say, and how they were signed.
-- Who, when and where stand in `record`.
CREATE TABLE talk (
    record      BIGINT PRIMARY KEY,
    capacity    TEXT NOT NULL,        -- of who talked, as it stood on the day: 党支部书记
    reason      TEXT NOT NULL,        -- key of a class of reasons of its kind
    document_no TEXT NOT NULL,        -- 诫勉: of the decision; '' where there is none
    points      BYTEA NOT NULL,       -- protected, place talk.points.<record>
    statement   BYTEA,                -- protected, place talk.statement.<record>: what the person said
    settled     TEXT,                 -- 'signed', 'paper', 'refused'; NULL while his signature is awaited
    settled_on  TEXT,
    settled_at  TEXT,
    settled_by  BIGINT,
    remark      BYTEA,                -- protected, place talk.remark.<record>: what he adds, or why he does not sign
    version     BIGINT NOT NULL
);
CREATE INDEX record_chair ON record (chair, plan_on) WHERE partner IS NOT NULL;
CREATE INDEX record_partner ON record (partner, plan_on) WHERE partner IS NOT NULL;

-- What was a variety of one kind is a kind.
UPDATE record SET kind = 'reminder_talk', variety = '' WHERE kind = 'talk' AND variety = 'reminder';
UPDATE record SET kind = 'integrity_talk', variety = '' WHERE kind = 'talk' AND variety = 'integrity';
UPDATE record SET kind = 'admonition_talk', variety = '' WHERE kind = 'talk' AND variety = 'admonition';
UPDATE record SET kind = 'admission_talk', variety = '' WHERE kind = 'talk' AND variety = 'admission';
UPDATE record SET variety = '' WHERE kind = 'talk' AND variety = 'heart_to_heart';
