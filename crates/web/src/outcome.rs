//! Between axum and us: a request read into plain values, a reply written with its headers.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use tokio::sync::Semaphore;

use crate::{
    Form, Front, Req, Upload,
    guard::{said_name, session_name},
    input::{cookie, header_url, pairs, percent, plain, unpercent},
};

/// The largest request: one roster file and its form. A form without files is far smaller.
const BYTES_AT_MOST: usize = 21 * 1024 * 1024;
const PLAIN_BYTES_AT_MOST: usize = 2 * 1024 * 1024;
/// Fields of one form: a roll of a thousand people with ten boxes each.
const FIELDS_AT_MOST: usize = 10_000;
/// Requests with files that are being received at once; each may take the memory of its files.
const UPLOADS_AT_ONCE: usize = 16;
static UPLOADS: Semaphore = Semaphore::const_new(UPLOADS_AT_ONCE);
/// After which a program comes back whom we could not serve: what passes by itself passes soon.
const SECONDS_WHEN_BUSY: &str = "5";
/// Keys of our forms are 32 characters long.
const KEY_AT_MOST: usize = 64;

/// A request in plain values, with what only the web layer looks at.
pub(crate) struct Arrived {
    pub(crate) req: Req,
    pub(crate) is_post: bool,
    /// The page that sent a form, as the browser says.
    pub(crate) origin: Option<String>,
    pub(crate) fetch_site: Option<String>,
    pub(crate) host: String,
    /// Why the body could not be read: status and words.
    pub(crate) unreadable: Option<Unreadable>,
}

pub(crate) type Unreadable = (u16, &'static str);

const BROKEN: Unreadable = (422, "这张表没有传完整，请再交一次");
const TOO_LARGE: Unreadable = (413, "交来的内容超过20MB。请把文件拆小，或者去掉里面的图片再交");
const TOO_MUCH_TEXT: Unreadable = (413, "这张表里的内容太多，请分几次交");
const TOO_SLOW: Unreadable = (408, "这张表传了太久还没有传完。请换到好一些的网络再交一次");

impl Arrived {
    pub(crate) async fn from(
        request: Request,
        params: HashMap<String, String>,
        patience: Duration,
        front: &Front,
        client: IpAddr,
    ) -> Self {
        let headers = request.headers();
        let text = |name: HeaderName| {
            headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let cookies = text(header::COOKIE).unwrap_or_default();
        let req = Req {
            path: request.uri().path().to_owned(),
            target: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            query: pairs(request.uri().query().unwrap_or_default()),
            device: device(&text(header::USER_AGENT).unwrap_or_default()),
            token: cookie(&cookies, session_name(front.is_https)),
            said: cookie(&cookies, said_name(front.is_https))
                .map(|it| unpercent(&it))
                .filter(|it| !it.is_empty()),
            next_key: crypto::token()[..32].to_owned(),
            host: text(header::HOST).unwrap_or_default(),
            client: Some(client),
            certified: front.certified(request.extensions().get().copied(), headers),
            params,
            cookies,
            ..Req::default()
        };
        let mut arrived = Self {
            req,
            is_post: request.method() == Method::POST,
            origin: text(header::ORIGIN),
            fetch_site: text(HeaderName::from_static("sec-fetch-site")),
            host: text(header::HOST).unwrap_or_default(),
            unreadable: None,
        };
        // What will be refused is not even received.
        if arrived.is_post && arrived.is_from_us(front) {
            let read = tokio::time::timeout(patience, arrived.read_body(request)).await;
            if read.is_err() {
                arrived.unreadable = Some(TOO_SLOW);
            }
            if arrived.req.form.value("_key").len() > KEY_AT_MOST {
                arrived.unreadable = Some(BROKEN);
            }
        }
        arrived
    }

    /// A form must come from a page of this very site (cross-site forgery is refused).
    pub(crate) fn is_from_us(&self, front: &Front) -> bool {
        match (&self.origin, &self.fetch_site) {
            (Some(origin), _) => front.is_own(origin, &self.host),
            (None, Some(site)) => site == "same-origin",
            // Neither: no browser of the last years. SameSite=Lax keeps the cookie at home anyway.
            (None, None) => true,
        }
    }

    async fn read_body(&mut self, request: Request) {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let is_multipart = kind
            .and_then(|it| it.to_str().ok())
            .is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data"));
        let (parts, body) = request.into_parts();
        if !is_multipart {
            match axum::body::to_bytes(body, PLAIN_BYTES_AT_MOST).await {
                Ok(bytes) if fields_of(&bytes) > FIELDS_AT_MOST => {
                    self.unreadable = Some(TOO_MUCH_TEXT);
                }
                Ok(bytes) => self.req.form = Form::sent(pairs(&String::from_utf8_lossy(&bytes))),
                Err(error) => self.unreadable = Some(unreadable(error, TOO_MUCH_TEXT)),
            }
            return;
        }
        let _slot = UPLOADS.acquire().await;
        let bytes = match axum::body::to_bytes(body, BYTES_AT_MOST).await {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unreadable = Some(unreadable(error, TOO_LARGE));
                return;
            }
        };
        let mut request = Request::from_parts(parts, Body::from(bytes));
        request.extensions_mut().insert(axum::extract::DefaultBodyLimit::disable());
        match Multipart::from_request(request, &()).await {
            Ok(multipart) => self.read_parts(multipart).await,
            Err(_) => self.unreadable = Some(BROKEN),
        }
    }

    async fn read_parts(&mut self, mut multipart: Multipart) {
        let mut fields = Vec::new();
        loop {
            let field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(_) => {
                    self.unreadable = Some(BROKEN);
                    break;
                }
            };
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let Ok(bytes) = field.bytes().await else {
                self.unreadable = Some(BROKEN);
                break;
            };
            if fields.len() + self.req.uploads.len() >= FIELDS_AT_MOST {
                self.unreadable = Some(TOO_MUCH_TEXT);
                break;
            }
            match file {
                Some(file) => self.req.uploads.push(Upload {
                    field: name,
                    name: file,
                    content: bytes.to_vec(),
                }),
                None => fields.push((plain(&name), plain(&String::from_utf8_lossy(&bytes)))),
            }
        }
        self.req.form = Form::sent(fields);
    }
}

