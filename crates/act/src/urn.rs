//! Urns: anonymous answers while they are gathered (docs/adr/0143). Like a wish they leave no event; and there is no row that
//! could be anybody's answer: each answer is added to the counts of its group, which are sealed together with the marks of
//! those who have answered. What is in an urn can only be had by emptying it.

use std::collections::{BTreeMap, BTreeSet};

use crypto::Keys;
use db::{Asker, Column, Query, Read, Write, bind};
use serde::{Deserialize, Serialize};

use crate::{Acting, Ctx, Error, Result, named_lock};

/// Counts by question and choice.
pub type Tally = BTreeMap<String, BTreeMap<String, i64>>;

/// Every urn is as long as a multiple of this: how many have answered cannot be told from its size.
const PADDED_TO: usize = 4096;

/// Both in the order of the alphabet: nothing stands in the order in which it came.
#[derive(Default, Serialize, Deserialize)]
struct Content {
    salt: String,
    marks: BTreeSet<String>,
    tally: Tally,
}

impl Content {
    fn new() -> Self {
        Self { salt: crypto::token(), ..Self::default() }
    }

    fn mark(&self, person: i64) -> String {
        let digest = crypto::keyed_digest(self.salt.as_bytes(), &person.to_be_bytes());
        crypto::hex(&digest[..16])
    }
}

/// An urn as it is stored, for whoever brings it under another key.
#[derive(Debug, Deserialize)]
pub struct StoredUrn {
    pub id: i64,
    pub content: Vec<u8>,
}

/// Where it is sealed.
pub fn urn_place(id: i64) -> String {
    format!("urn.content.{id}")
}

impl Ctx {
    /// The person at work answers once: (question, choice). *Conflict* when he has answered.
    pub fn cast(&self, poll: &str, group: i64, answers: &[(&str, &str)]) -> Result<()> {
        let person = self.person()?;
        self.refuse_when_read_only()?;
        let keys = &self.core.keys;
        self.core.db.write(&[named_lock(&format!("urn {poll} {group}"))], |write| {
            let found = find(write, poll, group)?;
            let id = found.as_ref().map_or_else(random_id, |it| it.id);
            let mut content = match &found {
                Some(stored) => open(keys, stored)?,
                None => Content::new(),
            };
            if !content.marks.insert(content.mark(person)) {
                return Err(Error::Conflict("您已经答过了，一季度只答一次".into()));
            }
            for (question, choice) in answers {
                let counts = content.tally.entry((*question).to_owned()).or_default();
                *counts.entry((*choice).to_owned()).or_default() += 1;
            }
            let sealed = sealed(keys, id, &content)?;
            let sql = "INSERT INTO urn (id, poll, grp, content) VALUES ($1, $2, $3, $4)
                       ON CONFLICT (poll, grp) DO UPDATE SET content = $4";
            write.run(sql, bind![id, poll, group, sealed])?;
            Ok(())
        })
    }

    /// To which of these polls and groups the person at work has answered; nobody can ask this of somebody else.
    pub async fn have_cast(
        &self,
        ask: &Asker,
        polls: &[String],
        groups: &[i64],
    ) -> Result<BTreeSet<(String, i64)>> {
        const COLUMNS: &[Column] = &[
            Column::Int("id"),
            Column::Bytes("content"),
            Column::Text("poll"),
            Column::Int("grp"),
        ];
        let Some(person) = self.actor.person() else { return Ok(BTreeSet::new()) };
        let mut query = Query::new("SELECT id, content, poll, grp FROM urn WHERE 1 = 1", &[]);
        query.padded_list(" AND poll IN ", polls);
        query.padded_list(" AND grp IN ", groups);
        let rows: Vec<(i64, Vec<u8>, String, i64)> = ask.all(COLUMNS, query).await?;
        let mut found = BTreeSet::new();
        for (id, content, poll, group) in rows {
            let content = open(&self.core.keys, &StoredUrn { id, content })?;
            if content.marks.contains(&content.mark(person)) {
                found.insert((poll, group));
            }
        }
        Ok(found)
    }

    /// Takes out what all urns of a poll hold, by group; the urns and the marks are gone with that.
    pub fn empty_urns(&self, w: &Acting, poll: &str) -> Result<Vec<(i64, Tally)>> {
        let sql = "SELECT id, content, grp FROM urn WHERE poll = $1 ORDER BY grp";
        let rows: Vec<(i64, Vec<u8>, i64)> = w.all(sql, bind![poll])?;
        w.run("DELETE FROM urn WHERE poll = $1", bind![poll])?;
        let tally = |(id, content, group)| {
            let content = open(&self.core.keys, &StoredUrn { id, content })?;
            Ok((group, content.tally))
        };
        rows.into_iter().map(tally).collect()
    }
}

/// Polls of which there are urns; never how many.
pub fn polls_under_way(read: &Read) -> db::Result<Vec<String>> {
    read.all("SELECT DISTINCT poll FROM urn ORDER BY poll", &[])
}

fn find(read: &Read, poll: &str, group: i64) -> Result<Option<StoredUrn>> {
    let sql = "SELECT id, content FROM urn WHERE poll = $1 AND grp = $2";
    Ok(read.maybe(sql, bind![poll, group])?)
}

/// Not from the clock, as other ids are.
fn random_id() -> i64 {
    let bytes: [u8; 8] = crypto::bytes(8).try_into().expect("eight were asked for");
    i64::from_be_bytes(bytes) & i64::MAX
}

fn sealed(keys: &Keys, id: i64, content: &Content) -> Result<Vec<u8>> {
    let mut text = serde_json::to_string(content).map_err(anyhow::Error::from)?;
    let padding = text.len().next_multiple_of(PADDED_TO) - text.len();
    text.push_str(&" ".repeat(padding));
    Ok(crypto::seal(keys, &urn_place(id), &text).0)
}

fn open(keys: &Keys, stored: &StoredUrn) -> Result<Content> {
    let text = crypto::open(keys, &urn_place(stored.id), &stored.content)?;
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}

/// How many are not under the newest key.
pub fn urns_left(read: &Read, newest: &[u8]) -> db::Result<i64> {
    read.one("SELECT count(*) FROM urn WHERE substr(content, 1, 1) <> $1", bind![newest])
}

pub fn older_urns(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<StoredUrn>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT id, content FROM urn WHERE id > $2 AND substr(content, 1, 1) <> $1 ORDER BY id LIMIT 200";
    read.all(sql, bind![newest, after])
}

/// Under the newest key, in place of exactly this content.
pub fn renew_urn(write: &Write, keys: &Keys, row: &StoredUrn) -> Result<()> {
    let content = sealed(keys, row.id, &open(keys, row)?)?;
    let sql = "UPDATE urn SET content = $3 WHERE id = $1 AND content = $2";
    write.run(sql, bind![row.id, row.content, content])?;
    Ok(())
}

/// It opens.
pub fn prove_urn(keys: &Keys, row: &StoredUrn) -> Result<()> {
    open(keys, row).map(|_| ())
}
