//! The second step of signing in: codes of an authenticator app (RFC 6238) and recovery codes; a passkey counts too.

pub(crate) mod actions;
pub(crate) mod pages;
mod renew;
pub(crate) mod store;

pub use self::renew::renewal;

use act::{Core, Ctx, Error, Result};
use calendar::Instant;
use db::Read;
use totp_rs::{Builder, Secret, Totp};

use crate::{
    passkey, password,
    settings::{Installed, SecondFactor, settings},
};

const SECRET_BYTES: usize = 20;
pub(crate) const RECOVERY_CODES: i64 = 10;
const CODE_DIGITS: usize = 6;
const STEP_SECONDS: i64 = 30;

/// What somebody typed in the second step, without spaces and signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Six digits of the authenticator.
    Code(String),
    /// One of the printed ones: its number and the rest.
    Recovery(i64, String),
}

impl Typed {
    /// `123 456` or `7-abcd-efgh-jkmn`; `None` for what can be neither.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let plain: String = text::half_width(typed)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|it| it.to_ascii_lowercase())
            .collect();
        if plain.len() == CODE_DIGITS && plain.bytes().all(|it| it.is_ascii_digit()) {
            return Some(Self::Code(plain));
        }
        // Recovery codes have twelve signs after their number.
        let (no, rest) = plain.split_at_checked(plain.len().checked_sub(RECOVERY_SIGNS)?)?;
        Some(Self::Recovery(no.parse().ok()?, rest.to_owned()))
    }
}

const RECOVERY_SIGNS: usize = 12;

/// How the second step was passed; [`actions::use_up`] takes it out of use.
#[derive(Debug)]
pub(crate) enum Passed {
    Step(i64),
    Recovery(i64),
    Passkey(passkey::Used),
}

/// Which code was typed, if it is right. Outside any act: a recovery code costs a hash.
pub(crate) fn matched(ctx: &Ctx, person: i64, typed: &str) -> Result<Option<Passed>> {
    match Typed::read(typed) {
        None => Ok(None),
        Some(Typed::Code(code)) => {
            let found = ctx.read(|read| Ok(store::find(read, person)?))?;
            let Some(factor) = found else { return Ok(None) };
            let whose = (person, factor.own_key.as_deref());
            let opened = crypto::open_own(&ctx.core.keys, whose, &place(person), &factor.secret)?;
            let Some(secret) = opened else { return Ok(None) };
            let step = step_of(&secret, &code, ctx.now)?;
            Ok(step.filter(|step| *step > factor.last_step).map(Passed::Step))
        }
        Some(Typed::Recovery(no, rest)) => {
            let hash = ctx.read(|read| Ok(store::recovery(read, person, no)?))?;
            let is_right = password::is_right(&rest, hash.as_deref());
            Ok(is_right.then_some(Passed::Recovery(no)))
        }
    }
}

/// Whether the person has a second step.
pub(crate) fn has(read: &Read, person: i64) -> Result<bool> {
    let ways = store::ways(read, person)?;
    Ok(ways.apps + ways.passkeys > 0)
}

/// Whether a post can be worn only by who has a second step.
pub(crate) fn is_asked_for(core: &Core, post_kind: &str) -> bool {
    match asked(core) {
        SecondFactor::Nobody => false,
        SecondFactor::Administrators => {
            settings().second_factor_posts.iter().any(|it| it == post_kind)
        }
        SecondFactor::Officers | SecondFactor::Everyone => true,
    }
}

/// Whether nothing at all is open to who has none.
pub(crate) fn is_asked_of_everyone(core: &Core) -> bool {
    asked(core) == SecondFactor::Everyone
}

fn asked(core: &Core) -> SecondFactor {
    core.maybe_part::<Installed>().map(|it| it.second_factor).unwrap_or_default()
}

