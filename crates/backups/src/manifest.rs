//! What a backup says it holds, and what is compared after it was restored.

use calendar::{Day, Instant};
use db::Table;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, coding};

/// The last record of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub made_at: Instant,
    /// Version of the program that made it.
    pub program: String,
    /// The database it was taken from, for people: "SQLite 3.51".
    pub database: String,
    /// Numbers of the migrations behind the schema.
    pub migrations: Vec<i64>,
    pub tables: Vec<TableSum>,
    /// Head of the audit chain: the last seal's number and digest; `None` when nothing was sealed yet.
    pub seal: Option<(i64, String)>,
    /// The day on which the figures were counted.
    pub on: Day,
    pub figures: Figures,
}

/// Figures of the topmost units on a day, as the caller sums them up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Regulations and schema by which they were counted: under others they may rightly differ.
    pub law: String,
    pub sum: String,
}

/// How many rows a table has, and a sum over all of them in whatever order they come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    #[serde(flatten)]
    pub table: Table,
    pub rows: u64,
    pub sum: String,
}

/// What both ends begin with: enough to build the schema before the first row.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Preface {
    pub(crate) migrations: Vec<i64>,
}

impl Manifest {
    /// Rows of a table; 0 where it is not there.
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.iter().find(|it| it.table.name == table).map_or(0, |it| it.rows)
    }

    /// Whether the database that `read` sees is what the backup was made of.
    pub(crate) fn compare(&self, found: &[TableSum], seal: Option<(i64, Vec<u8>)>) -> Result<()> {
        for table in &self.tables {
            let name = &table.table.name;
            match found.iter().find(|it| it.table == table.table) {
                Some(it) if it == table => {}
                Some(it) if it.rows != table.rows => {
                    let words = format!("表{name}应有{}行，得到{}行", table.rows, it.rows);
                    return Err(Error::Differs(words));
                }
                _ => return Err(Error::Differs(format!("表{name}的内容"))),
            }
        }
        if found.len() != self.tables.len() {
            return Err(Error::Differs("表的数目".into()));
        }
        let seal = seal.map(|(no, digest)| (no, crypto::hex(&digest)));
        if seal == self.seal { Ok(()) } else { Err(Error::Differs("审计链的末端".into())) }
    }
}

/// Adds up rows; their order does not matter.
#[derive(Default)]
pub(crate) struct Summing {
    pub(crate) rows: u64,
    sum: u128,
}

impl Summing {
    /// `row` as [`coding::cells`] writes it.
    pub(crate) fn add(&mut self, row: &[u8]) {
        let digest: [u8; 16] = crypto::sm3(row)[..16].try_into().expect("a digest has 32 bytes");
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(digest));
        self.rows += 1;
    }

    pub(crate) fn of(self, table: Table) -> TableSum {
        TableSum { table, rows: self.rows, sum: format!("{:032x}", self.sum) }
    }
}

/// The sums of every table of an open database.
pub(crate) fn sums(read: &db::Read) -> Result<Vec<TableSum>> {
    let mut all = Vec::new();
    for table in read.tables()? {
        let mut summing = Summing::default();
        read.each_row(&table, &mut |row| {
            summing.add(&coding::cells(&row));
            Ok(())
        })?;
        all.push(summing.of(table));
    }
    Ok(all)
}
