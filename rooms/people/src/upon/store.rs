//! Every SQL statement about what stands upon units.

use act::Result;
use db::{Query, Read};

/// Which of at most 500 units have something here, and what: for `org::Uses`.
pub fn upon(read: &Read, units: &[i64]) -> Result<Vec<(i64, &'static str)>> {
    let asked = [
        ("SELECT unit FROM affiliation WHERE unit IN ", "有党员或职工"),
        ("SELECT subgroup FROM affiliation WHERE subgroup IN ", "有党员或职工"),
        ("SELECT host FROM participation WHERE host IN ", "有外来人员"),
        ("SELECT unit FROM post WHERE unit IN ", "有任职"),
    ];
    let mut found = Vec::new();
    for (fragment, words) in asked {
        let mut query = Query::new(fragment, &[]);
        let units: Vec<i64> = query.in_list("", units).all(read)?;
        found.extend(units.into_iter().map(|unit| (unit, words)));
    }
    Ok(found)
}
