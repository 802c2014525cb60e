//! Every SQL statement about opening and closing accounts.

use act::Sight;
use calendar::{Day, Instant};
use db::{Query, Read, Result, Write, bind};
use serde::Deserialize;

use super::NewAccount;

/// An account as administrators see it: no data of the member.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Listed {
    pub(crate) person: i64,
    pub(crate) login: String,
    pub(crate) name: String,
    /// The unit that he belongs to, or holds a post in.
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) must_change: bool,
    pub(crate) closed_at: Option<Instant>,
    /// The rule closed it: he had left the roll and held no post.
    pub(crate) left_at: Option<Instant>,
    /// Kept open though he has left.
    pub(crate) kept_until: Option<Day>,
}

impl Listed {
    pub(crate) fn state_zh(&self) -> String {
        match (self.closed_at, self.left_at, self.kept_until) {
            (Some(_), Some(at), _) => format!("{}离开名册，自动停用", at.day().zh()),
            (Some(at), None, _) => format!("{}停用", at.day().zh()),
            (None, _, Some(until)) => format!("已离开，留用到{}", until.zh()),
            (None, ..) if self.must_change => "等本人改开户口令".to_owned(),
            (None, ..) => "使用中".to_owned(),
        }
    }
}

/// Which accounts a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'w> {
    /// Name, initials or login begins so.
    pub(crate) words: &'w str,
    /// Only of people who have left: closed by rule, or kept open.
    pub(crate) left: bool,
}

/// Accounts in sight, by name.
pub(crate) fn list(
    read: &Read,
    sight: &Sight,
    wanted: Wanted,
    (offset, limit): (i64, i64),
) -> Result<Vec<Listed>> {
    let mut query = Query::new(
        "SELECT a.person, a.login, p.name, u.id AS unit,
                u.name AS unit_name, a.must_change, a.closed_at, a.left_at, a.kept_until",
        &[],
    );
    from(&mut query, sight, wanted);
    let binds = bind![limit, offset];
    query.add(" ORDER BY p.name_key NULLS LAST, a.login LIMIT {} OFFSET {}", binds);
    query.all(read)
}

pub(crate) fn count(read: &Read, sight: &Sight, wanted: Wanted) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    from(&mut query, sight, wanted);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn from(query: &mut Query, sight: &Sight, wanted: Wanted) {
    let words = wanted.words;
    query.add(
        // By his roll; who is on none by his last post, ended or not, or by his last roll. Asked of account holders alone.
        " FROM account a
          JOIN (SELECT r.id, r.name, r.name_key, r.initials, r.unit FROM person_now r
                WHERE r.id IN (SELECT person FROM account)
                UNION ALL
                SELECT h.person, h.name, h.name_key, '', h.unit FROM post_held h
                WHERE h.id IN (SELECT max(k.id) FROM post_span k
                               WHERE k.person IN (SELECT person FROM account) GROUP BY k.person)
                  AND NOT EXISTS (SELECT 1 FROM person_now n WHERE n.id = h.person)
                UNION ALL
                SELECT l.id, l.name, l.name_key, l.initials, l.unit FROM person_left l
                WHERE l.id IN (SELECT person FROM account)
                  AND NOT EXISTS (SELECT 1 FROM post_span k WHERE k.person = l.id)) p
            ON p.id = a.person
          JOIN unit_now u ON u.id = p.unit
          WHERE 1 = 1",
        &[],
    );
    sight.limit(query);
    query.add_if(
        wanted.left,
        " AND (a.closed_at IS NOT NULL AND a.left_at IS NOT NULL OR a.kept_until IS NOT NULL)",
        &[],
    );
    let begins = format!("{}%", words.to_lowercase());
    query.add_if(
        !words.is_empty(),
        " AND (lower(p.name) LIKE {} OR p.initials LIKE {} OR a.login LIKE {})",
        bind![begins, begins, begins],
    );
}

/// Somebody who has no account yet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) police_number: Option<String>,
}

/// People in sight without an account whose name, initials or police number begins so.
pub(crate) fn candidates(
    read: &Read,
    sight: &Sight,
    words: &str,
    limit: i64,
) -> Result<Vec<Candidate>> {
    let begins = format!("{}%", words.to_lowercase());
    let mut query = candidate();
    query.add(
        " AND (lower(p.name) LIKE {} OR p.initials LIKE {} OR lower(p.police_number) LIKE {})",
        bind![begins, begins, begins],
    );
    sight.limit(&mut query);
    // Bounded: who is searched for; the page says that there are more and asks for more letters.
    query.add(" ORDER BY p.name_key, p.id LIMIT {}", bind![limit]);
    query.all(read)
}

