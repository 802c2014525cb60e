//! 我想找人谈谈: a word from one person to another that leaves no trace with anybody else (docs/adr/0127). Beside half-filled
//! forms the only write without an event; like them it touches one table, and only what is the person's own.

use calendar::{Day, Instant};
use crypto::Keys;
use db::{Asker, Column, Query, Read, Write, bind};
use serde::{Deserialize, Serialize};

use crate::{Ctx, Error, Result};

/// What was asked and answered; nothing about why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    #[serde(skip)]
    pub id: i64,
    pub person: i64,
    pub chosen: i64,
    /// Key of a time that suits.
    pub when: String,
    pub asked_at: Instant,
    pub answer: Option<Answer>,
    #[serde(skip)]
    pub done_at: Option<Instant>,
}

/// When and where the chosen one has time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub on: Day,
    pub from: String,
    pub place: String,
}

#[derive(Deserialize)]
struct Row {
    id: i64,
    content: Vec<u8>,
    done_at: Option<Instant>,
}

fn by(person: i64) -> String {
    format!("wish.by {person}")
}

fn to(person: i64) -> String {
    format!("wish.to {person}")
}

/// Where it is sealed.
pub fn wish_place(id: i64) -> String {
    format!("wish.content.{id}")
}

impl Ctx {
    /// The person at work would like to talk with somebody; what he asked of the same one before gives way.
    pub fn ask_to_talk(&self, chosen: i64, when: &str) -> Result<()> {
        let person = self.person()?;
        let (asked_at, when) = (self.now, when.to_owned());
        let wish = Wish { id: 0, person, chosen, when, asked_at, answer: None, done_at: None };
        let before = self.read(|read| self.own_wishes(read))?;
        self.beside(|write| {
            for old in before.iter().filter(|it| it.chosen == chosen) {
                remove(write, old.id)?;
            }
            let id = write.id();
            let keys = &self.core.keys;
            let sql = "INSERT INTO wish (id, by_key, to_key, content, saved_at) VALUES ($1, $2, $3, $4, $5)";
            let (by, to) = (keys.lookup(&by(person)), keys.lookup(&to(chosen)));
            write.run(sql, bind![id, by, to, sealed(keys, id, &wish)?, self.now])?;
            Ok(())
        })
    }

    /// What the person at work asked, the latest first.
    pub fn own_wishes(&self, read: &Read) -> Result<Vec<Wish>> {
        let Some(person) = self.actor.person() else { return Ok(Vec::new()) };
        self.opened(self.of_asker(person).all(read)?)
    }

    /// What the person at work was asked.
    pub fn wishes_to_me(&self, read: &Read) -> Result<Vec<Wish>> {
        let Some(person) = self.actor.person() else { return Ok(Vec::new()) };
        self.opened(self.of_chosen(person).all(read)?)
    }

    /// [`Ctx::own_wishes`] while others ask too.
    pub fn own_wishes_asked(&self, ask: &Asker) -> impl Future<Output = Result<Vec<Wish>>> {
        self.asked(ask, self.actor.person().map(|it| self.of_asker(it)))
    }

    /// [`Ctx::wishes_to_me`] while others ask too.
    pub fn wishes_to_me_asked(&self, ask: &Asker) -> impl Future<Output = Result<Vec<Wish>>> {
        self.asked(ask, self.actor.person().map(|it| self.of_chosen(it)))
    }

    fn asked(&self, ask: &Asker, query: Option<Query>) -> impl Future<Output = Result<Vec<Wish>>> {
        const COLUMNS: &[Column] =
            &[Column::Int("id"), Column::Bytes("content"), Column::Text("done_at")];
        let rows = ask.all(COLUMNS, query);
        async move { self.opened(rows.await?) }
    }

    fn of_asker(&self, person: i64) -> Query {
        self.found(" WHERE by_key IN ", &by(person))
    }

    fn of_chosen(&self, person: i64) -> Query {
        self.found(" WHERE to_key IN ", &to(person))
    }

    /// All of them: a wish goes thirty days after it last moved.
    fn found(&self, column: &'static str, who: &str) -> Query {
        let mut query = Query::new("SELECT id, content, done_at FROM wish", &[]);
        query.in_list(column, &self.core.keys.lookups(who)).add(" ORDER BY id DESC", &[]);
        query
    }

    fn opened(&self, rows: Vec<Row>) -> Result<Vec<Wish>> {
        let one = |row: Row| {
            Ok(Wish {
                id: row.id,
                done_at: row.done_at,
                ..open(&self.core.keys, row.id, &row.content)?
            })
        };
        rows.into_iter().map(one).collect()
    }

