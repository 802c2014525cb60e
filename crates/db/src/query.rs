//! Statements put together from fixed fragments and numbered binds; never from input.

use serde::de::DeserializeOwned;

use crate::{Read, Result, ToValue, Value};

/// Values of one list; more are asked for by a join.
const LIST_AT_MOST: usize = 500;

/// A statement in the making. A fragment writes `{}` where one of its own binds goes.
///
/// ```text
/// let mut query = Query::new("SELECT id FROM person_now p WHERE p.unit = {}", bind![unit]);
/// query.add_if(!words.is_empty(), " AND p.name = {}", bind![words]);
/// query.in_list(" AND p.status IN ", &statuses);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Query {
    sql: String,
    binds: Vec<Value>,
}

impl Query {
    pub fn new(fragment: &'static str, binds: &[Value]) -> Self {
        let mut query = Self::default();
        query.add(fragment, binds);
        query
    }

    /// Appends a fragment with as many `{}` as `binds`.
    pub fn add(&mut self, fragment: &'static str, binds: &[Value]) -> &mut Self {
        let mut parts = fragment.split("{}");
        self.sql.push_str(parts.next().unwrap_or_default());
        for (part, bind) in parts.zip(binds) {
            self.place(bind.clone());
            self.sql.push_str(part);
        }
        debug_assert_eq!(fragment.matches("{}").count(), binds.len(), "binds of {fragment}");
        self
    }

    /// Appends the fragment only when `wanted`.
    pub fn add_if(&mut self, wanted: bool, fragment: &'static str, binds: &[Value]) -> &mut Self {
        if wanted {
            self.add(fragment, binds);
        }
        self
    }

