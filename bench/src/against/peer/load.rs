//! The tables of the other designs, the same on every engine.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use super::Rows;
use crate::against::facts::Facts;

/// (name, columns): all of them whole numbers.
pub(crate) const TABLES: [(&str, &[&str]); 4] = [
    ("node", &["place", "last", "parent"]),
    ("task", &["id", "place", "duty", "due_on", "done", "overdue"]),
    ("overdue", &["due_on", "place", "duty"]),
    ("counter", &["place", "duty", "owed", "done", "overdue"]),
];

/// After the rows are in.
pub(crate) const INDEXES: [&str; 7] = [
    "CREATE UNIQUE INDEX node_place ON node (place, last)",
    "CREATE INDEX node_parent ON node (parent, place, last)",
    "CREATE UNIQUE INDEX task_id ON task (id)",
    "CREATE INDEX task_cover ON task (place, duty, done, overdue, due_on)",
    "CREATE INDEX overdue_day ON overdue (due_on, place, duty)",
    "CREATE INDEX overdue_place ON overdue (place, due_on, duty)",
    "CREATE UNIQUE INDEX counter_node ON counter (place, duty)",
];

/// What the writing designs add to: with an index by unit, as a record needs it.
pub(crate) const RECORD: [&str; 2] = [
    "CREATE TABLE record (id BIGINT PRIMARY KEY, place BIGINT, duty BIGINT, held_on BIGINT, words TEXT)",
    "CREATE INDEX record_place ON record (place, duty)",
];

pub(crate) fn create(table: &str, columns: &[&str]) -> String {
    let columns: Vec<String> = columns.iter().map(|it| format!("{it} BIGINT NOT NULL")).collect();
    format!("CREATE TABLE {table} ({})", columns.join(", "))
}

/// A table's rows as a file, for engines that read files.
pub(crate) fn csv(folder: &Path, table: &str, rows: &Rows) -> anyhow::Result<PathBuf> {
    let file = folder.join(format!("{table}.csv"));
    let mut text = std::io::BufWriter::new(std::fs::File::create(&file)?);
    for row in rows {
        let words: Vec<String> = row.iter().map(i64::to_string).collect();
        writeln!(text, "{}", words.join(","))?;
    }
    text.flush()?;
    Ok(file)
}

/// The rows of every table, in the order of [`TABLES`].
pub(crate) fn rows(facts: &Facts) -> [Rows; 4] {
    let units = facts.units.iter().enumerate();
    let node = units.map(|(place, unit)| vec![place as i64, unit.end, unit.parent]).collect();
    let tasks = facts.tasks.iter().enumerate().map(|(id, it)| {
        let (done, overdue) = (i64::from(it.is_done()), i64::from(it.is_overdue()));
        vec![id as i64, it.place, it.duty, it.due_on, done, overdue]
    });
    let overdue = facts.tasks.iter().filter(|it| it.is_overdue());
    let overdue = overdue.map(|it| vec![it.due_on, it.place, it.duty]).collect();
    let counters = facts.counters().into_iter();
    let counters = counters
        .map(|((place, duty), sum)| vec![place, duty, sum.owed, sum.done, sum.overdue])
        .collect();
    [node, tasks.collect(), overdue, counters]
}
