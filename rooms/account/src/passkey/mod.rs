//! Passkeys: keys on a person's own devices. One of them proves two things at once: he has the device, and the
//! device has checked that it is he.

pub(crate) mod actions;
mod answer;
mod challenge;
pub(crate) mod entry;
pub(crate) mod pages;
pub(crate) mod renew;
mod site;
pub(crate) mod store;

use act::{Core, Error, Result};
use webauthn_rs::prelude::Passkey;

use self::store::Row;
pub(crate) use self::{
    answer::{Sent, Used, matched},
    challenge::Purpose,
};

const NAME_CHARS: usize = 30;
/// How the web layer calls a browser that it does not know.
const UNKNOWN: &str = "未知";

/// Public key and counter as they are kept: nobody who can only write rows puts in a key of his own, or sets a
/// counter back.
fn seal(core: &Core, id: i64, person: i64, key: &Passkey) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(key).map_err(Error::broken)?;
    Ok(crypto::seal_bytes(&core.keys, &place(id, person), &plain).0)
}

fn open(core: &Core, row: &Row) -> Result<Passkey> {
    let plain = crypto::open_bytes(&core.keys, &place(row.id, row.person), &row.public_key)?;
    serde_json::from_slice(&plain).map_err(Error::broken)
}

fn place(id: i64, person: i64) -> String {
    format!("passkey.public_key.{id}.{person}")
}

/// What a passkey is called whose owner gave it no name: by how the device is reached, else by the browser.
fn name_of(transports: &[String], device: &str) -> String {
    let has = |way: &str| transports.iter().any(|it| it == way);
    let name = if has("internal") {
        Some(device).filter(|it| !it.starts_with(UNKNOWN)).unwrap_or("通行密钥")
    } else if ["usb", "nfc", "ble"].into_iter().any(has) {
        "安全密钥"
    } else if has("hybrid") {
        "手机"
    } else {
        "通行密钥"
    };
    name.chars().take(NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_passkey_without_a_name_is_called_by_its_device() {
        let named = |ways: &[&str]| {
            let ways: Vec<String> = ways.iter().map(|it| (*it).to_owned()).collect();
            name_of(&ways, "Chrome，Windows")
        };
        assert_eq!(named(&["internal", "hybrid"]), "Chrome，Windows");
        assert_eq!(named(&["usb", "nfc"]), "安全密钥");
        assert_eq!(named(&["hybrid"]), "手机");
        assert_eq!(named(&[]), "通行密钥");
        assert_eq!(name_of(&["internal".to_owned()], "未知，未知"), "通行密钥");
    }
}
