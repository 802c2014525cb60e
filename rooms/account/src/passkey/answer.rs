//! What a device answered: read, matched with a passkey that we know, checked. It counts once it is used up.

use act::{Ctx, Error, Result};
use calendar::Instant;
use serde::Deserialize;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential, WebauthnError};

use super::{
    actions,
    challenge::{self, Purpose, Question},
    open, seal,
    store::{self, Row},
};

/// As web/passkey.js sends it, in one field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    pub(super) state: String,
    pub(super) credential: serde_json::Value,
}

impl Sent {
    /// `None` for a password, a code, or anything else that was typed.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        serde_json::from_str(typed).ok()
    }
}

/// An answer that holds.
#[derive(Debug)]
pub(crate) struct Used {
    pub(super) id: i64,
    /// The counter before it and with it.
    pub(super) was: i64,
    pub(super) counter: i64,
    /// To be kept from now on.
    pub(super) public_key: Vec<u8>,
    pub(super) question: Vec<u8>,
    pub(super) until: Instant,
}

pub(super) enum Checked {
    Right(Used),
    /// Signed by the key, and the counter has gone back: there are two of the device.
    Cloned,
    Wrong,
}

pub(super) struct Answer {
    question: Question<DiscoverableAuthentication>,
    credential: PublicKeyCredential,
    /// The passkey that it says it is.
    pub(super) key: Option<Row>,
}

impl Answer {
    pub(super) fn read(ctx: &Ctx, purpose: Purpose, sent: &Sent) -> Result<Self> {
        let question = challenge::open::<DiscoverableAuthentication>(ctx, purpose, &sent.state)?;
        let credential = serde_json::from_value::<PublicKeyCredential>(sent.credential.clone());
        let credential = credential.map_err(|_| unreadable())?;
        let (is_answered, key) = ctx.read(|read| {
            let is_answered = store::is_answered(read, &question.digest)?;
            Ok((is_answered, store::by_credential(read, credential.get_credential_id())?))
        })?;
        if is_answered {
            return Err(answered());
        }
        // Who was not asked by name has to say it himself.
        let says = credential.get_user_unique_id();
        let is_said = says.is_some() || !matches!(purpose, Purpose::Alone);
        let is_his = |row: &Row| is_said && says.is_none_or(|it| it == row.handle);
        Ok(Self { key: key.filter(is_his), question, credential })
    }

    /// What stands for a name where we know none: its failures are counted like those of any name.
    pub(super) fn stranger(&self) -> String {
        format!("passkey:{}", crypto::hex(&crypto::sm3(self.credential.get_credential_id())))
    }

    pub(super) fn check(&self, ctx: &Ctx, row: &Row) -> Result<Checked> {
        let Question { webauthn, state, digest, until } = &self.question;
        let mut key = open(&ctx.core, row)?;
        let (answer, state) = (&self.credential, state.clone());
        match webauthn.finish_discoverable_authentication_v2(answer, state, &key) {
            Ok(result) => {
                key.update_credential(&result);
                Ok(Checked::Right(Used {
                    id: row.id,
                    was: row.counter,
                    counter: result.counter().into(),
                    public_key: seal(&ctx.core, row.id, row.person, &key)?,
                    question: digest.clone(),
                    until: *until,
                }))
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Checked::Cloned),
            Err(error) => {
                tracing::info!(cause = %error, "a passkey did not pass");
                Ok(Checked::Wrong)
            }
        }
    }
}

/// The passkey of this person, if the answer holds. A clone is told to him and to whoever sits here.
pub(crate) fn matched(
    ctx: &Ctx,
    purpose: Purpose,
    person: i64,
    sent: &Sent,
) -> Result<Option<Used>> {
    let answer = Answer::read(ctx, purpose, sent)?;
    let Some(row) = answer.key.as_ref().filter(|row| row.person == person) else {
        return Ok(None);
    };
    match answer.check(ctx, row)? {
        Checked::Right(used) => Ok(Some(used)),
        Checked::Wrong => Ok(None),
        Checked::Cloned => Err(actions::cloned(ctx, row)?),
    }
}

pub(super) fn unreadable() -> Error {
    Error::invalid("", "浏览器交来的内容读不出来。请再点一次；还是这样的，换一个新一些的浏览器")
}

pub(super) fn answered() -> Error {
    Error::invalid("", "这一次已经用过了，不能再用。请再点一次，接着按浏览器的提示做")
}
