//! What a request brings, in plain types.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

use act::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::{Form, Markup, kept, markup::escape};

/// A file that came with a form.
#[derive(Debug, Clone)]
pub struct Upload {
    pub field: String,
    pub name: String,
    pub content: Vec<u8>,
}

/// What a request asked for, so that a job can ask the same again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Address {
    path: String,
    params: HashMap<String, String>,
    query: Vec<(String, String)>,
}

/// One request.
#[derive(Debug, Clone, Default)]
pub struct Req {
    /// Path without query.
    pub path: String,
    /// Path and query, as asked for: where to come back to.
    pub(crate) target: String,
    /// What was typed, and after a refused act what is wrong with it.
    pub form: Form,
    pub uploads: Vec<Upload>,
    /// "Chrome, Windows": for the list of one's own sessions.
    pub device: String,
    /// The cookie's token, as sent.
    pub token: Option<String>,
    /// The session row, when somebody is signed in.
    pub session: Option<i64>,
    /// As the browser wrote it: `localhost:8080`.
    pub(crate) host: String,
    pub(crate) client: Option<IpAddr>,
    pub(crate) certified: Option<String>,
    pub(crate) params: HashMap<String, String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) said: Option<String>,
    /// The cookies' header.
    pub(crate) cookies: String,
    /// One-time key for the forms of the page that is being made.
    pub(crate) next_key: String,
}

impl Req {
    /// Path and query as plain data.
    pub fn address(&self) -> Address {
        let Self { path, params, query, .. } = self.clone();
        Address { path, params, query }
    }

    /// Where the request came from: the client's address, which only trusted proxies may tell. What this
    /// program asks itself comes from this machine.
    pub fn client(&self) -> IpAddr {
        self.client.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// The host and port that the browser asked, as it says: nothing to rely on where `public_origin` is set.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The login that the client's certificate stands for; only trusted proxies may say so.
    pub fn certified(&self) -> Option<&str> {
        self.certified.as_deref()
    }

    /// The same question, asked again by nobody in a browser.
    pub fn at(address: Address) -> Self {
        let Address { path, params, query } = address;
        Self { path, params, query, ..Self::default() }
    }

    /// An id out of the path; what is no id does not exist.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T> {
        self.param(name).parse().map_err(|_| Error::NotFound)
    }

    /// A part of the path as text.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A cookie that the browser sent.
    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie(&self.cookies, name)
    }

    /// The first value of a query field, or "".
    pub fn query(&self, name: &str) -> &str {
        let found = self.query.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A query field that parses, or `None`.
    pub fn query_as<T: FromStr>(&self, name: &str) -> Option<T> {
        self.query(name).parse().ok()
    }

    /// The query with one field set anew (removed when empty): links of filters and pages.
    pub fn with_query(&self, name: &str, value: &str) -> String {
        self.with_queries(&[(name, value)])
    }

    /// With several set anew. The page goes with any that is not itself set.
    pub fn with_queries(&self, set: &[(&str, &str)]) -> String {
        let old = self.query.iter().map(|(field, value)| (field.as_str(), value.as_str()));
        let is_set = |name: &str| name == "page" || set.iter().any(|(field, _)| *field == name);
        let kept = old.filter(|(field, _)| !is_set(field));
        let pairs: Vec<String> = kept
            .chain(set.iter().copied().filter(|(_, value)| !value.is_empty()))
            .map(|(field, value)| format!("{}={}", percent(field), percent(value)))
            .collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// The hidden fields of a form that is filled in: it counts once, however often it is sent, and is kept
    /// under the URL of its page while it is not done.
    pub fn key(&self) -> Markup {
        let page = match self.form.value(kept::FORM) {
            "" => &self.target,
            page => page,
        };
        let (once, page) = (one_time(&self.next_key), escape(page));
        let name = kept::FORM;
        Markup(format!("{once}<input type=\"hidden\" name=\"{name}\" value=\"{page}\">"))
    }

    /// The same for what is not worth keeping: a button, a password, one line in the row of a list. Each has a key of its
    /// own: what was done by one form of a page must not look as if it had been done by another.
    pub fn once(&self) -> Markup {
        one_time(&crypto::token()[..32])
    }

    /// The hidden field that says which version of a row the form was opened with. A form that is put back was
    /// opened back then: whoever changed the row since is shown beside it.
    pub fn version(&self, version: i64) -> Markup {
        let back_then =
            self.form.kept_since().and_then(|_| self.form.value("_version").parse().ok());
        let version: i64 = back_then.unwrap_or(version);
        Markup(format!("<input type=\"hidden\" name=\"_version\" value=\"{version}\">"))
    }

    /// The file sent under a field name.
    pub fn upload(&self, field: &str) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.field == field && !upload.name.is_empty())
    }
}

/// One value out of the cookies' header.
pub(crate) fn cookie(header: &str, name: &str) -> Option<String> {
    let mut cookies = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Percent-encoding for a query value or a cookie.
pub fn percent(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut safe, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                safe.push(char::from(byte));
            }
            _ => {
                let _ = write!(safe, "%{byte:02X}");
            }
        }
        safe
    })
}

/// The other way; what is no percent-encoding stays as it is.
pub(crate) fn unpercent(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let hex = bytes.get(place + 1..place + 3).and_then(|it| std::str::from_utf8(it).ok());
        match (bytes[place], hex.and_then(|it| u8::from_str_radix(it, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                place += 3;
            }
            (b'+', _) => {
                decoded.push(b' ');
                place += 1;
            }
            (byte, _) => {
                decoded.push(byte);
                place += 1;
            }
        }
    }
    plain(&String::from_utf8_lossy(&decoded))
}

/// Text without the one character that a database may refuse.
pub(crate) fn plain(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// A URL for a header: what may not stand there as it is, a line's end above all, is encoded.
pub(crate) fn header_url(url: &str) -> String {
    let fits = |letter: char| letter.is_ascii_graphic() && letter != '\\';
    url.chars().fold(String::with_capacity(url.len()), |mut safe, letter| {
        if fits(letter) {
            safe.push(letter);
        } else {
            safe.push_str(&percent(letter.encode_utf8(&mut [0; 4])));
        }
        safe
    })
}

/// `a=1&b=2` into pairs.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let split = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unpercent(name), unpercent(value))
    };
    text.split('&').filter(|pair| !pair.is_empty()).map(split).collect()
}

fn one_time(key: &str) -> Markup {
    Markup(format!("<input type=\"hidden\" name=\"_key\" value=\"{key}\">"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_survives_a_query() {
        assert_eq!(unpercent(&percent("张𠮷 a&b=c+d")), "张𠮷 a&b=c+d");
        assert_eq!(
            pairs("a=%E5%BC%A0&b=1+2&c"),
            [
                ("a".to_owned(), "张".to_owned()),
                ("b".to_owned(), "1 2".to_owned()),
                ("c".to_owned(), String::new()),
            ]
        );
    }

    #[test]
    fn a_new_filter_starts_at_the_first_page() {
        let req = Req { path: "/members".into(), query: pairs("q=zwh&page=3"), ..Req::default() };
        assert_eq!(req.with_query("status", "full"), "/members?q=zwh&status=full");
        assert_eq!(req.with_query("page", "4"), "/members?q=zwh&page=4");
    }
}
