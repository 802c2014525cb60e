//! Every SQL statement about posts.

use act::Result;
use calendar::Day;
use db::{Query, Read, Touch, Write, bind};
use serde::Deserialize;

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

/// A post that has not ended by a day.
pub(crate) fn find_open(read: &Read, post: i64, day: Day) -> Result<Option<Post>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(" WHERE t.id = {} AND (t.to_on IS NULL OR t.to_on > {})", bind![post, day]);
    Ok(query.maybe(read)?)
}

/// Whether he holds this kind of post in the unit on a day, or from a later one on.
pub(super) fn holds(read: &Read, person: i64, unit: i64, kind: &str, day: Day) -> Result<bool> {
    let sql = "SELECT count(*) FROM post WHERE person = $1 AND unit = $2 AND kind = $3
                 AND (to_on IS NULL OR to_on > $4)";
    Ok(read.one::<i64>(sql, bind![person, unit, kind, day])? > 0)
}

/// Something that somebody may wear as a hat.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Worn {
    pub(crate) kind: String,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
    /// It is somebody else's post.
    pub(crate) stands_in: bool,
}

/// Posts of somebody and where he stands in, on a day or later.
pub(crate) fn worn_by(read: &Read, person: i64, day: Day) -> Result<Vec<Worn>> {
    let sql = "SELECT t.kind, COALESCE(u.kind, '') AS unit_kind, COALESCE(u.name, '') AS unit_name,
                      FALSE AS stands_in
               FROM post t LEFT JOIN unit_now u ON u.id = t.unit
               WHERE t.person = $1 AND (t.to_on IS NULL OR t.to_on > $2)
               UNION ALL
               SELECT t.kind, COALESCE(u.kind, ''), COALESCE(u.name, ''), TRUE
               FROM stand_in s JOIN post t ON t.id = s.post LEFT JOIN unit_now u ON u.id = t.unit
               WHERE s.person = $1 AND s.recalled_at IS NULL AND s.to_on > $2
                 AND (t.to_on IS NULL OR t.to_on > $2)";
    Ok(read.all(sql, bind![person, day])?)
}

/// Whether somebody holds a post or stands in, on a day or later.
pub fn has_post(read: &Read, person: i64, day: Day) -> Result<bool> {
    Ok(!worn_by(read, person, day)?.is_empty())
}

/// How many others hold a kind of post on a day, in a unit or anywhere.
pub(super) fn others(
    read: &Read,
    post: i64,
    kind: &str,
    unit: Option<i64>,
    day: Day,
) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM post WHERE id <> {} AND kind = {} AND from_on <= {} AND (to_on IS NULL OR to_on > {})",
        bind![post, kind, day, day],
    );
    query.add_if(unit.is_some(), " AND unit = {}", bind![unit]);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Posts of some kinds that are held on a day or from a later one on: (id, kind, unit).
pub(super) fn held_of(read: &Read, kinds: &[&str], day: Day) -> Result<Vec<(i64, String, i64)>> {
    let mut query = Query::new(
        "SELECT id, kind, unit FROM post WHERE (to_on IS NULL OR to_on > {})",
        bind![day],
    );
    query.in_list(" AND kind IN ", kinds);
    Ok(query.all(read)?)
}

/// Who gave a post just inserted, and until when.
pub(super) fn note_giver(w: &Write, post: i64, to: Option<Day>, giver: Option<i64>) -> Result<()> {
    w.run("UPDATE post SET to_on = $2, given_by = $3 WHERE id = $1", bind![post, to, giver])?;
    Ok(())
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

pub(super) fn move_end(w: &Write, post: i64, to: Day) -> Result<()> {
    let unit: Option<i64> = w.maybe("SELECT unit FROM post WHERE id = $1", bind![post])?;
    w.touch_all(unit, Touch::Unit);
    w.run("UPDATE post SET to_on = $2 WHERE id = $1 AND to_on IS NOT NULL", bind![post, to])?;
    Ok(())
}

/// *False* when somebody has ended it already.
pub(super) fn end(w: &Write, post: i64, on: Day) -> Result<bool> {
    let unit: Option<i64> = w.maybe("SELECT unit FROM post WHERE id = $1", bind![post])?;
    w.touch_all(unit, Touch::Unit);
    let sql = "UPDATE post SET to_on = $2 WHERE id = $1 AND (to_on IS NULL OR to_on > $2)";
    Ok(w.run(sql, bind![post, on])? == 1)
}
