//! Where a request came from: the other end of its line, or whom a trusted proxy names. No I/O here.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
    sync::{Arc, OnceLock},
};

use act::Core;
use axum::http::{HeaderMap, HeaderName};

use crate::{Req, Tls};

/// How browsers reach this installation: a part of `Core`, set by `serve`. Without it nobody is trusted.
#[derive(Debug, Clone, Default)]
pub struct Front {
    /// `https://dj.example.cn`: forms must come from a page of this very origin.
    pub public_origin: Option<String>,
    /// Browsers reach it by https, here or at the proxy.
    pub is_https: bool,
    /// TLS of our own, set once its files are read; without it a proxy speaks it for us, or nobody does.
    pub tls: OnceLock<Arc<Tls>>,
    pub proxies: Proxies,
    /// Who may ask for `/metrics` besides this machine.
    pub metrics_from: Vec<Network>,
    /// Where administrators wear their hats (GB/T 22239 8.1.4.4 c); empty: anywhere.
    pub administrators_from: Vec<Network>,
    /// Where the proxies say whose client certificate they have checked; without it nobody signs in by one.
    pub certificate: Option<CertificateHeader>,
}

impl Front {
    /// Whether administration may come from here.
    pub fn is_for_administrators(core: &Core, client: Option<IpAddr>) -> bool {
        let named = core.maybe_part::<Self>().map_or(&[][..], |it| &it.administrators_from);
        let is_in = |client: IpAddr| named.iter().any(|network| network.contains(client));
        named.is_empty() || client.is_some_and(is_in)
    }

    /// `https://dj.example.cn`: what an address of this site begins with, for who is to open it elsewhere.
    pub fn origin(core: &Core, req: &Req) -> String {
        let front = core.maybe_part::<Self>();
        let set = front.and_then(|it| it.public_origin.clone());
        let scheme = if front.is_some_and(|it| it.is_https) { "https" } else { "http" };
        set.unwrap_or_else(|| format!("{scheme}://{}", req.host()))
    }
}

/// A header that proxies set after they have checked a client's certificate, and take away from everybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateHeader {
    pub name: HeaderName,
    /// The part of a distinguished name that holds the login (`CN`, `UID`, `serialNumber`); "": all of the header.
    pub field: String,
}

/// The proxies before us. Only what they say about a client's address is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    pub trusted: Vec<Network>,
    pub header: ForwardedHeader,
}

/// The header in which the proxies name the client. Only this one is read: a proxy that sets one of them
/// passes the other on as the client wrote it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    #[default]
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

/// The other end of a connection: an extension of each request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// One address, or all that begin alike: `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().map_err(|_| ())?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| ())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(all);
        (bits <= all).then_some(Self { address, bits }).ok_or(())
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = if self.address.is_ipv4() { 32 } else { 128 };
        if self.bits == all {
            return self.address.fmt(f);
        }
        write!(f, "{}/{}", self.address, self.bits)
    }
}

impl Network {
    pub fn contains(&self, other: IpAddr) -> bool {
        let beyond = |all: u32| all - self.bits;
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                let differ = ours.to_bits() ^ other.to_bits();
                differ.checked_shr(beyond(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                let differ = ours.to_bits() ^ other.to_bits();
                differ.checked_shr(beyond(128)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl Proxies {
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(address))
    }

    /// The client of a request that came over a line from `peer`. From the nearest proxy outward, as long as the
    /// one who speaks is trusted: what stands further left a client may have written himself.
    pub(crate) fn client(&self, peer: Option<Peer>, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |Peer(it)| it.to_canonical());
        // Requests without a line are those of this program itself.
        if peer.is_none() {
            return client;
        }
        for named in self.named(headers).iter().rev() {
            if !self.trusts(client) {
                break;
            }
            match named {
                Some(named) => client = *named,
                None => break,
            }
        }
        client
    }

    /// Every hop that the header names, in its order; `None` for what is no address.
    fn named(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ForwardedHeader::XForwardedFor => "x-forwarded-for",
            ForwardedHeader::Forwarded => "forwarded",
        };
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?"));
        let hops = lines.flat_map(|line| line.split(','));
        hops.map(|hop| match self.header {
            ForwardedHeader::XForwardedFor => address(hop),
            ForwardedHeader::Forwarded => hop.split(';').find_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                key.trim().eq_ignore_ascii_case("for").then(|| address(value))?
            }),
        })
        .collect()
    }
}

impl Front {
    /// The login that a client's certificate stands for, as a trusted proxy says it on its very line.
    pub(crate) fn certified(&self, peer: Option<Peer>, headers: &HeaderMap) -> Option<String> {
        let header = self.certificate.as_ref()?;
        let Peer(peer) = peer?;
        if !self.proxies.trusts(peer.to_canonical()) {
            return None;
        }
        let mut lines = headers.get_all(&header.name).iter();
        let said = lines.next()?.to_str().ok()?.trim();
        // Of two lines one was written by somebody else.
        if lines.next().is_some() {
            return None;
        }
        let login = if header.field.is_empty() { said } else { part(said, &header.field)? };
        Some(login.to_owned()).filter(|it| !it.is_empty())
    }
}

