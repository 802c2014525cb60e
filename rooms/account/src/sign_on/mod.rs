//! Single sign-on by OpenID Connect: this installation as a relying party (docs/adr/0106).

pub(crate) mod actions;
mod ask;
mod examine;
pub(crate) mod pages;
mod provider;
mod redeem;
pub(crate) mod renew;
pub(crate) mod store;
mod trip;

use std::path::PathBuf;

use act::{Core, Ctx};
use serde::{Deserialize, Serialize};

use self::provider::Provider;

/// Where and as whom people sign on: what `settings.toml` says.
#[derive(Debug, Clone)]
pub struct SignOnAt {
    pub issuer: String,
    pub client: String,
    /// The client's secret is its first line; read each time, so that a new one needs no restart.
    pub secret_file: PathBuf,
    /// On the button: 省厅统一认证.
    pub name: String,
    /// Which claim names the login of an account here.
    pub login_claim: String,
    /// Values of `acr` or `amr` that say two factors have been checked.
    pub second_factor: Vec<String>,
    /// Whom to trust besides the certificate authorities of the machine.
    pub ca_file: Option<PathBuf>,
    pub scopes: Vec<String>,
    /// How browsers reach us: the way back leads there.
    pub origin: String,
}

/// The provider as this process knows it: a part of `Core` where one is set.
#[derive(Debug)]
pub struct SignOn {
    pub(crate) at: SignOnAt,
    provider: Provider,
}

impl SignOn {
    pub fn new(at: SignOnAt) -> Self {
        let provider = Provider::of(&at);
        Self { at, provider }
    }

    /// What it is called: 省厅统一认证.
    pub fn name(&self) -> &str {
        &self.at.name
    }

    /// What it is called here; a plain name where none is set any more.
    pub(crate) fn name_in(core: &Core) -> &str {
        Self::of(core).map_or("统一认证", |on| &on.at.name)
    }

    pub(crate) fn of(core: &Core) -> Option<&Self> {
        core.maybe_part::<Self>()
    }

    /// What the provider must know as our address to come back to.
    pub(crate) fn way_back(&self) -> String {
        format!("{}/sign-in/sign-on/back", self.at.origin)
    }

    /// Where somebody may end his session at the provider, as far as that is known without asking.
    pub(crate) fn way_out(&self) -> Option<String> {
        self.provider.way_out(&self.at)
    }
}

/// Whom the provider says it was, after everything about that was checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Proven {
    pub(crate) issuer: String,
    /// `sub`: never given to anybody else by this issuer.
    pub(crate) subject: String,
    pub(crate) login: Option<String>,
    pub(crate) has_two_factors: bool,
    /// How long ago he showed the provider that it is he; `None` where it does not say.
    pub(crate) seconds_ago: Option<i64>,
}

/// Why there is nobody to let in; in words for who stands before the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It cannot be reached, or is too slow.
    Away,
    /// What it answered does not hold, or does not fit what is set here.
    Wrong,
    /// It said no: the code of the standard, such as `access_denied`.
    Refused(String),
}

impl Trouble {
    pub(crate) fn words(&self, name: &str) -> String {
        let instead = "可以先用警号和口令登录";
        match self {
            Self::Away => format!("现在连不上{name}。请过一会儿再试，{instead}"),
            Self::Wrong => {
                format!("{name}的答复对不上，没有让您登录。请告诉系统管理员，{instead}")
            }
            Self::Refused(code) => match code.as_str() {
                "access_denied" => format!("您在{name}没有同意，或者它没有放行。{instead}"),
                code => format!("{name}没有放行（{code}）。请重新登录一次，{instead}"),
            },
        }
    }
}

/// The seconds of the real clock: tokens live in the provider's time, not in the day of a demo.
fn real_seconds() -> i64 {
    calendar::Clock::system().now().millis() / 1000
}

const CARRIED: &str = "sign_on.second_step";

/// Between the two steps of signing in: whom the provider had named, sealed for the cookie.
pub(crate) fn carry(ctx: &Ctx, proven: &Proven) -> String {
    let text = serde_json::to_vec(proven).expect("plain values become JSON");
    crypto::hex(&crypto::seal_bytes(&ctx.core.keys, CARRIED, &text).0)
}

pub(crate) fn carried(ctx: &Ctx, text: &str) -> Option<Proven> {
    let sealed = crypto::unhex(text)?;
    let opened = crypto::open_bytes(&ctx.core.keys, CARRIED, &sealed).ok()?;
    serde_json::from_slice(&opened).ok()
}

#[cfg(test)]
mod tests {
    use super::Trouble;

    #[test]
    fn each_trouble_says_what_to_do() {
        for trouble in [Trouble::Away, Trouble::Wrong, Trouble::Refused("access_denied".into())] {
            let words = trouble.words("省厅统一认证");
            assert!(words.contains("省厅统一认证") && words.contains("警号和口令"), "{words}");
        }
    }
}
