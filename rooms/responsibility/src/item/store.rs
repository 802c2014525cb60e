//! Every SQL statement about items and what holders say of them.

use act::Result;
use calendar::Instant;
use db::{Column, Query, Read, Write, bind};

use super::{Item, New};

const ITEM: &str = "SELECT i.id, i.list, i.class, i.key, i.words, i.kinds, i.proof, i.version FROM responsibility_item i";

pub(crate) const ITEMS: &[Column] = &[
    Column::Int("id"),
    Column::Int("list"),
    Column::Text("class"),
    Column::Text("key"),
    Column::Text("words"),
    Column::Text("kinds"),
    Column::Text("proof"),
    Column::Int("version"),
];

/// In the order in which they were written.
pub(crate) fn items(list: i64) -> Query {
    let mut query = Query::new(ITEM, &[]);
    query.add(" WHERE i.list = {} ORDER BY i.id", bind![list]);
    query
}

pub(crate) fn of_list(read: &Read, list: i64) -> Result<Vec<Item>> {
    Ok(items(list).all(read)?)
}

pub(super) fn find(read: &Read, id: i64) -> Result<Option<Item>> {
    let mut query = Query::new(ITEM, &[]);
    query.add(" WHERE i.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(crate) fn insert(w: &Write, list: i64, it: &New) -> Result<i64> {
    let sql = "INSERT INTO responsibility_item (id, list, class, key, words, kinds, proof, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    let id = w.id();
    w.run(sql, bind![id, list, it.class, it.key, it.words, it.kinds, it.proof.key()])?;
    Ok(id)
}

pub(super) fn reword(w: &Write, (id, version): (i64, i64), words: &str) -> Result<bool> {
    let sql = "UPDATE responsibility_item SET words = $3, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(w.run(sql, bind![id, version, words])? == 1)
}

pub(super) fn remove(w: &Write, id: i64, version: i64) -> Result<bool> {
    let sql = "DELETE FROM responsibility_item WHERE id = $1 AND version = $2";
    Ok(w.run(sql, bind![id, version])? == 1)
}

/// (item, person, words) of a list.
pub(crate) fn words_of(read: &Read, list: i64) -> Result<Vec<Said>> {
    Ok(words(list).all(read)?)
}

pub(crate) type Said = (i64, i64, String);

pub(crate) const WORDS: &[Column] =
    &[Column::Int("item"), Column::Int("person"), Column::Text("words")];

pub(crate) fn words(list: i64) -> Query {
    Query::new(
        "SELECT w.item, w.person, w.words FROM responsibility_word w
         JOIN responsibility_item i ON i.id = w.item WHERE i.list = {} ORDER BY w.said_at, w.person",
        bind![list],
    )
}

/// The last sentence holds; none takes it away.
pub(super) fn say(w: &Write, (item, person): (i64, i64), words: &str, at: Instant) -> Result<()> {
    w.run("DELETE FROM responsibility_word WHERE item = $1 AND person = $2", bind![item, person])?;
    if !words.is_empty() {
        let sql = "INSERT INTO responsibility_word (item, person, words, said_at) VALUES ($1, $2, $3, $4)";
        w.run(sql, bind![item, person, words, at])?;
    }
    Ok(())
}