/// One value of `CN=003917,OU=x` or `/OU=x/CN=003917`; `None` where the field stands twice.
fn part<'n>(name: &'n str, field: &str) -> Option<&'n str> {
    let separator = if name.starts_with('/') { '/' } else { ',' };
    let mut values = name.split(separator).filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(field).then(|| value.trim())
    });
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// `192.0.2.1`, `192.0.2.1:4711`, `"[2001:db8::1]:4711"`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(trusted: &[&str], header: ForwardedHeader) -> Proxies {
        let trusted = trusted.iter().map(|it| it.parse().unwrap()).collect();
        Proxies { trusted, header }
    }

    fn client(proxies: &Proxies, peer: &str, lines: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        proxies.client(Some(Peer(peer.parse().unwrap())), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let said = [("x-forwarded-for", "203.0.113.9")];
        let nobody = Proxies::default();
        assert_eq!(client(&nobody, "10.0.0.5", &said), "10.0.0.5");
        let one = proxies(&["10.0.0.5"], ForwardedHeader::XForwardedFor);
        assert_eq!(client(&one, "10.0.0.5", &said), "203.0.113.9");
        assert_eq!(client(&one, "::ffff:10.0.0.5", &said), "203.0.113.9");
        assert_eq!(client(&one, "10.0.0.6", &said), "10.0.0.6", "a neighbour is no proxy");
        assert_eq!(client(&one, "10.0.0.5", &[]), "10.0.0.5");
    }

    #[test]
    fn what_a_client_writes_himself_counts_for_nothing() {
        let net = proxies(&["10.0.0.0/24"], ForwardedHeader::XForwardedFor);
        for said in [
            &[("x-forwarded-for", "1.2.3.4, 203.0.113.9, 10.0.0.7")][..],
            &[("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "203.0.113.9,10.0.0.7")],
            &[("forwarded", "for=1.2.3.4"), ("x-forwarded-for", "203.0.113.9:4711")],
        ] {
            assert_eq!(client(&net, "10.0.0.5", said), "203.0.113.9", "{said:?}");
        }
        let broken = [("x-forwarded-for", "203.0.113.9, unknown, 10.0.0.7")];
        assert_eq!(
            client(&net, "10.0.0.5", &broken),
            "10.0.0.7",
            "nothing beyond what is no address"
        );
    }

    #[test]
    fn the_standard_header_is_read_where_it_is_configured() {
        let it = proxies(&["::1"], ForwardedHeader::Forwarded);
        let said = [("forwarded", "for=\"[2001:db8::17]:4711\";proto=https;by=_x")];
        assert_eq!(client(&it, "::1", &said), "2001:db8::17");
        assert_eq!(client(&it, "::1", &[("x-forwarded-for", "203.0.113.9")]), "::1");
        assert_eq!(client(&it, "::1", &[("forwarded", "proto=https")]), "::1");
    }

    #[test]
    fn networks_begin_alike() {
        let net = |text: &str| text.parse::<Network>();
        let has = |text: &str, other: &str| net(text).unwrap().contains(other.parse().unwrap());
        assert!(has("10.1.0.0/16", "10.1.255.1") && !has("10.1.0.0/16", "10.2.0.1"));
        assert!(has("0.0.0.0/0", "203.0.113.9") && !has("0.0.0.0/0", "2001:db8::1"));
        assert!(has("2001:db8::/32", "2001:db8:1::1") && !has("fd00::/8", "2001:db8::1"));
        for wrong in ["", "10.0.0.0/33", "::/129", "10.0.0", "10.0.0.1/x", "dj.example.cn"] {
            assert!(net(wrong).is_err(), "{wrong}");
        }
    }

    fn certified(field: &str, peer: &str, lines: &[&str]) -> Option<String> {
        let name = HeaderName::from_static("x-client");
        let certificate = Some(CertificateHeader { name: name.clone(), field: field.into() });
        let proxies = proxies(&["10.0.0.5"], ForwardedHeader::XForwardedFor);
        let front = Front { proxies, certificate, ..Front::default() };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name.clone(), line.parse().unwrap());
        }
        front.certified(Some(Peer(peer.parse().unwrap())), &headers)
    }

    #[test]
    fn a_certificate_is_believed_from_a_trusted_proxy_alone() {
        assert_eq!(certified("", "10.0.0.5", &["003917"]).as_deref(), Some("003917"));
        assert_eq!(certified("", "10.0.0.6", &["003917"]), None, "a neighbour is no proxy");
        assert_eq!(certified("", "10.0.0.5", &["003917", "004002"]), None, "one of them is forged");
        assert_eq!(certified("", "10.0.0.5", &[" "]), None);
        assert_eq!(certified("", "10.0.0.5", &[]), None);
        let nobody = Front::default();
        let mut headers = HeaderMap::new();
        headers.insert("x-client", "003917".parse().unwrap());
        assert_eq!(nobody.certified(Some(Peer("10.0.0.5".parse().unwrap())), &headers), None);
    }

    #[test]
    fn the_login_is_one_part_of_the_name_in_the_certificate() {
        let of = |name: &str| certified("uid", "10.0.0.5", &[name]);
        assert_eq!(of("CN=zhang,UID=003917,O=gaj").as_deref(), Some("003917"));
        assert_eq!(of("/O=gaj/CN=zhang/UID=003917").as_deref(), Some("003917"));
        for without in ["CN=zhang", "UID=003917,UID=004002", "003917", "UID="] {
            assert_eq!(of(without), None, "{without}");
        }
    }
}
