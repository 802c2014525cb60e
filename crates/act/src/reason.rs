//! Why something was done: the words lie sealed beside the event (docs/adr/0159); and what opens only with a reason.

use crypto::Keys;
use db::{Read, bind};
use serde::Deserialize;

use crate::{Act, Acting, Ctx, Result, own_keys};

/// How the cell of an event begins whose words lie beside it; behind it their keyed digest.
const MARK: &str = "hmac-sm3:";

/// The sealed column.
pub const REASON_SAID: &str = "event_reason.said";

fn place(event: i64) -> String {
    format!("{REASON_SAID}.{event}")
}

/// Seals the words under the key of the person that the act is about, else of who does it; the digest for the event.
/// Where that key is destroyed the digest alone is kept.
pub(crate) fn keep(
    w: &Acting,
    keys: &Keys,
    (about, by): (Option<&str>, Option<i64>),
    words: &str,
) -> Result<String> {
    let (event, place) = (w.event(), place(w.event()));
    let subject = about.and_then(|it| it.strip_prefix("person:")?.parse().ok());
    let person: Option<i64> = subject.or(by);
    let own = own_keys(w, keys, person.as_slice())?;
    if let Some(sealed) = own.seal(keys, person, &place, words.as_bytes()) {
        let sql = "INSERT INTO event_reason (event, person, said) VALUES ($1, $2, $3)";
        w.run(sql, bind![event, person, sealed.0])?;
    }
    let digest = keys.event_digest(format!("{place}:{words}").as_bytes());
    Ok(format!("{MARK}{}", crypto::hex(&digest)))
}

/// The reason of an event as a row brings it: `reason` of `event`, `said` of `event_reason` with its person as `whose`,
/// and `wrapped` of `own_key` as `own_key`.
#[derive(Debug, Clone, Deserialize)]
pub struct Reason {
    /// The words of before they lay beside, or their digest.
    #[serde(rename = "reason")]
    cell: Option<String>,
    said: Option<Vec<u8>>,
    whose: Option<i64>,
    own_key: Option<Vec<u8>>,
}

impl Reason {
    /// `None`: none was given, or nobody can read it any more.
    pub fn words(&self, keys: &Keys, event: i64) -> Result<Option<String>> {
        let Some(said) = &self.said else {
            return Ok(self.cell.clone().filter(|it| !it.starts_with(MARK)));
        };
        let whose = self.whose.map(|person| (person, self.own_key.as_deref()));
        let plain = crypto::open_own(keys, whose, &place(event), said)?;
        plain.map(String::from_utf8).transpose().map_err(crate::Error::broken)
    }
}

impl Ctx {
    /// Whether the person at work has told in the last minutes why he looks at `about`: an event of this act
    /// with a reason. Once for each subject, so that a page and its print need one reason.
    pub fn has_given_reason(
        &self,
        read: &Read,
        act: &Act,
        about: &str,
        minutes: i64,
    ) -> Result<bool> {
        let Some(person) = self.actor.person() else { return Ok(false) };
        let since = self.now.plus_seconds(-minutes * 60);
        let sql = "SELECT count(*) FROM event
                   WHERE person = $1 AND at >= $2 AND act = $3 AND about = $4 AND reason IS NOT NULL";
        let found: i64 = read.one(sql, bind![person, since, act.key, about])?;
        Ok(found > 0)
    }
}