/// The 30 seconds that a code belongs to; a clock may be one step off.
fn step_of(secret: &[u8], code: &str, now: Instant) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.millis() / 1000).unwrap_or_default();
    Ok(totp(secret)?.check(code, seconds).map(|step| step as i64))
}

fn totp(secret: &[u8]) -> Result<Totp> {
    // Six digits, thirty seconds, SHA-1, one step of skew: what every authenticator app can do.
    Builder::new().with_secret(Secret::from(secret)).build().map_err(Error::broken)
}

/// A fresh secret.
pub(crate) fn new_secret() -> Vec<u8> {
    crypto::bytes(SECRET_BYTES)
}

/// As it is typed into an app by hand.
pub(crate) fn base32(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}

/// What an app reads from the picture.
pub(crate) fn address(core: &Core, login: &str, secret: &[u8]) -> String {
    let installed = core.maybe_part::<Installed>().and_then(|it| it.name.clone());
    let issuer = web::percent(installed.as_deref().unwrap_or("贯通"));
    let secret = base32(secret);
    let login = web::percent(login);
    format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={CODE_DIGITS}&period={STEP_SECONDS}"
    )
}

/// For the form that carries it to the browser and back while it is set up; what is kept lies under his own key.
pub(crate) fn seal(core: &Core, person: i64, secret: &[u8]) -> Vec<u8> {
    crypto::seal_bytes(&core.keys, &place(person), secret).0
}

pub(crate) fn open(core: &Core, person: i64, sealed: &[u8]) -> Result<Vec<u8>> {
    Ok(crypto::open_bytes(&core.keys, &place(person), sealed)?)
}

fn place(person: i64) -> String {
    format!("second_factor.secret.{person}")
}

/// Ten codes as they are printed, with what is kept of each.
pub(crate) fn new_recovery_codes() -> Vec<(String, String)> {
    let one = |no: i64| {
        let rest = password::signs(RECOVERY_SIGNS);
        let groups: Vec<&str> = [0, 4, 8].map(|at| &rest[at..at + 4]).to_vec();
        (format!("{no}-{}", groups.join("-")), password::hash(&rest))
    };
    (1..=RECOVERY_CODES).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_agree_with_the_standard() {
        // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")] {
            let now = Instant::from_millis(seconds * 1000);
            assert_eq!(step_of(secret, code, now).unwrap(), Some(seconds / 30), "{code}");
            for off in [-30, 30] {
                let now = Instant::from_millis((seconds + off) * 1000);
                assert_eq!(step_of(secret, code, now).unwrap(), Some(seconds / 30), "{off} s off");
            }
            let late = Instant::from_millis((seconds + 60) * 1000);
            assert_eq!(step_of(secret, code, late).unwrap(), None);
        }
    }

    #[test]
    fn what_is_typed_is_read_as_people_type_it() {
        assert_eq!(Typed::read(" 123 456 "), Some(Typed::Code("123456".into())));
        assert_eq!(Typed::read("１２３４５６"), Some(Typed::Code("123456".into())));
        let recovery = Some(Typed::Recovery(10, "abcdefghjkmn".into()));
        assert_eq!(Typed::read("10-ABCD-efgh-jkmn"), recovery);
        assert_eq!(Typed::read("10 abcd efgh jkmn"), recovery);
        for neither in ["", "12345", "1234567", "abcdef", "abcd-efgh-jkmn", "x-abcd-efgh-jkmn"] {
            assert_eq!(Typed::read(neither), None, "{neither}");
        }
    }

    #[test]
    fn recovery_codes_are_numbered_and_never_the_same() {
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), 10);
        assert!(codes[9].0.starts_with("10-") && codes[0].0.len() == 16);
        let Some(Typed::Recovery(1, rest)) = Typed::read(&codes[0].0) else { panic!() };
        assert!(password::is_right(&rest, Some(&codes[0].1)));
        assert!(!password::is_right(&rest, Some(&codes[1].1)));
    }
}
