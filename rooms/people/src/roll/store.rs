//! Every SQL statement about rolls.

use act::Result;
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

/// How many a unit had on a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Size {
    pub unit: i64,
    pub members: i64,
    pub full: i64,
    pub retired: i64,
}

/// Sizes of many units on a day in one statement each 500; units without members are left out.
pub fn sizes(read: &Read, units: &[i64], day: Day) -> Result<Vec<Size>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(
            "SELECT a.unit, count(*) AS members,
                    count(CASE WHEN s.status = 'full' THEN 1 END) AS full,
                    count(CASE WHEN p.staff_class = 'retired' THEN 1 END) AS retired
             FROM affiliation a
             JOIN person p ON p.id = a.person
             JOIN member_status s ON s.person = a.person
              AND s.from_on <= {} AND (s.to_on IS NULL OR s.to_on > {})
             WHERE a.from_on <= {} AND (a.to_on IS NULL OR a.to_on > {})
               AND s.status IN ('full', 'probationary', 'suspended')",
            bind![day, day, day, day],
        );
        query.in_list(" AND a.unit IN ", part);
        query.add(" GROUP BY a.unit ORDER BY a.unit", &[]);
        found.extend(query.all::<Size>(read)?);
    }
    Ok(found)
}

/// How many belong to each unit today, whatever their status: (unit, persons).
pub fn people_per_unit(read: &Read) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT unit, count(*) FROM affiliation WHERE to_on IS NULL GROUP BY unit";
    Ok(read.all(sql, &[])?)
}