fn fields_of(body: &[u8]) -> usize {
    body.split(|byte| *byte == b'&').count()
}

/// Too large, or the line was cut.
fn unreadable(error: axum::Error, too_large: Unreadable) -> Unreadable {
    let is_limit = error.into_inner().is::<http_body_util::LengthLimitError>();
    if is_limit { too_large } else { BROKEN }
}

/// A reply in plain values.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) media_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl Outcome {
    pub(crate) fn html(status: u16, body: String) -> Self {
        let media_type = "text/html; charset=utf-8";
        let outcome = Self { status, media_type, body: body.into_bytes(), headers: Vec::new() };
        if status == 503 { outcome.header(header::RETRY_AFTER, SECONDS_WHEN_BUSY) } else { outcome }
    }

    pub(crate) fn see_other(url: &str) -> Self {
        Self { status: 303, ..Self::default() }.header(header::LOCATION, header_url(url))
    }

    pub(crate) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Not now: 429, and when to come again.
    pub(crate) fn later(mut self, wait: Duration) -> Self {
        self.headers.retain(|(name, _)| name != header::RETRY_AFTER);
        self.status = 429;
        self.header(header::RETRY_AFTER, seconds(wait).to_string())
    }

    /// What the database had to do for it, while the log shows the target `sql`: for measuring.
    pub(crate) fn timed(self, tally: &db::Tally) -> Self {
        let Some(slow) = &tally.slowest else { return self };
        let words: Vec<&str> = slow.sql.split_whitespace().collect();
        let sql = words.join(" ").replace('\\', "").replace('"', "'");
        let millis = slow.took.as_secs_f64() * 1000.0;
        let sql: String = sql.chars().filter(char::is_ascii).collect();
        let statements = tally.statements;
        self.header(
            HeaderName::from_static("server-timing"),
            format!("sql;desc=\"{statements}\", slowest;dur={millis:.3};desc=\"{sql}\""),
        )
    }

    /// A download under a Chinese name.
    pub(crate) fn file(name: &str, media_type: &'static str, body: Vec<u8>) -> Self {
        let disposition = format!("attachment; filename*=UTF-8''{}", percent(name));
        Self { status: 200, media_type, body, headers: Vec::new() }
            .header(header::CONTENT_DISPOSITION, disposition)
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        if !self.media_type.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(name, value);
            }
        }
        response
    }
}

/// Begun seconds count as whole ones.
pub(crate) fn seconds(wait: Duration) -> u64 {
    (wait + Duration::from_millis(999)).as_secs().max(1)
}

/// When not even an error page can be made.
pub(crate) fn last_resort() -> Response {
    Outcome::html(500, "<h1>系统这边出了问题</h1><p>请过一会儿再试。</p>".into()).into_response()
}

/// The thread goes on; the client does not wait for it.
pub(crate) fn takes_too_long() -> Response {
    let words = "<h1>这一步还没有做完</h1><p>它在后台继续。请过几分钟回来看结果，没有再重交。</p>\
                 <p><a href=\"/\">回首页</a></p>";
    let outcome = Outcome { status: 503, ..Outcome::html(200, words.into()) };
    outcome.header(header::RETRY_AFTER, "120").into_response()
}

/// What was kept of a device, for a page: parts that nobody recognised are left out.
pub fn device_words(device: &str) -> String {
    match device.split_once('，') {
        Some(("未知", "未知")) => "没有认出的程序".into(),
        Some(("未知", system)) => format!("{system}上的程序"),
        Some((browser, "未知")) => browser.to_owned(),
        _ => device.to_owned(),
    }
}

/// "Chrome, Windows" out of a browser's long self-description.
fn device(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or("未知", |(_, name)| name)
    };
    let browser = first(&[
        ("MicroMessenger", "微信"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "鸿蒙"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{browser}，{system}")
}
