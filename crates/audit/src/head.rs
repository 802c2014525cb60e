//! The signed head: once a day, how far the chain has come, under an SM2 signature.

use act::{Act, Ctx, Error, Result};
use calendar::{Day, Instant};
use crypto::{PublicKey, SigningKey};
use db::Read;
use jobs::{JobKind, Schedule, When};
use serde::{Deserialize, Serialize};

use crate::{Code, store};

pub const SIGN_HEAD: Act = Act::new("audit.sign_head", "给审计记录签每日签名");
pub const MAKE_KEY: Act = Act::new("audit.make_key", "生成审计签名密钥");

const NAME: &str = "audit.sign_head";

/// What was signed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub no: i64,
    pub day: Day,
    pub signed_at: Instant,
    pub seal: i64,
    pub digest: Vec<u8>,
    pub events: i64,
    pub previous: Vec<u8>,
    pub signer: i64,
    pub signature: Vec<u8>,
}

impl Head {
    /// The text under the signature.
    pub fn text(&self) -> String {
        let (digest, previous) = (crypto::hex(&self.digest), crypto::hex(&self.previous));
        format!(
            "guantong audit head 1\n{}\n{}\n{}\n{}\n{digest}\n{}\n{previous}\n{}\n",
            self.no, self.day, self.signed_at, self.seal, self.events, self.signer
        )
    }

    pub fn code(&self) -> Code {
        Code::of(self.day, self.seal, &self.digest)
    }
}

pub fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| sign_head(ctx) }
}

/// A day that begins is signed soon after, or when the server is next there.
pub fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(0, 10) }
}

/// Signs where the chain stands, once a day. Nothing to do while nothing is sealed.
pub fn sign_head(ctx: &Ctx) -> Result<()> {
    let Some(key) = signing_key(ctx)? else { return Ok(()) };
    let Some(head) = ctx.read(|read| next_head(ctx, read, &key))? else { return Ok(()) };
    let signed = ctx.act_system(&SIGN_HEAD, |w| {
        w.about("audit_head", head.no).how(head.code().to_string());
        Ok(store::insert_head(w, &head)?)
    });
    match signed {
        // Another node was faster.
        Err(Error::Broken(cause)) if is_duplicate(&cause) => Ok(()),
        other => other,
    }
}

fn is_duplicate(cause: &anyhow::Error) -> bool {
    cause.downcast_ref::<db::Error>().is_some_and(db::Error::is_duplicate)
}

fn next_head(ctx: &Ctx, read: &Read, (signer, key): &(i64, SigningKey)) -> Result<Option<Head>> {
    let Some(last) = store::last_seal(read)? else { return Ok(None) };
    let before = store::last_head(read)?;
    if before.as_ref().is_some_and(|before| before.day >= ctx.today) {
        return Ok(None);
    }
    let (seal, events) = before.as_ref().map_or((0, 0), |it| (it.seal, it.events));
    let previous = before.as_ref().map_or_else(|| vec![0; 32], |it| digest_of(it).to_vec());
    let mut head = Head {
        no: before.as_ref().map_or(1, |it| it.no + 1),
        day: ctx.today,
        signed_at: ctx.now,
        seal: last.no,
        digest: last.digest,
        events: events + store::sealed_between(read, seal, last.no)?,
        previous,
        signer: *signer,
        signature: Vec::new(),
    };
    head.signature = key.sign(head.text().as_bytes());
    Ok(Some(head))
}

pub(crate) fn digest_of(head: &Head) -> [u8; 32] {
    crypto::sm3(head.text().as_bytes())
}

/// The newest key that signs, made where there is none.
fn signing_key(ctx: &Ctx) -> Result<Option<(i64, SigningKey)>> {
    let found = ctx.read(|read| Ok(store::keys(read)?.pop()))?;
    if let Some(row) = found {
        return Ok(Some((row.id, row.open(ctx)?)));
    }
    let key = SigningKey::random();
    let public = key.public();
    let made = ctx.act_system(&MAKE_KEY, |w| {
        w.about("audit_key", 1).how(public.fingerprint());
        let sealed = key.seal(&ctx.core.keys, &place(1));
        store::insert_key(w, 1, &public.to_bytes(), &sealed.0)?;
        Ok(())
    });
    match made {
        // Another node was faster: its key signs tomorrow here as well.
        Err(Error::Broken(cause)) if is_duplicate(&cause) => Ok(None),
        made => made.map(|()| Some((1, key))),
    }
}

pub(crate) fn place(key: i64) -> String {
    format!("audit_key.secret.{key}")
}

/// A key that signs, as stored.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct KeyRow {
    pub(crate) id: i64,
    pub(crate) public: Vec<u8>,
    pub(crate) secret: Vec<u8>,
}

impl KeyRow {
    pub(crate) fn open(&self, ctx: &Ctx) -> Result<SigningKey> {
        Ok(SigningKey::open(&ctx.core.keys, &place(self.id), &self.secret)?)
    }
}

/// Every head, oldest first.
pub fn heads(read: &Read) -> Result<Vec<Head>> {
    Ok(store::heads(read)?)
}

/// So many heads, newest first.
pub fn heads_on_page(read: &Read, offset: i64, limit: i64) -> Result<Vec<Head>> {
    Ok(store::newest_heads(read, offset, limit)?)
}

/// Whether anything is sealed.
pub fn is_begun(read: &Read) -> Result<bool> {
    Ok(store::last_seal(read)?.is_some())
}

/// The latest time among the newest acts, each by the clock of its time.
pub fn latest_act(read: &Read) -> Result<Option<Instant>> {
    Ok(store::latest_act(read)?)
}

pub fn count_heads(read: &Read) -> Result<i64> {
    Ok(store::count_heads(read)?)
}

/// Of the keys that sign, oldest first: (id, fingerprint).
pub fn fingerprints(read: &Read) -> Result<Vec<(i64, String)>> {
    let named = |row: KeyRow| {
        PublicKey::from_bytes(&row.public).map_or("读不出来".into(), |key| key.fingerprint())
    };
    Ok(store::keys(read)?.into_iter().map(|row| (row.id, named(row))).collect())
}
