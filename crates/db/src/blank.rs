//! Taking words out of whatever column they stand in: for spills alone.

use crate::{Error, Result, Table, Write};

impl Write<'_> {
    /// Puts `stand_in` into every cell of a text column that holds the words; where the cell is JSON, in
    /// place of the words alone, so that it can still be read. How many cells.
    pub fn blank(&self, table: &Table, column: &str, words: &str, stand_in: &str) -> Result<u64> {
        if !table.is_plain() || !table.columns.iter().any(|it| it == column) {
            return Err(Error::Refused(format!("no column of ours: {column}")));
        }
        let (name, binds) = (&table.name, crate::bind![words, stand_in]);
        let holds = format!("WHERE replace(\"{column}\", $1, '') <> \"{column}\"");
        let json = format!(
            "UPDATE \"{name}\" SET \"{column}\" = replace(\"{column}\", $1, $2) {holds}
             AND (\"{column}\" LIKE '{{%' OR \"{column}\" LIKE '[%')"
        );
        let plain = format!("UPDATE \"{name}\" SET \"{column}\" = $2 {holds}");
        Ok(self.execute(&json, binds)? + self.execute(&plain, binds)?)
    }
}