pub(crate) fn find_candidate(read: &Read, sight: &Sight, person: i64) -> Result<Option<Candidate>> {
    let mut query = candidate();
    query.add(" AND p.id = {}", bind![person]);
    sight.limit(&mut query);
    query.maybe(read)
}

fn candidate() -> Query {
    Query::new(
        "SELECT p.id AS person, p.name, u.id AS unit, u.name AS unit_name, p.police_number
         FROM person_now p JOIN unit_now u ON u.id = p.unit
         WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.person = p.id)",
        &[],
    )
}

/// An account in sight.
pub(crate) fn find(read: &Read, sight: &Sight, person: i64) -> Result<Option<Listed>> {
    let mut query = Query::new(
        "SELECT a.person, a.login, p.name, u.id AS unit,
                u.name AS unit_name, a.must_change, a.closed_at, a.left_at, a.kept_until",
        &[],
    );
    from(&mut query, sight, Wanted::default());
    query.add(" AND a.person = {}", bind![person]);
    query.maybe(read)
}

/// The holder of an open account in sight, by its login.
pub(crate) fn by_login(read: &Read, sight: &Sight, login: &str) -> Result<Option<i64>> {
    let mut query = Query::new("SELECT a.person", &[]);
    from(&mut query, sight, Wanted::default());
    query.add(" AND a.login = {} AND a.closed_at IS NULL", bind![login]);
    query.maybe(read)
}

pub(crate) fn is_any(read: &Read) -> Result<bool> {
    Ok(read.maybe::<i64>("SELECT person FROM account LIMIT 1", &[])?.is_some())
}

/// Whether somebody has an account that is not closed.
pub(crate) fn is_open(read: &Read, person: i64) -> Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE person = $1 AND closed_at IS NULL";
    Ok(read.one::<i64>(sql, bind![person])? > 0)
}

pub(crate) fn login_of(read: &Read, person: i64) -> Result<Option<String>> {
    read.maybe("SELECT login FROM account WHERE person = $1", bind![person])
}

pub(crate) fn is_taken(read: &Read, login: &str) -> Result<bool> {
    let sql = "SELECT person FROM account WHERE login = $1";
    Ok(read.maybe::<i64>(sql, bind![login])?.is_some())
}

pub(crate) fn insert(write: &Write, accounts: &[NewAccount], now: Instant) -> Result<u64> {
    let mut cells = Vec::with_capacity(accounts.len() * 6);
    for new in accounts {
        let row = bind![new.person, new.login, new.password, now, new.must_change, now];
        cells.extend_from_slice(row);
    }
    let head = "INSERT INTO account (person, login, password, changed_at, must_change, opened_at)
                VALUES ";
    write.insert_rows(head, 6, &cells)
}

/// A new start password; a closed account is open again.
pub(crate) fn reset(write: &Write, person: i64, password: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE account SET password = $2, changed_at = $3, must_change = TRUE,
                                  closed_at = NULL, left_at = NULL, kept_until = NULL
               WHERE person = $1";
    Ok(write.run(sql, bind![person, password, now])? == 1)
}

/// Who handed over the start password; `None` for the operator.
pub(crate) fn note_hand(write: &Write, person: i64, by: Option<i64>) -> Result<()> {
    write.run("UPDATE account SET handed_by = $2 WHERE person = $1", bind![person, by])?;
    Ok(())
}

/// Open though its person has left.
pub(crate) fn keep_until(write: &Write, person: i64, until: Day) -> Result<()> {
    write.run("UPDATE account SET kept_until = $2 WHERE person = $1", bind![person, until])?;
    Ok(())
}

/// False when it is closed already.
pub(crate) fn close(write: &Write, person: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE account SET closed_at = $2, kept_until = NULL WHERE person = $1 AND closed_at IS NULL";
    Ok(write.run(sql, bind![person, now])? == 1)
}

/// The code of this start instead of any before.
pub(crate) fn keep_first_code(write: &Write, digest: &[u8], now: Instant) -> Result<()> {
    write.run("DELETE FROM first_code", &[])?;
    let sql = "INSERT INTO first_code (digest, made_at) VALUES ($1, $2)";
    write.run(sql, bind![digest, now])?;
    Ok(())
}

/// False when it is another code. A used one is gone.
pub(crate) fn use_first_code(write: &Write, digest: &[u8]) -> Result<bool> {
    Ok(write.run("DELETE FROM first_code WHERE digest = $1", bind![digest])? == 1)
}

/// The administrative unit with this code.
pub(crate) fn administrative(read: &Read, code: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM unit_now WHERE code = $1 AND family = 'administrative'";
    read.maybe(sql, bind![code])
}
