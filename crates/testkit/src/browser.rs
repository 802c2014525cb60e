//! A browser without a window: stories go through HTTP, as somebody under one hat.
//!
//! The door key of a story is the cookie `person:post` (`post` empty: no hat; `out`: the session ran out). Real sign-in has its
//! own stories in room `account`.

use std::{net::IpAddr, sync::Arc};

use act::{Actor, Core, Hat, Place, Powers, Result};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use db::{Read, bind};
use http_body_util::BodyExt;
use serde::Deserialize;
use tower::ServiceExt;
use web::{App, Caller, Identity, Limits, Peer, Room, Statements};

use crate::Home;

/// The web application of a story, over the rooms it needs.
pub fn app(home: &Home, rooms: Vec<Room>) -> Arc<App> {
    Arc::new(App { core: home.core.clone(), rooms, identify, banner: None })
}

/// Somebody at the screen.
pub struct Browser {
    router: Router,
    cookie: String,
    address: Option<IpAddr>,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// Where a 303 leads, or "".
    pub location: String,
    pub body: String,
    pub bytes: Vec<u8>,
    /// Statements that the page ran.
    pub statements: u32,
    pub cookies: Vec<String>,
    /// Every header: (lower-case name, value).
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// The first header of that name, or "".
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

impl Browser {
    /// `person` under the hat `post`.
    pub fn of(app: &Arc<App>, person: i64, post: Option<i64>) -> Self {
        let post = post.map(|post| post.to_string()).unwrap_or_default();
        Self::with_cookie(app, &format!("guantong={person}:{post}"))
    }

    /// Nobody signed in.
    pub fn stranger(app: &Arc<App>) -> Self {
        Self::with_cookie(app, "")
    }

    /// With a cookie header of one's own.
    pub fn with_cookie(app: &Arc<App>, cookie: &str) -> Self {
        Self::with_limits(app, Limits::default(), cookie)
    }

    /// Where a server has limits of its own.
    pub fn with_limits(app: &Arc<App>, limits: Limits, cookie: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime can be made");
        let router = web::router_within(app, limits);
        Self { router, cookie: cookie.to_owned(), address: None, runtime }
    }

    /// The same from another machine (this one, where nothing is said): `"203.0.113.9"`.
    pub fn from_address(mut self, address: &str) -> Self {
        self.address = Some(address.parse().expect("a test writes addresses as they are"));
        self
    }

    pub fn get(&self, url: &str) -> Answer {
        let request = self.request("GET", url).body(Body::empty());
        self.send(request.expect("a request can be made"))
    }

    /// Sends a form of (name, value) pairs.
    pub fn post(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", percent(k), percent(v))).collect();
        let form = "application/x-www-form-urlencoded";
        let request = self.request("POST", url).header(header::CONTENT_TYPE, form);
        self.send(request.body(Body::from(pairs.join("&"))).expect("a request can be made"))
    }

    /// Sends a form with one file.
    pub fn upload(&self, url: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let (field, name, content) = file;
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let kind = "multipart/form-data; boundary=x";
        let request = self.request("POST", url).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).expect("a request can be made"))
    }

    /// Any request: method, URL, further headers (one of the usual names replaces the usual), body.
    pub fn ask(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = self.request(method, url).body(Body::from(body));
        for (name, value) in headers {
            let request = request.as_mut().expect("a request can be made");
            let name: header::HeaderName = name.parse().expect("a header has a name");
            match *value {
                "" => request.headers_mut().remove(name),
                value => request.headers_mut().insert(name, value.parse().expect("a value")),
            };
        }
        self.send(request.expect("a request can be made"))
    }

    fn request(&self, method: &str, url: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(url)
            .header(header::HOST, "guantong.test")
            .header(header::ORIGIN, "http://guantong.test")
            .header(header::COOKIE, &self.cookie)
    }

    fn send(&self, mut request: Request<Body>) -> Answer {
        if let Some(address) = self.address {
            request.extensions_mut().insert(Peer(address));
        }
        self.runtime.block_on(async {
            let response =
                self.router.clone().oneshot(request).await.expect("a router always answers");
            let (parts, body) = response.into_parts();
            let text = |name| parts.headers.get(name).and_then(|it| it.to_str().ok());
            let location = text(header::LOCATION).unwrap_or_default().to_owned();
            let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
            let cookies = cookies.filter_map(|it| it.to_str().ok().map(str::to_owned)).collect();
            let text = |it: &header::HeaderValue| it.to_str().unwrap_or_default().to_owned();
            let headers =
                parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
            let statements = parts.extensions.get::<Statements>().map_or(0, |it| it.0);
            let bytes = body.collect().await.expect("a body ends").to_bytes().to_vec();
            let body = String::from_utf8_lossy(&bytes).into_owned();
            let status = parts.status.as_u16();
            Answer { status, location, body, bytes, statements, cookies, headers }
        })
    }
}

fn percent(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut safe, byte| {
        let _ = write!(safe, "%{byte:02X}");
        safe
    })
}

/// Who somebody is and the post he wears, if he still holds it.
#[derive(Deserialize)]
struct Worn {
    person_name: Option<String>,
    post_kind: Option<String>,
    id: Option<i64>,
    kind: Option<String>,
    name: Option<String>,
    short_name: Option<String>,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
}

fn identify(core: &Core, read: &Read, token: &str, _: IpAddr) -> Result<Caller> {
    let Some((person, post)) = token.split_once(':') else { return Ok(Caller::Nobody) };
    let Ok(id) = person.parse::<i64>() else { return Ok(Caller::Nobody) };
    if post == "out" {
        return Ok(Caller::RanOut(id));
    }
    let Some(actor) = worn(core, read, id, post.parse().ok())? else { return Ok(Caller::Nobody) };
    let kept = read.one("SELECT count(*) FROM kept_form WHERE person = $1", bind![id])?;
    Ok(Caller::Known(Identity {
        actor,
        session: 1,
        is_fresh: true,
        first: None,
        hats: 1,
        unread: 0,
        kept,
    }))
}

/// Somebody under a hat, whatever his account says.
pub(crate) fn worn(core: &Core, read: &Read, id: i64, post: Option<i64>) -> Result<Option<Actor>> {
    let sql = "SELECT (SELECT p.name FROM person p WHERE p.id = $1) AS person_name,
                      t.kind AS post_kind, u.id, u.kind, u.name, u.short_name, u.lead_path,
                      u.line_path, u.organ
               FROM (SELECT 1 AS one) somebody
               LEFT JOIN post t ON t.id = $2 AND (t.to_on IS NULL OR t.to_on > $3)
               LEFT JOIN unit u ON u.id = t.unit";
    let row: Worn = read.one(sql, bind![id, post, core.clock.now().day()])?;
    let name = row.person_name.clone().unwrap_or_else(|| format!("人{id}"));
    Ok(Some(Actor::Person { id, name, hat: post.and_then(|post| hat(core, post, row)) }))
}

fn hat(core: &Core, post: i64, row: Worn) -> Option<Hat> {
    let unit = Place {
        id: row.id?,
        kind: row.kind?,
        name: row.name?,
        short_name: row.short_name?,
        lead_path: row.lead_path,
        line_path: row.line_path,
        organ: row.organ,
    };
    let kind = row.post_kind?;
    let powers = core.part::<Powers>().of(&kind);
    Some(Hat { post, title: kind.clone(), kind, unit, powers, stand_in: None })
}