    /// Appends `fragment (…, …)`; an empty list gives a condition that nothing meets.
    /// At most 500 values: ask for larger sets by a join.
    pub fn in_list<T: ToValue>(&mut self, fragment: &'static str, values: &[T]) -> &mut Self {
        let many = values.len();
        assert!(many <= LIST_AT_MOST, "in_list takes at most {LIST_AT_MOST} values, not {many}");
        self.sql.push_str(fragment);
        self.sql.push('(');
        if values.is_empty() {
            self.sql.push_str("NULL");
        }
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                self.sql.push_str(", ");
            }
            self.place(value.to_value());
        }
        self.sql.push(')');
        self
    }

    /// The same for lists of many lengths: the last value is repeated up to a power of two (at most 500), so
    /// that few lengths need to be prepared.
    pub fn padded_list<T: ToValue>(&mut self, fragment: &'static str, values: &[T]) -> &mut Self {
        let length = values.len().next_power_of_two().min(LIST_AT_MOST).max(values.len());
        let mut padded: Vec<Value> = values.iter().map(ToValue::to_value).collect();
        if let Some(last) = padded.last().cloned() {
            padded.resize(length, last);
        }
        self.in_list(fragment, &padded)
    }

    /// Appends `VALUES`-style rows `(…), (…)`, each of `width` binds, for multi-row inserts.
    pub fn rows(&mut self, width: usize, values: &[Value]) -> &mut Self {
        for (place, row) in values.chunks(width).enumerate() {
            self.sql.push_str(if place > 0 { ", (" } else { "(" });
            for (column, value) in row.iter().enumerate() {
                if column > 0 {
                    self.sql.push_str(", ");
                }
                self.place(value.clone());
            }
            self.sql.push(')');
        }
        self
    }

    /// The same for a list that is only read from: filled up with `filler` to a power of two (at most
    /// 8,192 rows), so that few lengths need to be prepared. The filler must match nothing.
    pub fn padded_rows(&mut self, values: &[Value], filler: &[Value]) -> &mut Self {
        const ROWS_AT_MOST: usize = 8192;
        let rows = values.len() / filler.len();
        let more = rows.next_power_of_two().min(ROWS_AT_MOST).saturating_sub(rows);
        let fillers = std::iter::repeat_n(filler, more).flatten();
        let padded: Vec<Value> = values.iter().chain(fillers).cloned().collect();
        self.rows(filler.len(), &padded)
    }

    pub fn all<T: DeserializeOwned>(&self, read: &Read) -> Result<Vec<T>> {
        read.all_of(&self.sql, &self.binds)
    }

    pub fn maybe<T: DeserializeOwned>(&self, read: &Read) -> Result<Option<T>> {
        Ok(self.all(read)?.into_iter().next())
    }

    /// Rows as plain cells, as [`Read::cells`].
    pub fn cells(&self, read: &Read) -> Result<Vec<Vec<Value>>> {
        read.cells_of(&self.sql, &self.binds)
    }

    /// Text that this crate makes itself.
    pub(crate) fn text(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    /// Appends a whole other query, its places counted on.
    pub(crate) fn append(&mut self, other: &Self) {
        let before = self.binds.len();
        let mut pieces = other.sql.split('$');
        self.sql.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece.find(|it: char| !it.is_ascii_digit()).unwrap_or(piece.len());
            let place: usize = piece[..end].parse().expect("only places begin with $");
            self.sql.push('$');
            self.sql.push_str(&(before + place).to_string());
            self.sql.push_str(&piece[end..]);
        }
        self.binds.extend_from_slice(&other.binds);
    }

    pub(crate) fn parts(&self) -> (&str, &[Value]) {
        (&self.sql, &self.binds)
    }

    fn place(&mut self, value: Value) {
        self.binds.push(value);
        self.sql.push('$');
        self.sql.push_str(&self.binds.len().to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind;

    #[test]
    fn fragments_share_one_numbering() {
        let mut query = Query::new("SELECT 1 WHERE a = {}", bind![1]);
        query.add_if(false, " AND no = {}", bind![2]).in_list(" AND b IN ", &[3, 4]);
        query.add(" AND c = {} OR d = {}", bind![5, "six"]);
        let (sql, binds) = query.parts();
        assert_eq!(sql, "SELECT 1 WHERE a = $1 AND b IN ($2, $3) AND c = $4 OR d = $5");
        assert_eq!(binds, bind![1, 3, 4, 5, "six"]);
    }

    #[test]
    fn a_whole_query_is_appended_with_its_places_counted_on() {
        let mut query = Query::new("SELECT {} UNION ALL ", bind!["x"]);
        query.append(&Query::new("SELECT a FROM t WHERE b = {} AND c = {}", bind![7, 8]));
        let (sql, binds) = query.parts();
        assert_eq!(sql, "SELECT $1 UNION ALL SELECT a FROM t WHERE b = $2 AND c = $3");
        assert_eq!(binds, bind!["x", 7, 8]);
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        let mut query = Query::new("SELECT 1 WHERE a IN ", &[]);
        query.in_list::<i64>("", &[]);
        assert_eq!(query.parts().0, "SELECT 1 WHERE a IN (NULL)");
    }

    #[test]
    fn padded_lists_come_in_few_lengths() {
        let mut query = Query::new("SELECT 1 WHERE", &[]);
        query.padded_list(" a IN ", &[1, 2, 3]);
        let (sql, binds) = query.parts();
        assert_eq!((sql, binds), ("SELECT 1 WHERE a IN ($1, $2, $3, $4)", bind![1, 2, 3, 3]));
        let most: Vec<i64> = (0..300).collect();
        let mut query = Query::new("", &[]);
        query.padded_list("", &most);
        assert_eq!(query.parts().1.len(), 500);
    }

    #[test]
    fn padded_rows_come_in_few_lengths() {
        let mut query = Query::new("VALUES ", &[]);
        query.padded_rows(bind![1, "x", 2, "y", 3, "z"], bind![0, ""]);
        let (sql, binds) = query.parts();
        assert_eq!(sql, "VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8)");
        assert_eq!(binds[6..], *bind![0, ""]);
    }

    #[test]
    fn rows_become_a_multi_row_insert() {
        let mut query = Query::new("INSERT INTO t (a, b) VALUES ", &[]);
        query.rows(2, bind![1, "x", 2, "y"]);
        assert_eq!(query.parts().0, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    }
}