    /// The chosen one says when and where; *NotFound* for everybody else.
    pub fn answer_wish(&self, id: i64, answer: Answer) -> Result<()> {
        let wish = self.read(|read| self.wishes_to_me(read))?.into_iter().find(|it| it.id == id);
        let wish = wish.filter(|it| it.done_at.is_none()).ok_or(Error::NotFound)?;
        let wish = Wish { answer: Some(answer), ..wish };
        self.beside(|write| {
            let sql =
                "UPDATE wish SET content = $2, saved_at = $3 WHERE id = $1 AND done_at IS NULL";
            write.run(sql, bind![id, sealed(&self.core.keys, id, &wish)?, self.now])?;
            Ok(())
        })
    }

    /// Either of the two: they have talked. From here on its thirty days run.
    pub fn end_wish(&self, id: i64) -> Result<()> {
        self.of_the_two(id)?;
        self.beside(|write| {
            let sql =
                "UPDATE wish SET done_at = $2, saved_at = $2 WHERE id = $1 AND done_at IS NULL";
            write.run(sql, bind![id, self.now])?;
            Ok(())
        })
    }

    /// Who asked does not want it any more: it was never there.
    pub fn forget_wish(&self, id: i64) -> Result<()> {
        let own = self.read(|read| self.own_wishes(read))?.into_iter().any(|it| it.id == id);
        if !own {
            return Err(Error::NotFound);
        }
        self.beside(|write| Ok(remove(write, id)?))
    }

    fn of_the_two(&self, id: i64) -> Result<()> {
        let all =
            self.read(|read| Ok([self.own_wishes(read)?, self.wishes_to_me(read)?].concat()))?;
        if all.iter().any(|it| it.id == id) { Ok(()) } else { Err(Error::NotFound) }
    }

    fn beside(&self, work: impl Fn(&Write) -> Result<()>) -> Result<()> {
        self.refuse_when_read_only()?;
        self.core.db.write(&[], |write| work(write))
    }

    /// Those of which nothing has moved since an instant; nobody learns how many.
    pub fn forget_wishes(&self, before: Instant) -> Result<()> {
        self.beside(|write| {
            write.run("DELETE FROM wish WHERE saved_at < $1", bind![before])?;
            Ok(())
        })
    }
}

fn remove(write: &Write, id: i64) -> db::Result<()> {
    write.run("DELETE FROM wish WHERE id = $1", bind![id])?;
    Ok(())
}

fn sealed(keys: &Keys, id: i64, wish: &Wish) -> Result<Vec<u8>> {
    let content = serde_json::to_string(wish).map_err(anyhow::Error::from)?;
    Ok(crypto::seal(keys, &wish_place(id), &content).0)
}

fn open(keys: &Keys, id: i64, content: &[u8]) -> Result<Wish> {
    read(&crypto::open_bytes(keys, &wish_place(id), content)?)
}

fn read(content: &[u8]) -> Result<Wish> {
    Ok(serde_json::from_slice(content).map_err(anyhow::Error::from)?)
}

/// A wish as it is stored, for whoever brings it under another key.
#[derive(Debug, Deserialize)]
pub struct StoredWish {
    pub id: i64,
    pub content: Vec<u8>,
}

/// Whether any has not moved since an instant; never how many.
pub fn has_wishes_before(read: &Read, before: Instant) -> db::Result<bool> {
    let sql = "SELECT id FROM wish WHERE saved_at < $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![before])?.is_some())
}

/// How many are not under the newest key.
pub fn wishes_left(read: &Read, newest: &[u8]) -> db::Result<i64> {
    read.one("SELECT count(*) FROM wish WHERE substr(content, 1, 1) <> $1", bind![newest])
}

pub fn older_wishes(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<StoredWish>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT id, content FROM wish WHERE id > $2 AND substr(content, 1, 1) <> $1 ORDER BY id LIMIT 200";
    read.all(sql, bind![newest, after])
}

/// Its content and what it is found by, under the newest key; in place of exactly this content. What it says
/// goes through `change`.
pub fn renew_wish(
    write: &Write,
    keys: &Keys,
    row: &StoredWish,
    change: &dyn Fn(Vec<u8>) -> Vec<u8>,
) -> Result<()> {
    let wish = read(&change(wish_words(keys, row)?))?;
    let (by, to) = (keys.lookup(&by(wish.person)), keys.lookup(&to(wish.chosen)));
    let sql =
        "UPDATE wish SET content = $3, by_key = $4, to_key = $5 WHERE id = $1 AND content = $2";
    write.run(sql, bind![row.id, row.content, sealed(keys, row.id, &wish)?, by, to])?;
    Ok(())
}

/// What it says: JSON that can be read.
pub fn wish_words(keys: &Keys, row: &StoredWish) -> Result<Vec<u8>> {
    let content = crypto::open_bytes(keys, &wish_place(row.id), &row.content)?;
    read(&content).map(|_| content)
}
