//! Every SQL statement about posts.

use act::Result;
use calendar::Day;
use db::{Query, Read, Touch, Write, bind};

use super::{NewPost, Post};

const SELECT: &str =
    "SELECT t.id, t.person, p.name, t.unit, u.name AS unit_name, t.kind, t.from_on,
                             t.to_on, t.basis
                      FROM post t JOIN person p ON p.id = t.person
                      LEFT JOIN unit_now u ON u.id = t.unit";

/// Posts of somebody, newest first.
pub(crate) fn held_on(read: &Read, person: i64) -> Result<Vec<Post>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(" WHERE t.person = {} ORDER BY t.from_on DESC, t.id DESC", bind![person]);
    Ok(query.all(read)?)
}

/// Posts of a unit on a day, in official order of their holders.
pub fn held_in(read: &Read, unit: i64, day: Day) -> Result<Vec<Post>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(
        " WHERE t.unit = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})
          ORDER BY p.official_order, p.name_key, t.id",
        bind![unit, day, day],
    );
    Ok(query.all(read)?)
}

/// Who holds a post of a kind in a unit on a day, the first in official order.
pub fn holder(read: &Read, unit: i64, kind: &str, day: Day) -> Result<Option<Post>> {
    Ok(held_in(read, unit, day)?.into_iter().find(|post| post.kind == kind))
}

/// Holders of one kind of post in many units on a day: what a list of units shows.
pub fn holders(read: &Read, units: &[i64], kind: &str, day: Day) -> Result<Vec<Post>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(SELECT, &[]);
        query.add(
            " WHERE t.kind = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})",
            bind![kind, day, day],
        );
        query.in_list(" AND t.unit IN ", part);
        query.add(" ORDER BY p.official_order, p.name_key, t.id", &[]);
        found.extend(query.all::<Post>(read)?);
    }
    Ok(found)
}

pub(crate) fn find_open(read: &Read, post: i64) -> Result<Option<Post>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(" WHERE t.id = {} AND t.to_on IS NULL", bind![post]);
    Ok(query.maybe(read)?)
}

/// Whether he holds this kind of post in the unit already.
pub(super) fn holds(read: &Read, person: i64, unit: i64, kind: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM post
               WHERE person = $1 AND unit = $2 AND kind = $3 AND to_on IS NULL";
    Ok(read.one::<i64>(sql, bind![person, unit, kind])? > 0)
}

/// How many hold a kind of post today, anywhere.
pub(super) fn count_of_kind(read: &Read, kind: &str) -> Result<i64> {
    Ok(read.one("SELECT count(*) FROM post WHERE kind = $1 AND to_on IS NULL", bind![kind])?)
}

pub(super) fn insert(w: &Write, posts: &[NewPost]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = posts.iter().map(|_| w.id()).collect();
    let mut cells = Vec::with_capacity(posts.len() * 7);
    for (id, post) in ids.iter().zip(posts) {
        let NewPost { person, unit, kind, from, basis, batch } = post;
        cells.extend_from_slice(bind![id, person, unit, kind, basis, from, batch]);
    }
    let head = "INSERT INTO post (id, person, unit, kind, basis, from_on, batch) VALUES ";
    w.insert_rows(head, 7, &cells)?;
    w.touch_all(posts.iter().map(|post| post.unit), Touch::Unit);
    Ok(ids)
}

/// *False* when somebody has ended it already.
pub(super) fn end(w: &Write, post: i64, on: Day) -> Result<bool> {
    let unit: Option<i64> = w.maybe("SELECT unit FROM post WHERE id = $1", bind![post])?;
    w.touch_all(unit, Touch::Unit);
    let sql = "UPDATE post SET to_on = $2 WHERE id = $1 AND to_on IS NULL";
    Ok(w.run(sql, bind![post, on])? == 1)
}
