//! Between our question and a device's answer: sealed by our keys, short-lived, for one purpose of one session.
//! No row is kept for a question; that it has been answered is a row.

use act::{Ctx, Error, Result};
use calendar::Instant;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use web::Reply;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, PasskeyRegistration, Url, Uuid, Webauthn,
};
use webauthn_rs_proto::{AllowCredentials, ResidentKeyRequirement};

use super::site;
use crate::settings::settings;

/// What a question is for: an answer to one counts for no other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose<'p> {
    /// A new passkey, in this session.
    Add(i64),
    /// Signing in, without a password.
    Alone,
    /// The second step behind this ticket.
    Second(&'p str),
    /// That he sits at the screen of this session.
    Proof(i64),
}

impl Purpose<'_> {
    fn place(self) -> String {
        let what = match self {
            Self::Add(session) => format!("add.{session}"),
            Self::Alone => "alone".to_owned(),
            Self::Second(ticket) => {
                format!("second.{}", crypto::hex(&crypto::sm3(ticket.as_bytes())))
            }
            Self::Proof(session) => format!("proof.{session}"),
        };
        format!("passkey.question.{what}")
    }
}

/// What goes to the browser and comes back, as nobody but us can read it.
#[derive(Serialize, Deserialize)]
struct Kept<S> {
    origin: Url,
    /// Milliseconds.
    until: i64,
    /// Of the challenge.
    digest: Vec<u8>,
    state: S,
}

/// A question that still stands.
pub(super) struct Question<S> {
    pub(super) webauthn: Webauthn,
    pub(super) state: S,
    pub(super) digest: Vec<u8>,
    pub(super) until: Instant,
}

/// Whose new passkey it is to be.
pub(super) struct Owner<'o> {
    pub(super) handle: Uuid,
    pub(super) login: &'o str,
    pub(super) name: &'o str,
    /// His devices that have one already do not make a second.
    pub(super) known: Vec<CredentialID>,
}

/// Under which handle a new passkey is asked for, and the library's side of it.
pub(super) type New = (Uuid, PasskeyRegistration);

/// Asks a device for a new passkey: one that it finds by itself, and that it gives away only after it has checked
/// who holds it.
pub(super) fn new(ctx: &Ctx, session: i64, origin: &Url, owner: Owner) -> Result<Reply> {
    let Owner { handle, login, name, known } = owner;
    let asked = site::webauthn(&ctx.core, origin)?;
    let asked = asked.start_passkey_registration(handle, login, name, Some(known));
    let (mut options, state) = asked.map_err(Error::broken)?;
    if let Some(wanted) = &mut options.public_key.authenticator_selection {
        wanted.resident_key = Some(ResidentKeyRequirement::Required);
        wanted.require_resident_key = true;
    }
    let challenge = options.public_key.challenge.clone();
    let state = seal(ctx, Purpose::Add(session), origin, &challenge, &(handle, state))?;
    Reply::json(&serde_json::json!({ "publicKey": options.public_key, "state": state }))
}

/// Asks a device for one of these passkeys; for any of ours where nobody is known yet.
pub(super) fn known(
    ctx: &Ctx,
    purpose: Purpose,
    origin: &Url,
    keys: Vec<CredentialID>,
) -> Result<Reply> {
    let asked = site::webauthn(&ctx.core, origin)?.start_discoverable_authentication();
    let (mut options, state) = asked.map_err(Error::broken)?;
    let one = |id| AllowCredentials { type_: "public-key".to_owned(), id, transports: None };
    options.public_key.allow_credentials = keys.into_iter().map(one).collect();
    let challenge = options.public_key.challenge.clone();
    let state = seal::<DiscoverableAuthentication>(ctx, purpose, origin, &challenge, &state)?;
    Reply::json(&serde_json::json!({ "publicKey": options.public_key, "state": state }))
}

fn seal<S: Serialize>(
    ctx: &Ctx,
    purpose: Purpose,
    origin: &Url,
    challenge: &[u8],
    state: &S,
) -> Result<String> {
    let until = ctx.now.plus_seconds(settings().passkey_minutes * 60).millis();
    let digest = crypto::sm3(challenge).to_vec();
    let kept = Kept { origin: origin.clone(), until, digest, state };
    let plain = serde_json::to_vec(&kept).map_err(Error::broken)?;
    Ok(crypto::hex(&crypto::seal_bytes(&ctx.core.keys, &purpose.place(), &plain).0))
}

/// What was asked, if it was asked for this purpose and not too long ago.
pub(super) fn open<S: DeserializeOwned>(
    ctx: &Ctx,
    purpose: Purpose,
    sealed: &str,
) -> Result<Question<S>> {
    let plain = crypto::unhex(sealed)
        .and_then(|it| crypto::open_bytes(&ctx.core.keys, &purpose.place(), &it).ok());
    let kept = plain.and_then(|it| serde_json::from_slice::<Kept<S>>(&it).ok());
    let kept = kept.filter(|it| it.until > ctx.now.millis());
    let too_late =
        || Error::invalid("", "等得太久了，这一次不算。请再点一次，接着按浏览器的提示做");
    let Kept { origin, until, digest, state } = kept.ok_or_else(too_late)?;
    let webauthn = site::webauthn(&ctx.core, &origin)?;
    Ok(Question { webauthn, state, digest, until: Instant::from_millis(until) })
}
