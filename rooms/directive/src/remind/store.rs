//! What the nightly reminder asks.

use act::Result;
use calendar::Day;
use db::{Query, Read, bind};

use crate::{
    directive::{Directive, store::stand},
    task::{self, Task},
};

/// Open, with one of these last days.
pub(super) fn ending(read: &Read, ahead: Day, after: Day) -> Result<Vec<Directive>> {
    let sql = "SELECT d.id, d.unit, d.title, d.basis, d.duty, d.items, d.kinds, d.from_on, d.to_on, d.demand, d.edition,
                      d.withdrawn_at, d.closed_at, d.conclusion, d.version
               FROM directive d WHERE d.withdrawn_at IS NULL AND d.closed_at IS NULL AND d.to_on IN ($1, $2)
               ORDER BY d.id";
    Ok(read.all(sql, bind![ahead, after])?)
}

/// Units that have neither held it nor said why.
pub(super) fn waiting(read: &Read, directive: i64, today: Day) -> Result<Vec<i64>> {
    let query = Query::new(
        concat!(
            "SELECT t.unit FROM (SELECT s.unit, ",
            stand!(),
            " AS stand FROM directive_stand s WHERE s.directive = {}) t
             WHERE t.stand IN ('open', 'overdue') ORDER BY t.unit"
        ),
        bind![today, today, directive],
    );
    Ok(query.all(read)?)
}

/// Tasks of posts with one of these last days that are not done.
pub(super) fn tasks_ending(read: &Read, days: (Day, Day), today: Day) -> Result<Vec<Task>> {
    let mut query = Query::new("SELECT t.* FROM (", &[]);
    task::store::all(&mut query, today, &|inner| {
        inner.add(" AND i.cancelled_at IS NULL AND i.closed_by IS NULL", &[]);
    });
    query.add(
        ") t WHERE t.directive IS NULL AND t.last_on IN ({}, {}) AND t.stand IN ('open', 'overdue', 'said')
         ORDER BY t.id",
        bind![days.0, days.1],
    );
    Ok(query.all(read)?)
}
