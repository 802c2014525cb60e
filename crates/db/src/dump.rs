//! Everything of a database, table by table, as it stands in one snapshot. The same on both databases.

use crate::{Error, Read, Result, Value, migrate};

/// What leaves the running database in no copy, so that two copies cannot be compared (docs/adr/0143).
const NEVER_COPIED: [&str; 1] = ["urn"];

/// A table and its columns, both by name in order of the alphabet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

impl Table {
    /// Whether these are names such as our migrations give: they go into statements as they are.
    pub(crate) fn is_plain(&self) -> bool {
        let is_plain = |name: &String| {
            let signs =
                |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
            !name.is_empty() && name.chars().all(signs)
        };
        is_plain(&self.name) && self.columns.iter().all(is_plain)
    }

    pub(crate) fn quoted(&self) -> String {
        self.columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    }
}

impl Read<'_> {
    /// Numbers of the migrations behind the schema.
    pub fn migrations(&self) -> Result<Vec<i64>> {
        migrate::applied(self)
    }

    /// Every table but the history of migrations and what is never copied.
    pub fn tables(&self) -> Result<Vec<Table>> {
        let sql = self.conn.borrow().columns();
        let mut tables: Vec<Table> = Vec::new();
        for (name, column) in self.all_of::<(String, String)>(sql, &[])? {
            match tables.last_mut().filter(|table| table.name == name) {
                Some(table) => table.columns.push(column),
                None => tables.push(Table { name, columns: vec![column] }),
            }
        }
        tables.retain(|table| {
            !table.name.starts_with("refinery") && !NEVER_COPIED.contains(&table.name.as_str())
        });
        Ok(tables)
    }

    /// Every row of a table in turn, none held; booleans come as 0 and 1 from either database.
    pub fn each_row(
        &self,
        table: &Table,
        row: &mut dyn FnMut(Vec<Value>) -> Result<()>,
    ) -> Result<()> {
        if !table.is_plain() {
            return Err(Error::Refused(format!("no table of ours: {}", table.name)));
        }
        let sql = format!("SELECT {} FROM \"{}\"", table.quoted(), table.name);
        let plain = |cell: Value| match cell {
            Value::Bool(it) => Value::Int(it.into()),
            other => other,
        };
        let each = self
            .conn
            .borrow_mut()
            .each(&sql, &mut |cells| row(cells.into_iter().map(plain).collect()));
        each.map_err(Error::named)
    }
}
