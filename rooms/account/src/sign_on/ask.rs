//! Requests to the provider: few at once, short, small, by https.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use openidconnect::{HttpRequest, HttpResponse, SyncHttpClient, http};
use ureq::{
    Agent,
    tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem},
};

const CONNECT_AT_MOST: Duration = Duration::from_secs(3);
/// From the first byte sent to the last one received: somebody is waiting before the page.
const WHOLE_AT_MOST: Duration = Duration::from_secs(5);
const BYTES_AT_MOST: u64 = 256 * 1024;
/// Each holds a thread that others could use.
const AT_ONCE: usize = 8;

#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    #[error("too many requests under way")]
    Busy,
    #[error("not an https address")]
    Plain,
    #[error(transparent)]
    Failed(#[from] ureq::Error),
}

/// A way of asking one provider.
#[derive(Debug)]
pub(super) struct Line {
    agent: Agent,
    /// A provider on this very machine may speak http: trying things out, and tests.
    allows_plain: bool,
    under_way: AtomicUsize,
}

impl Line {
    pub(super) fn open(ca_file: Option<&Path>, allows_plain: bool) -> Result<Self, String> {
        let certificates = authorities(ca_file)?;
        if certificates.is_empty() && !allows_plain {
            return Err(
                "这台机器上没有可信的上级证书，请安装ca-certificates，或者写sign_on_ca_file".into(),
            );
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::new_with_certs(&certificates))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            // Where an answer points to is no concern of ours, and might be inside this network.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(CONNECT_AT_MOST))
            .timeout_global(Some(WHOLE_AT_MOST))
            .max_idle_connections(0)
            .user_agent("guantong");
        let agent = config.build().new_agent();
        Ok(Self { agent, allows_plain, under_way: AtomicUsize::new(0) })
    }

    fn may_ask(&self, uri: &http::Uri) -> bool {
        let is_here = || uri.host().is_some_and(db::is_this_machine);
        uri.scheme_str() == Some("https") || (self.allows_plain && is_here())
    }
}

impl SyncHttpClient for Line {
    type Error = Unanswered;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
        if !self.may_ask(request.uri()) {
            return Err(Unanswered::Plain);
        }
        let _turn = Turn::take(&self.under_way)?;
        let (head, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(BYTES_AT_MOST).read_to_vec()?;
        Ok(http::Response::from_parts(head, bytes))
    }
}

fn authorities(ca_file: Option<&Path>) -> Result<Vec<Certificate<'static>>, String> {
    let of_machine = rustls_native_certs::load_native_certs().certs;
    let mut all: Vec<_> =
        of_machine.iter().map(|it| Certificate::from_der(it).to_owned()).collect();
    if let Some(path) = ca_file {
        let text =
            fs::read(path).map_err(|error| format!("{} 读不出来：{error}", path.display()))?;
        let own = certificates(&text);
        if own.is_empty() {
            return Err(format!("{} 里没有证书，要PEM格式", path.display()));
        }
        all.extend(own);
    }
    Ok(all)
}

fn certificates(pem: &[u8]) -> Vec<Certificate<'static>> {
    let certificate = |item| match item {
        Ok(PemItem::Certificate(it)) => Some(it),
        _ => None,
    };
    parse_pem(pem).filter_map(certificate).collect()
}

struct Turn<'a>(&'a AtomicUsize);

impl<'a> Turn<'a> {
    fn take(under_way: &'a AtomicUsize) -> Result<Self, Unanswered> {
        let more = |now: usize| (now < AT_ONCE).then_some(now + 1);
        under_way
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
            .map(|_| Self(under_way))
            .map_err(|_| Unanswered::Busy)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_is_asked_and_http_on_this_machine_where_that_is_allowed() {
        let here = Line::open(None, true).unwrap();
        for (address, is_fine) in [
            ("https://sso.example.cn/token", true),
            ("http://127.0.0.1:4000/token", true),
            ("http://[::1]:4000/token", true),
            ("http://sso.example.cn/token", false),
            ("http://127.0.0.1.example.cn/token", false),
        ] {
            assert_eq!(here.may_ask(&address.parse().unwrap()), is_fine, "{address}");
        }
        let there = Line { allows_plain: false, ..here };
        assert!(!there.may_ask(&"http://127.0.0.1:4000/token".parse().unwrap()));
    }

    #[test]
    fn so_many_at_once_and_no_more() {
        let count = AtomicUsize::new(0);
        let turns: Vec<_> = (0..AT_ONCE).map(|_| Turn::take(&count).unwrap()).collect();
        assert!(matches!(Turn::take(&count), Err(Unanswered::Busy)));
        drop(turns);
        assert!(Turn::take(&count).is_ok());
    }
}
