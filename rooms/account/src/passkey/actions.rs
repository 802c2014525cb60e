//! Registering, renaming and removing one's own passkeys, and what follows from an answer.

use act::{Act, Acting, Ctx, Error, Result};
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use super::{
    answer::{Sent, Used, answered, unreadable},
    challenge::{self, New, Purpose},
    name_of, seal,
    store::{self, Row},
};
use crate::{second, settings::settings, telling};

pub(crate) const ADD: Act = Act::new("account.passkey.add", "登记通行密钥");
pub(crate) const RENAME: Act = Act::new("account.passkey.rename", "给通行密钥改名");
pub(crate) const REMOVE: Act = Act::new("account.passkey.remove", "删除通行密钥");
pub(crate) const CLONED: Act = Act::new("account.passkey.cloned", "通行密钥可能被人复制");

/// Registers a new passkey under a name (where it is empty, one by the device). Whoever has no second step yet gets
/// recovery codes, to be shown once.
pub(super) fn add(
    ctx: &Ctx,
    session: i64,
    sent: &Sent,
    (name, device): (&str, &str),
) -> Result<Vec<String>> {
    let person = ctx.person()?;
    let question = challenge::open::<New>(ctx, Purpose::Add(session), &sent.state)?;
    let answer = serde_json::from_value::<RegisterPublicKeyCredential>(sent.credential.clone());
    let answer = answer.map_err(|_| unreadable())?;
    let (handle, state) = &question.state;
    let key = question.webauthn.finish_passkey_registration(&answer, state).map_err(|error| {
        tracing::info!(cause = %error, "a passkey was not registered");
        Error::invalid("", "没有登记成，这台设备的回答对不上。请再点一次，接着按浏览器的提示做")
    })?;
    let transports = answer.response.transports.iter().flatten().map(ToString::to_string);
    let name = match name {
        "" => name_of(&transports.collect::<Vec<_>>(), device),
        name => name.to_owned(),
    };
    let is_first = ctx.read(|read| Ok(!second::has(read, person)?))?;
    let codes = if is_first { second::new_recovery_codes() } else { Vec::new() };
    let (codes, hashes): (Vec<String>, Vec<String>) = codes.into_iter().unzip();
    let is_given = ctx.act_own(&ADD, |w, person| {
        if store::count(w, person)? >= settings().passkeys_at_most {
            return Err(full());
        }
        let is_first_now = !second::has(w, person)?;
        if is_first_now && hashes.is_empty() {
            return Err(Error::Conflict("两步验证刚刚改过，请再点一次".into()));
        }
        if is_first_now {
            second::store::set_recovery(w, person, &hashes)?;
        }
        if !store::answer(w, &question.digest, question.until)? {
            return Err(answered());
        }
        let id = w.id();
        let row = Row {
            id,
            person,
            handle: handle.as_bytes().to_vec(),
            public_key: seal(&ctx.core, id, person, &key)?,
            counter: 0,
            name: name.clone(),
        };
        if !store::add(w, key.cred_id(), &row, w.now)? {
            return Err(Error::Conflict("这把通行密钥已经登记过了".into()));
        }
        w.reply(super::pages::URL);
        let words = format!(
            "您的账号登记了一把通行密钥“{name}”。不是您自己登记的，请马上删掉它、改口令，并告诉安全保密管理员"
        );
        tell(w, person, &words)?;
        Ok(is_first_now)
    })?;
    Ok(if is_given { codes } else { Vec::new() })
}

fn full() -> Error {
    let most = settings().passkeys_at_most;
    Error::Conflict(format!("一个人最多登记{most}把通行密钥，请先删掉不用的"))
}

pub(super) fn rename(ctx: &Ctx, id: i64, name: &str) -> Result<()> {
    ctx.act_own(&RENAME, |w, person| {
        w.changed(&["name"]).reply(super::pages::URL);
        if store::rename(w, person, id, name)? { Ok(()) } else { Err(Error::NotFound) }
    })
}

/// Removes one; with the last way of a second step go the recovery codes. False when none is left.
pub(super) fn remove(ctx: &Ctx, id: i64) -> Result<bool> {
    ctx.act_own(&REMOVE, |w, person| {
        let name = store::remove(w, person, id)?.ok_or(Error::NotFound)?;
        second::store::remove_idle_codes(w, person)?;
        w.reply(super::pages::URL);
        let words = format!(
            "您的账号删除了一把通行密钥“{name}”。不是您自己删的，请马上改口令，并告诉安全保密管理员"
        );
        tell(w, person, &words)?;
        second::has(w, person)
    })
}

fn tell(w: &Acting, person: i64, text: &str) -> Result<()> {
    telling::owner(w, person, text, super::pages::URL)
}

/// Takes the answer out of use; refused when the question was answered, or the key used or removed, meanwhile.
pub(crate) fn use_up(w: &Acting, used: &Used) -> Result<()> {
    if !store::answer(w, &used.question, used.until)? {
        return Err(answered());
    }
    if !store::used(w, used, w.now)? {
        let words = "这把通行密钥刚刚在别处用过，或者已经删掉。请再点一次";
        return Err(Error::Conflict(words.into()));
    }
    Ok(())
}

/// Leaves an event and tells its owner; the words for whoever sits here.
pub(super) fn cloned(ctx: &Ctx, row: &Row) -> Result<Error> {
    let name = &row.name;
    let told = format!(
        "用您的通行密钥“{name}”登录没有放行：它记的次数比上一次还少，可能被人复制了。请删掉它，改口令，并告诉安全保密管理员"
    );
    ctx.act_unknown(&CLONED, |w| {
        w.about("person", row.person);
        tell(w, row.person, &told)
    })?;
    let words = "这把通行密钥记的次数比上一次还少，可能被人复制了，没有放行。请用别的办法登录，把它删掉，并告诉安全保密管理员";
    Ok(Error::invalid("", words))
}
