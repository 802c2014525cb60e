//! What is kept of a person and nobody else may read: encrypted under his own key where it stands, found by
//! keyed digests, masked on screen.

use crypto::{Keys, OwnKey};
use db::Value;

/// The cells of one protected field and what it is found by.
pub(crate) struct Cells {
    pub(crate) sealed: Value,
    pub(crate) whole: Value,
    pub(crate) tail: Value,
}

const NOTHING: Cells = Cells { sealed: Value::Null, whole: Value::Null, tail: Value::Null };

pub(crate) fn id_number(keys: &Keys, own: &OwnKey, person: i64, number: Option<&str>) -> Cells {
    number.map_or(NOTHING, |number| Cells {
        sealed: sealed(keys, own, &place("id_number", person), number),
        whole: Value::Bytes(keys.lookup(&id_text(number))),
        tail: Value::Null,
    })
}

pub(crate) fn phone(keys: &Keys, own: &OwnKey, person: i64, number: Option<&str>) -> Cells {
    number.map_or(NOTHING, |number| Cells {
        sealed: sealed(keys, own, &place("phone", person), number),
        whole: Value::Bytes(keys.lookup(&phone_text(number))),
        tail: Value::Bytes(keys.lookup(&tail_text(number))),
    })
}

fn sealed(keys: &Keys, own: &OwnKey, place: &str, number: &str) -> Value {
    Value::Bytes(own.seal(keys, place, number.as_bytes()).0)
}

/// Digests by which an identity number is found, under every key.
pub(crate) fn id_digests(keys: &Keys, number: &str) -> Vec<Vec<u8>> {
    keys.lookups(&id_text(number))
}

pub(crate) fn phone_digests(keys: &Keys, number: &str) -> Vec<Vec<u8>> {
    keys.lookups(&phone_text(number))
}

/// Digests of the last four digits of a phone.
pub(crate) fn tail_digests(keys: &Keys, tail: &str) -> Vec<Vec<u8>> {
    keys.lookups(&tail_text(tail))
}

/// The plain number; `None` where there is none, or where his key is destroyed. `whose`: the person, and his
/// key as it is stored.
pub(crate) fn open(
    keys: &Keys,
    column: &str,
    whose: (i64, Option<&[u8]>),
    blob: Option<&[u8]>,
) -> act::Result<Option<String>> {
    blob.map_or(Ok(None), |blob| open_text(keys, whose, &place(column, whose.0), blob))
}

/// The same for any text of a person, by its place.
pub(crate) fn open_text(
    keys: &Keys,
    whose: (i64, Option<&[u8]>),
    place: &str,
    blob: &[u8],
) -> act::Result<Option<String>> {
    let plain = crypto::open_own(keys, whose, place, blob)?.map(String::from_utf8);
    plain.transpose().map_err(act::Error::broken)
}

fn place(column: &str, person: i64) -> String {
    format!("person.{column}.{person}")
}

// The prefixes keep a phone and a number of the same digits apart.
fn id_text(number: &str) -> String {
    format!("id_number {number}")
}

fn phone_text(number: &str) -> String {
    format!("phone {number}")
}

fn tail_text(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
    format!("phone_tail {tail}")
}
