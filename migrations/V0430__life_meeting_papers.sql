-- A life meeting is an event by itself: its plan, its report and its circular name it. What was there before names the
-- meeting that it was nearest to: a plan the next one, a report or circular the last one.
UPDATE occurrence SET about = CAST(fact AS TEXT)
WHERE name = 'life-meeting-held' AND fact_room = 'record' AND about = '';

UPDATE record SET about = COALESCE(
  (SELECT CAST(m.id AS TEXT) FROM record m
   WHERE m.unit = record.unit AND m.kind = 'democratic_life_meeting' AND m.closed_at IS NOT NULL
     AND m.withdrawn_at IS NULL AND m.held_on <= record.held_on
   ORDER BY m.held_on DESC, m.id DESC LIMIT 1), '')
WHERE about = '' AND kind IN ('life_meeting_report', 'circular')
  AND EXISTS (SELECT 1 FROM service s WHERE s.fact_room = 'record' AND s.fact = record.id
                AND s.duty IN ('leading/life-meeting-report', 'leading/life-meeting-circular'));

UPDATE record SET about = COALESCE(
  (SELECT CAST(m.id AS TEXT) FROM record m
   WHERE m.unit = record.unit AND m.kind = 'democratic_life_meeting' AND m.closed_at IS NOT NULL
     AND m.withdrawn_at IS NULL AND m.held_on >= record.held_on
   ORDER BY m.held_on, m.id LIMIT 1), '')
WHERE about = '' AND kind = 'life_meeting_plan';

UPDATE service SET about = (SELECT r.about FROM record r WHERE r.id = service.fact)
WHERE about = '' AND fact_room = 'record'
  AND duty IN ('leading/life-meeting-plan', 'leading/life-meeting-report', 'leading/life-meeting-circular')
  AND EXISTS (SELECT 1 FROM record r WHERE r.id = service.fact AND r.about <> '');
