//! Every SQL statement about accounts whose person is on no roll and holds no post.

use calendar::{Day, Instant};
use db::{Query, Read, Result, Write, bind};

/// On no roll today or later, in no post, and standing in for nobody; the alias of `account` is a.
fn add_left(query: &mut Query, today: Day) {
    query.add(
        " NOT EXISTS (SELECT 1 FROM person_now n WHERE n.id = a.person)
          AND NOT EXISTS (SELECT 1 FROM person_left l WHERE l.id = a.person AND l.left_on > {})
          AND NOT EXISTS (SELECT 1 FROM post_span t
                          WHERE t.person = a.person AND (t.to_on IS NULL OR t.to_on > {}))
          AND NOT EXISTS (SELECT 1 FROM stand_in_span s WHERE s.person = a.person AND s.to_on > {})",
        bind![today, today, today],
    );
}

fn add_to_close(query: &mut Query, today: Day) {
    query.add(
        " AND a.closed_at IS NULL AND (a.kept_until IS NULL OR a.kept_until < {}) AND",
        bind![today],
    );
    add_left(query, today);
}

/// Some of them, by person.
pub(super) fn to_close(read: &Read, today: Day, most: i64) -> Result<Vec<i64>> {
    let mut query = Query::new("SELECT a.person FROM account a WHERE 1 = 1", &[]);
    add_to_close(&mut query, today);
    // Bounded: a batch of the nightly closing, which asks again.
    query.add(" ORDER BY a.person LIMIT {}", bind![most]).all(read)
}

pub(super) fn is_to_close(read: &Read, person: i64, today: Day) -> Result<bool> {
    let mut query = Query::new("SELECT count(*) FROM account a WHERE a.person = {}", bind![person]);
    add_to_close(&mut query, today);
    Ok(query.maybe::<i64>(read)?.unwrap_or_default() > 0)
}

/// Whether somebody with an account, open or closed, has left.
pub(crate) fn has_left(read: &Read, person: i64, today: Day) -> Result<bool> {
    let mut query =
        Query::new("SELECT count(*) FROM account a WHERE a.person = {} AND", bind![person]);
    add_left(&mut query, today);
    Ok(query.maybe::<i64>(read)?.unwrap_or_default() > 0)
}

pub(super) fn close(w: &Write, person: i64, now: Instant) -> Result<()> {
    let sql = "UPDATE account SET closed_at = $2, left_at = $2, kept_until = NULL
               WHERE person = $1 AND closed_at IS NULL";
    w.run(sql, bind![person, now])?;
    Ok(())
}
