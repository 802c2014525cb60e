//! Every SQL statement about what stands upon units.

use act::Result;
use db::{Query, Read};

/// Which of at most 500 units have something here, and what: for `org::Uses`.
pub fn upon(read: &Read, units: &[i64]) -> Result<Vec<(i64, &'static str)>> {
    let asked = [
        ("SELECT unit FROM explanation WHERE unit IN ", "有情况说明"),
        ("SELECT unit FROM exemption WHERE unit IN ", "有免办"),
        ("SELECT unit FROM exemption_request WHERE unit IN ", "有免办申请"),
        ("SELECT unit FROM occurrence WHERE unit IN ", "有登记的事件"),
        ("SELECT unit FROM local_rule WHERE unit IN ", "有加码规定"),
    ];
    let mut found = Vec::new();
    for (fragment, words) in asked {
        let mut query = Query::new(fragment, &[]);
        let units: Vec<i64> = query.in_list("", units).all(read)?;
        found.extend(units.into_iter().map(|unit| (unit, words)));
    }
    Ok(found)
}
