//! Every SQL statement about the handbook itself.

use act::{Place, Result};
use db::{Read, bind};

/// The subgroups that stood below a branch at any time of a year: id and short name, dissolved ones too.
pub(super) fn subgroups(read: &Read, place: &Place, year: i16) -> Result<Vec<(i64, String)>> {
    let Some(path) = &place.lead_path else { return Ok(Vec::new()) };
    let sql = "SELECT DISTINCT unit, short_name FROM unit_span
               WHERE relation = 'lead' AND kind = 'subgroup' AND path > $1 AND path < $2
                 AND from_on <= $3 AND (to_on IS NULL OR to_on > $4)
               ORDER BY unit";
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    Ok(read.all(sql, bind![path, format!("{path}~"), last, first])?)
}
