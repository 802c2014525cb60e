//! One connection: runs a text with binds, on whichever database it belongs to.

use std::collections::HashMap;

use postgres::{binary_copy::BinaryCopyInWriter, fallible_iterator::FallibleIterator};

use crate::{Error, Result, Table, Value};

/// Names of columns and the cells of each row.
pub(crate) type Rows = (Vec<String>, Vec<Vec<Value>>);

/// What both drivers can do.
pub(crate) trait Conn: Send {
    fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Rows>;
    /// The number of rows changed.
    fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64>;
    /// Several statements without binds.
    fn batch(&mut self, sql: &str) -> Result<()>;
    /// The statement that names every column of every table, (table, column).
    fn columns(&self) -> &'static str;
    /// Every row in turn, none held.
    fn each(&mut self, sql: &str, row: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()>;
    /// Puts rows into a table by the quickest way there is, until there is none left; how many.
    fn fill(
        &mut self,
        table: &Table,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value>>>,
    ) -> Result<u64>;
}

impl Conn for rusqlite::Connection {
    fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Rows> {
        let mut statement = self.prepare_cached(&numbered(sql))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let width = names.len();
        let mut found = statement.query(rusqlite::params_from_iter(binds))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let cells: rusqlite::Result<Vec<Value>> =
                (0..width).map(|column| row.get_ref(column).map(from_sqlite)).collect();
            rows.push(cells?);
        }
        Ok((names, rows))
    }

    fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64> {
        let mut statement = self.prepare_cached(&numbered(sql))?;
        Ok(statement.execute(rusqlite::params_from_iter(binds))? as u64)
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.execute_batch(sql)?)
    }

    fn columns(&self) -> &'static str {
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
         ORDER BY 1, 2"
    }

    fn each(&mut self, sql: &str, row: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let width = statement.column_count();
        let mut found = statement.query([])?;
        while let Some(it) = found.next()? {
            let cells: rusqlite::Result<Vec<Value>> =
                (0..width).map(|column| it.get_ref(column).map(from_sqlite)).collect();
            row(cells?)?;
        }
        Ok(())
    }

    fn fill(
        &mut self,
        table: &Table,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value>>>,
    ) -> Result<u64> {
        let places = vec!["?"; table.columns.len()].join(", ");
        let mut statement = self.prepare(&format!(
            "INSERT INTO \"{}\" ({}) VALUES ({places})",
            table.name,
            table.quoted()
        ))?;
        let mut rows = 0;
        while let Some(cells) = next()? {
            statement.execute(rusqlite::params_from_iter(&cells))?;
            rows += 1;
        }
        Ok(rows)
    }
}

/// The writing connection inside an act. When the database has given up the whole transaction (the
/// disk is full), nothing more is written: outside a transaction it would be kept at once.
pub(crate) struct InTransaction<'c>(pub(crate) &'c mut rusqlite::Connection);

impl InTransaction<'_> {
    fn open(&mut self) -> Result<&mut rusqlite::Connection> {
        if self.0.is_autocommit() { Err(Error::GroupFailed) } else { Ok(self.0) }
    }
}

impl Conn for InTransaction<'_> {
    fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Rows> {
        self.open()?.query(sql, binds)
    }

    fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64> {
        Conn::execute(self.open()?, sql, binds)
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        self.open()?.batch(sql)
    }

    fn columns(&self) -> &'static str {
        self.0.columns()
    }

    fn each(&mut self, sql: &str, row: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()> {
        self.open()?.each(sql, row)
    }

    fn fill(
        &mut self,
        table: &Table,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value>>>,
    ) -> Result<u64> {
        self.open()?.fill(table, next)
    }
}

/// `SQLite` takes `$1` for a name; `?1` is the number that `PostgreSQL` means by `$1`.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(place) = rest.find('$') {
        let is_number = rest[place + 1..].starts_with(|next: char| next.is_ascii_digit());
        text.push_str(&rest[..place]);
        text.push(if is_number { '?' } else { '$' });
        rest = &rest[place + 1..];
    }
    text.push_str(rest);
    text
}

fn from_sqlite(cell: rusqlite::types::ValueRef<'_>) -> Value {
    use rusqlite::types::ValueRef;
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(it),
        ValueRef::Real(it) => Value::Real(it),
        ValueRef::Text(it) => Value::Text(String::from_utf8_lossy(it).into_owned()),
        ValueRef::Blob(it) => Value::Bytes(it.to_vec()),
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(it) => ValueRef::Integer(i64::from(*it)),
            Value::Int(it) => ValueRef::Integer(*it),
            Value::Real(it) => ValueRef::Real(*it),
            Value::Text(it) => ValueRef::Text(it.as_bytes()),
            Value::Bytes(it) => ValueRef::Blob(it),
        }))
    }
}

