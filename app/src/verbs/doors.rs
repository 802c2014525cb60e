//! How the installation is reached: the certificate and the proxies, opened for `serve`, looked at by `doctor`.

use std::sync::Arc;

use act::Core;
use anyhow::{Result, anyhow};
use calendar::Instant;
use web::{Front, Tls};

use super::owners::Service;
use crate::{Place, Settings};

/// Opens the certificate, where there is one; an expired one is said and used.
pub(super) fn open_certificate(core: &Core, place: &Place, settings: &Settings) -> Result<()> {
    let Some(files) = settings.tls_files(place) else { return Ok(()) };
    let tls = Tls::open(files).map_err(|words| anyhow!("证书用不了：{words}"))?;
    if let Some(words) = tls.validity().fault(core.clock.now()) {
        eprintln!("{words}");
        tracing::error!("the certificate does not hold today");
    }
    let _ = core.part::<Front>().tls.set(Arc::new(tls));
    Ok(())
}

/// Fewer days than these: time to ask for the next one.
const DAYS_AHEAD: i64 = 30;

/// Whether the certificate is in order, and words about it.
pub(super) fn certificate(place: &Place, now: Instant) -> Result<(bool, String)> {
    let settings = Settings::of(place)?;
    let Some(files) = settings.tls_files(place) else { return Ok(without_certificate(&settings)) };
    let validity = match files.check() {
        Ok(validity) => validity,
        Err(words) => return Ok((false, words)),
    };
    if let Some(words) = validity.fault(now) {
        return Ok((false, words));
    }
    if let Some(words) = Service::of(&place.data).and_then(|it| it.key_fault(&files.key)) {
        return Ok((false, words));
    }
    let (until, days) = (validity.until.zh(), validity.days_left(now));
    let words = format!("{until}到期，还有{days}天");
    if days < DAYS_AHEAD {
        return Ok((false, format!("{words}。请换新证书，覆盖原来的文件就行，不用重启")));
    }
    Ok((true, format!("{words}；换了文件会自己用上")))
}

fn without_certificate(settings: &Settings) -> (bool, String) {
    match (settings.is_https(), settings.proxies.trusted.is_empty()) {
        (true, true) => (
            false,
            "https由前面的代理做，但没有登记代理的地址：所有来访会被当成同一个地址。请在设置里写trusted_proxies"
                .into(),
        ),
        (true, false) => (true, "https由前面的代理做，代理的地址已登记".into()),
        (false, _) => {
            let is_local = settings.listen.is_none_or(|it| it.ip().is_loopback());
            let words = "没有证书，只走http";
            if is_local {
                return (true, format!("{words}；只有这台机器能打开"));
            }
            (false, format!("{words}，别的机器也能打开：口令会明着走网线。请在设置里写tls_certificate和tls_key"))
        }
    }
}
