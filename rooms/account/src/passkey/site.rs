//! For which site passkeys hold: its origin as browsers write it, or why there are none. No I/O here.

use act::{Core, Error, Result};
use web::Front;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use crate::settings::{Installed, settings};

const BY_ADDRESS: &str = "通行密钥只认域名，现在是用IP地址打开的。在本机试用的，请把网址里的127.0.0.1换成localhost；正式使用的，请运维人员配好域名和https证书";
const NOT_SET: &str =
    "系统的设置里还没有写网址（public_origin），所以不能用通行密钥。请运维人员写好";
const NOT_HTTPS: &str = "通行密钥只在https的网址上能用。请运维人员配好证书";

/// The origin of our pages: as it is set, or where nothing is set this very machine's. `host`: as the browser says.
/// `Err` says in plain words why passkeys are not offered.
pub(super) fn origin(core: &Core, host: &str) -> Result<Url, &'static str> {
    let front = core.maybe_part::<Front>();
    let set = front.and_then(|it| it.public_origin.as_deref());
    let is_https = front.is_some_and(|it| it.is_https);
    let scheme = if is_https { "https" } else { "http" };
    let written = set.map_or_else(|| format!("{scheme}://{host}"), str::to_owned);
    let url = Url::parse(&written).map_err(|_| NOT_SET)?;
    match url.domain() {
        None => Err(BY_ADDRESS),
        // To browsers this machine itself is as safe as https.
        Some("localhost") => Ok(url),
        Some(_) if set.is_none() => Err(NOT_SET),
        Some(_) if url.scheme() != "https" => Err(NOT_HTTPS),
        Some(_) => Ok(url),
    }
}

/// Who asks and checks, for pages of this origin and no other.
pub(super) fn webauthn(core: &Core, origin: &Url) -> Result<Webauthn> {
    let name = core.maybe_part::<Installed>().and_then(|it| it.name.as_deref());
    let minutes = u64::try_from(settings().passkey_minutes).unwrap_or_default();
    WebauthnBuilder::new(origin.domain().unwrap_or_default(), origin)
        .map(|it| it.rp_name(name.unwrap_or("贯通")))
        .map(|it| it.timeout(std::time::Duration::from_secs(minutes * 60)))
        .and_then(WebauthnBuilder::build)
        .map_err(Error::broken)
}
