//! Identity numbers and phones: encrypted where they stand, found by keyed digests, masked on screen.

use crypto::Keys;
use db::Value;

/// The cells of one protected field and what it is found by.
pub(crate) struct Cells {
    pub(crate) sealed: Value,
    pub(crate) whole: Value,
    pub(crate) tail: Value,
}

const NOTHING: Cells = Cells { sealed: Value::Null, whole: Value::Null, tail: Value::Null };

pub(crate) fn id_number(keys: &Keys, person: i64, number: Option<&str>) -> Cells {
    number.map_or(NOTHING, |number| Cells {
        sealed: Value::Bytes(crypto::seal(keys, &place("id_number", person), number).0),
        whole: Value::Bytes(keys.lookup(&id_text(number))),
        tail: Value::Null,
    })
}

pub(crate) fn phone(keys: &Keys, person: i64, number: Option<&str>) -> Cells {
    number.map_or(NOTHING, |number| Cells {
        sealed: Value::Bytes(crypto::seal(keys, &place("phone", person), number).0),
        whole: Value::Bytes(keys.lookup(&phone_text(number))),
        tail: Value::Bytes(keys.lookup(&tail_text(number))),
    })
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

/// The plain number, or `None` where there is none.
pub(crate) fn open(
    keys: &Keys,
    column: &str,
    person: i64,
    blob: Option<&[u8]>,
) -> act::Result<Option<String>> {
    Ok(blob.map(|blob| crypto::open(keys, &place(column, person), blob)).transpose()?)
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
