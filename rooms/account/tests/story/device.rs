//! A device with passkeys, in software, and the browser before it: real keys and signatures, and the origin that a
//! browser would write down.

use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HOLDS_KEY: u8 = 0x40;

pub(crate) struct Device {
    keys: Vec<Key>,
    /// Whether it knows its owner, by a finger or a PIN.
    pub(crate) verifies: bool,
    /// Whether it counts its signatures; those that copy their keys to other devices do not.
    pub(crate) counts: bool,
}

struct Key {
    site: String,
    id: Vec<u8>,
    handle: Vec<u8>,
    pair: EcdsaKeyPair,
    counter: u32,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self { keys: Vec::new(), verifies: true, counts: true }
    }

    /// Makes a passkey for a site, as `navigator.credentials.create` does; what the page sends.
    pub(crate) fn create(&mut self, origin: &str, question: &str) -> String {
        let question: Value = serde_json::from_str(question).unwrap();
        let asked = &question["publicKey"];
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["attestation"], "none");
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let key = Key {
            site: asked["rp"]["id"].as_str().unwrap().to_owned(),
            id: crypto::bytes(16),
            handle: bytes(&asked["user"]["id"]),
            pair: EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap(),
            counter: 0,
        };
        let data = [self.data(&key, HOLDS_KEY), attested(&key)].concat();
        // CBOR: a map of three, with nothing attested.
        let head =
            [&[0xa3, 0x63][..], b"fmt", &[0x64], b"none", &[0x67], b"attStmt", &[0xa0, 0x68]];
        let length = u8::try_from(data.len()).unwrap();
        let object = [&head.concat()[..], b"authData", &[0x58, length], &data].concat();
        let response = json!({
            "clientDataJSON": text(&client_data("webauthn.create", origin, asked)),
            "attestationObject": text(&object),
            "transports": ["internal", "hybrid"],
        });
        let sent = sent(&question, &key, response);
        self.keys.push(key);
        sent
    }

    /// Answers with a passkey that is asked for, as `navigator.credentials.get` does; the last one where any will do.
    pub(crate) fn get(&mut self, origin: &str, question: &str) -> String {
        let question: Value = serde_json::from_str(question).unwrap();
        let asked = &question["publicKey"];
        assert_eq!(asked["userVerification"], "required");
        let allowed = asked["allowCredentials"].as_array().cloned().unwrap_or_default();
        let allowed: Vec<Vec<u8>> = allowed.iter().map(|it| bytes(&it["id"])).collect();
        let site = asked["rpId"].as_str().unwrap();
        let fits =
            |key: &&Key| key.site == site && (allowed.is_empty() || allowed.contains(&key.id));
        let place = self.keys.iter().rposition(|key| fits(&key)).expect("no passkey for this");
        self.keys[place].counter += u32::from(self.counts);
        let key = &self.keys[place];
        let (data, client) = (self.data(key, 0), client_data("webauthn.get", origin, asked));
        let signed = [&data[..], digest(&SHA256, &client).as_ref()].concat();
        let signature = key.pair.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": text(&client),
            "authenticatorData": text(&data),
            "signature": text(signature.as_ref()),
            "userHandle": text(&key.handle),
        });
        sent(&question, key, response)
    }

    /// Signs for whatever site is asked of it: no browser stands in between.
    pub(crate) fn for_site(&mut self, site: &str) {
        self.keys.iter_mut().for_each(|key| site.clone_into(&mut key.site));
    }

    fn data(&self, key: &Key, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let site = digest(&SHA256, key.site.as_bytes());
        [site.as_ref(), &[PRESENT | verified | flags], &key.counter.to_be_bytes()].concat()
    }
}

/// No model, the key's name, its public half as COSE has it.
fn attested(key: &Key) -> Vec<u8> {
    let point = key.pair.public_key().as_ref();
    let (x, y) = (&point[1..33], &point[33..]);
    let cose = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y];
    [&[0; 16][..], &[0, 16], &key.id, &cose.concat()].concat()
}

fn client_data(kind: &str, origin: &str, asked: &Value) -> Vec<u8> {
    let challenge = &asked["challenge"];
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

fn sent(question: &Value, key: &Key, response: Value) -> String {
    let id = text(&key.id);
    let credential = json!({ "id": id, "rawId": id, "type": "public-key", "response": response });
    json!({ "state": question["state"], "credential": credential }).to_string()
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for URLs, without padding.
fn text(bytes: &[u8]) -> String {
    let group = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        (0..=chunk.len())
            .map(move |at| char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]))
            .collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn bytes(text: &Value) -> Vec<u8> {
    let letters = text.as_str().unwrap().bytes();
    let values = letters.map(|it| LETTERS.iter().position(|letter| *letter == it).unwrap() as u32);
    let values: Vec<u32> = values.collect();
    let group = |chunk: &[u32]| {
        let bits = chunk.iter().fold(0_u32, |all, value| all << 6 | value);
        let bits = bits << (6 * (4 - chunk.len()));
        bits.to_be_bytes()[1..chunk.len()].to_vec()
    };
    values.chunks(4).flat_map(group).collect()
}
