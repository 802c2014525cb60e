-- For other rooms: every hearing. A meeting is held again once a later one of its kind
-- is closed after the sheet. Columns are a promise (rooms/review/README.md).
CREATE VIEW hearing_now AS
SELECT h.id, h.unit, h.round, r.unit AS issuer, r.kind, r.from_on, r.to_on, h.record, h.marks, h.verdict, h.filed_on,
       (h.reply IS NOT NULL) AS has_reply, (r.ended_at IS NOT NULL) AS is_called_off,
       EXISTS (SELECT 1 FROM record_course c JOIN record_course it ON it.id = h.record
               WHERE c.unit = h.unit AND c.kind = r.kind AND c.closed_at IS NOT NULL
                 AND c.plan_on > it.plan_on AND c.plan_on >= h.filed_on) AS is_held_again
FROM hearing h JOIN hearing_round r ON r.id = h.round;