/// A `PostgreSQL` connection with its prepared statements.
pub(crate) struct PgConn {
    pub(crate) client: postgres::Client,
    prepared: HashMap<String, postgres::Statement>,
}

/// Prepared statements kept per connection; beyond it the memory of a server is not ours to fill.
const PREPARED_AT_MOST: usize = 400;

impl PgConn {
    pub(crate) fn new(client: postgres::Client) -> Self {
        Self { client, prepared: HashMap::new() }
    }

    fn prepare(&mut self, sql: &str) -> Result<postgres::Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        if self.prepared.len() >= PREPARED_AT_MOST {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn as_params(binds: &[Value]) -> Vec<&(dyn postgres::types::ToSql + Sync)> {
    binds.iter().map(|bind| bind as _).collect()
}

impl Conn for PgConn {
    fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Rows> {
        let statement = self.prepare(sql)?;
        let names = statement.columns().iter().map(|it| it.name().to_owned()).collect();
        let found = self.client.query(&statement, &as_params(binds))?;
        let rows = found.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect());
        Ok((names, rows.collect()))
    }

    fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        Ok(self.client.execute(&statement, &as_params(binds))?)
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn columns(&self) -> &'static str {
        "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT)
         FROM information_schema.columns c
         JOIN information_schema.tables t
           ON t.table_schema = c.table_schema AND t.table_name = c.table_name
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2"
    }

    fn each(&mut self, sql: &str, row: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()> {
        let mut found = self.client.query_raw::<_, &Value, _>(sql, [])?;
        while let Some(it) = found.next()? {
            row((0..it.len()).map(|at| it.get(at)).collect())?;
        }
        Ok(())
    }

    fn fill(
        &mut self,
        table: &Table,
        next: &mut dyn FnMut() -> Result<Option<Vec<Value>>>,
    ) -> Result<u64> {
        let (name, columns) = (&table.name, table.quoted());
        let shape = self.client.prepare(&format!("SELECT {columns} FROM \"{name}\""))?;
        let kinds: Vec<_> = shape.columns().iter().map(|it| it.type_().clone()).collect();
        let copy = format!("COPY \"{name}\" ({columns}) FROM STDIN (FORMAT binary)");
        let mut rows = BinaryCopyInWriter::new(self.client.copy_in(&copy)?, &kinds);
        while let Some(cells) = next()? {
            rows.write(&as_params(&cells))?;
        }
        Ok(rows.finish()?)
    }
}

type Boxed = Box<dyn std::error::Error + Sync + Send>;

impl postgres::types::ToSql for Value {
    fn to_sql(
        &self,
        kind: &postgres::types::Type,
        out: &mut bytes::BytesMut,
    ) -> std::result::Result<postgres::types::IsNull, Boxed> {
        use postgres::types::Type;
        match self {
            Value::Null => Ok(postgres::types::IsNull::Yes),
            Value::Bool(it) => it.to_sql(kind, out),
            Value::Int(it) => match *kind {
                Type::INT4 => i32::try_from(*it)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(*it)?.to_sql(kind, out),
                Type::FLOAT8 => (*it as f64).to_sql(kind, out),
                Type::BOOL => (*it != 0).to_sql(kind, out),
                _ => it.to_sql(kind, out),
            },
            Value::Real(it) => it.to_sql(kind, out),
            Value::Text(it) => it.to_sql(kind, out),
            Value::Bytes(it) => it.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &postgres::types::Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

impl<'a> postgres::types::FromSql<'a> for Value {
    fn from_sql(kind: &postgres::types::Type, raw: &'a [u8]) -> std::result::Result<Self, Boxed> {
        use postgres::types::Type;
        Ok(match *kind {
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Value::Bytes(Vec::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => {
                Value::Text(String::from_sql(kind, raw)?)
            }
            _ => return Err(format!("a column of type {kind} is outside our subset").into()),
        })
    }

    fn from_sql_null(_kind: &postgres::types::Type) -> std::result::Result<Self, Boxed> {
        Ok(Value::Null)
    }

    fn accepts(_kind: &postgres::types::Type) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn numbered_places_are_translated_and_other_dollars_kept() {
        assert_eq!(numbered("a = $12 AND b = '$x' OR c = $1"), "a = ?12 AND b = '$x' OR c = ?1");
    }
}
