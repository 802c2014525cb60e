//! Every SQL statement about risk posts.

use act::Result;
use calendar::{Day, Instant};
use db::{Read, Write, bind};

use super::RiskPost;
use crate::member;

/// Of somebody, the latest first.
pub fn of(read: &Read, person: i64) -> Result<Vec<RiskPost>> {
    let sql = "SELECT id, person, class, from_on, to_on FROM risk_post
               WHERE person = $1 ORDER BY from_on DESC, id DESC";
    Ok(read.all(sql, bind![person])?)
}

pub(super) fn insert(w: &Write, post: &RiskPost, (at, by): (Instant, Option<i64>)) -> Result<()> {
    let RiskPost { id, person, class, from_on, to_on } = post;
    let sql = "INSERT INTO risk_post (id, person, class, from_on, to_on, listed_at, listed_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    w.run(sql, bind![id, person, class, from_on, to_on, at, by])?;
    member::touch(w, *person)
}

/// *False* when it is over already, or had not begun.
pub(super) fn end(w: &Write, id: i64, person: i64, to: Day) -> Result<bool> {
    let sql = "UPDATE risk_post SET to_on = $3
               WHERE id = $1 AND person = $2 AND from_on < $3 AND (to_on IS NULL OR to_on > $3)";
    let is_ended = w.run(sql, bind![id, person, to])? == 1;
    member::touch(w, person)?;
    Ok(is_ended)
}
