//! Every statement about demands and the ledger.

use act::{Place, Result};
use calendar::{Day, Instant};
use db::{Read, Value, Write, bind};

use super::Burden;

/// What runs on a day or begins later, whose unit stands above, at or below `unit` by either relation. The minutes of
/// what stands above are those of every branch of the unit.
pub(super) fn ledger(read: &Read, unit: i64, on: Day) -> Result<Vec<Burden>> {
    let sql = "WITH line AS (
                 SELECT 'demand' AS source, d.id, d.unit, d.sort, d.title, d.quote, d.document_no, d.owner,
                        d.minutes, d.from_on, d.to_on
                 FROM demand d WHERE d.ended_at IS NULL
                 UNION ALL
                 SELECT 'local_rule', l.id, l.unit, '', l.title, l.quote, l.document_no, l.set_by, l.minutes,
                        l.from_on, l.to_on
                 FROM local_rule l WHERE l.ended_at IS NULL
                 UNION ALL
                 SELECT 'switch', s.id, s.unit, s.system, '', '', s.document_no, s.owner, s.minutes, s.on_from,
                        s.on_to
                 FROM switch_now s)
               SELECT line.source, line.id, line.unit, w.name AS unit_name, w.kind AS unit_kind,
                      (COALESCE(h.line_path, '') LIKE '%/' || CAST(w.id AS TEXT) || '/%'
                       OR COALESCE(h.lead_path, '') LIKE '%/' || CAST(w.id AS TEXT) || '/%') AS is_above,
                      line.sort, line.title, line.quote, line.document_no,
                      (SELECT p.name FROM person_now p WHERE p.id = line.owner) AS owner_name,
                      line.minutes, line.from_on, line.to_on
               FROM line JOIN unit_now w ON w.id = line.unit JOIN unit_now h ON h.id = $1
               WHERE (line.to_on IS NULL OR line.to_on >= $2)
                 AND (COALESCE(h.line_path, '') LIKE '%/' || CAST(w.id AS TEXT) || '/%'
                      OR COALESCE(h.lead_path, '') LIKE '%/' || CAST(w.id AS TEXT) || '/%'
                      OR COALESCE(w.line_path, '') LIKE '%/' || CAST(h.id AS TEXT) || '/%'
                      OR COALESCE(w.lead_path, '') LIKE '%/' || CAST(h.id AS TEXT) || '/%')
               ORDER BY w.official_order, line.source, line.from_on, line.id";
    Ok(read.all(sql, bind![unit, on])?)
}

/// Demands of handwriting or of a second book that stand on a unit: who demands it, and its document.
pub fn handwriting(read: &Read, place: &Place, on: Day) -> Result<Vec<(String, String)>> {
    let all = ledger(read, place.id, on)?;
    let by_hand = all.into_iter().filter(|it| {
        it.is_above && it.from_on <= on && matches!(it.sort.as_str(), "handwriting" | "second_book")
    });
    Ok(by_hand.map(|it| (it.unit_name, it.document_no)).collect())
}

pub(super) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    let head =
        "INSERT INTO demand (id, unit, level, sort, title, quote, document_no, owner, minutes,
                  from_on, to_on, set_at, set_by) VALUES ";
    w.insert_rows(head, 13, cells)?;
    Ok(())
}

/// Moves its end to `to`; *false* when it was ended already or is another unit's.
pub(super) fn end(w: &Write, (id, unit): (i64, i64), to: Day, now: Instant) -> Result<bool> {
    let sql = "UPDATE demand SET to_on = $3, ended_at = $4
               WHERE id = $1 AND unit = $2 AND ended_at IS NULL";
    Ok(w.run(sql, bind![id, unit, to, now])? == 1)
}

/// Its last day is another one; nothing happens to one that was ended.
pub(super) fn move_end(w: &Write, (id, unit): (i64, i64), to: Day) -> Result<()> {
    let sql = "UPDATE demand SET to_on = $3 WHERE id = $1 AND unit = $2 AND ended_at IS NULL";
    w.run(sql, bind![id, unit, to])?;
    Ok(())
}
