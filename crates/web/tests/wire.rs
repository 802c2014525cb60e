//! On the wire: TLS, how often one may ask, what every answer carries, and stopping without cutting anybody off.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use act::{Core, Ctx, Powers, Result};
use askama::Template;
use calendar::Instant;
use db::Read;
use rcgen::{CertificateParams, CertifiedIssuer, KeyPair, date_time_ymd};
use testkit::{Browser, Home, app};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, ServerName},
    version::{TLS12, TLS13},
};
use web::{App, Door, Front, Limits, Page, Rates, Reply, Req, Room, Route, Tls, TlsFiles};

const NAME: &str = "dj.example.cn";

#[derive(Template)]
#[template(source = "<h1>{{ words }}</h1>", ext = "html")]
struct Plain {
    words: String,
}

fn hello(_: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    Page::of("门厅", &Plain { words: format!("来自{}", req.client()) })
}

fn slow(_: &Ctx, _: &Read, _: &Req) -> Result<Page> {
    thread::sleep(Duration::from_millis(400));
    Page::of("慢", &Plain { words: "做完了".into() })
}

#[expect(clippy::unnecessary_wraps, reason = "a handler's shape")]
fn enter(_: &Ctx, _: &Req) -> Result<Reply> {
    Ok(Reply::to("/").saying("好").cookie(web::session_cookie(true, "token", 60)))
}

#[expect(clippy::unnecessary_wraps, reason = "a handler's shape")]
fn leave(_: &Ctx, _: &Req) -> Result<Reply> {
    Ok(Reply::to("/").cookie(web::no_session_cookie(true)))
}

fn hall(front: Front) -> (Home, Arc<App>) {
    let room = Room {
        name: "hall",
        routes: vec![
            Route::page("/", Door::Public, hello),
            Route::page("/slow", Door::Public, slow),
            Route::page("/mine", Door::SignedIn, hello),
            Route::public_act("/enter", enter),
            Route::public_act("/leave", leave),
        ],
        ..Room::default()
    };
    let powers = Powers::new([]);
    let home = Home::on("2026-11-20", |core: Core| core.with(powers).with(front));
    let app = app(&home, vec![room]);
    (home, app)
}

/// A certificate authority of the test, and the certificates it gives.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Writes certificate and key into `folder`; the certificate ends on the first day of `year`.
    fn give(&self, folder: &Path, name: &str, year: i32) -> TlsFiles {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(year, 1, 1);
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &self.0).unwrap();
        let (certificate, key_file) = (folder.join("dj.pem"), folder.join("dj.key"));
        fs::write(&certificate, own.pem() + &self.0.pem()).unwrap();
        fs::write(&key_file, key.serialize_pem()).unwrap();
        TlsFiles { certificate, key: key_file, host: Some(NAME.into()) }
    }

    fn client(&self, versions: &[&'static SupportedProtocolVersion]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions);
        Arc::new(config.unwrap().with_root_certificates(roots).with_no_client_auth())
    }
}

fn secured(files: TlsFiles) -> Front {
    let front = Front { is_https: true, ..Front::default() };
    let _ = front.tls.set(Arc::new(Tls::open(files).unwrap()));
    front
}

/// Serves on a port of its own while `visit` goes there; the app is stopped when it comes back.
fn serving(app: &Arc<App>, limits: Limits, visit: impl FnOnce(SocketAddr)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let app = app.clone();
    let served = runtime.spawn(async move {
        let stopped = async move { drop(stopped.await) };
        web::serve_within(&app, listener, limits, stopped).await;
    });
    visit(address);
    stop.send(()).unwrap();
    runtime.block_on(served).unwrap();
}

const ASK: &str = "GET / HTTP/1.1\r\nHost: dj.example.cn\r\nConnection: close\r\n\r\n";

/// What the server answers over TLS, and the certificate it showed.
fn ask_secured(
    address: SocketAddr,
    config: Arc<ClientConfig>,
) -> io::Result<(String, CertificateDer<'static>)> {
    let name = ServerName::try_from(NAME).unwrap();
    let client = ClientConnection::new(config, name).map_err(io::Error::other)?;
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut stream = StreamOwned::new(client, stream);
    stream.write_all(ASK.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let shown = stream.conn.peer_certificates().unwrap()[0].clone().into_owned();
    Ok((String::from_utf8_lossy(&answer).into_owned(), shown))
}

#[test]
fn pages_come_over_tls_and_a_new_certificate_is_taken_up() {
    let authority = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let files = authority.give(folder.path(), NAME, 2040);
    let (_home, app) = hall(secured(files));
    serving(&app, Limits::default(), |address| {
        for version in [&TLS12, &TLS13] {
            let (answer, _) = ask_secured(address, authority.client(&[version])).unwrap();
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("来自127.0.0.1"));
            assert!(answer.contains("strict-transport-security: max-age=63072000"), "{answer}");
        }
        let (_, first) = ask_secured(address, authority.client(&[&TLS13])).unwrap();
        authority.give(folder.path(), NAME, 2041);
        let tls = app.core.part::<Front>().tls.get().unwrap();
        assert_eq!(tls.reload().unwrap().until, "2041-01-01T00:00:00.000Z".parse().unwrap());
        let (_, second) = ask_secured(address, authority.client(&[&TLS13])).unwrap();
        assert_ne!(first, second);

        // A broken file changes nothing for those who come.
        fs::write(folder.path().join("dj.pem"), "-----BEGIN").unwrap();
        assert!(tls.reload().unwrap_err().contains("里没有证书"));
        let (_, third) = ask_secured(address, authority.client(&[&TLS13])).unwrap();
        assert_eq!(second, third);
    });
}

#[test]
fn who_speaks_no_tls_is_told_to() {
    let authority = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let (_home, app) = hall(secured(authority.give(folder.path(), NAME, 2040)));
    serving(&app, Limits::default(), |address| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(ASK.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("https://"), "{answer}");
        // Nor does somebody who knows no such authority get further than the greeting.
        assert!(ask_secured(address, Authority::new().client(&[&TLS13])).is_err());
    });
}

#[test]
fn what_is_wrong_with_a_certificate_is_told_in_words() {
    let authority = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let good = authority.give(folder.path(), NAME, 2040);
    assert!(good.check().is_ok());
    let told = |files: &TlsFiles| Tls::open(files.clone()).unwrap_err();
    let other = tempfile::tempdir().unwrap();
    let stranger = authority.give(other.path(), NAME, 2040);
    assert!(told(&TlsFiles { key: stranger.key, ..good.clone() }).contains("不是一对"));
    let elsewhere = Some("other.example.cn".into());
    assert!(
        told(&TlsFiles { host: elsewhere, ..good.clone() }).contains("不是给other.example.cn的")
    );
    let missing = folder.path().join("none.pem");
    assert!(told(&TlsFiles { certificate: missing, ..good.clone() }).contains("读不出来"));
    let swapped =
        TlsFiles { certificate: good.key.clone(), key: good.certificate.clone(), host: None };
    assert!(told(&swapped).contains("里没有证书"));
    let keyless = TlsFiles { key: good.certificate.clone(), ..good.clone() };
    assert!(told(&keyless).contains("里没有私钥"));
    let sealed = folder.path().join("sealed.key");
    fs::write(
        &sealed,
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
    )
    .unwrap();
    assert!(told(&TlsFiles { key: sealed, ..good.clone() }).contains("带口令"));
}

#[test]
fn an_ended_certificate_is_used_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let validity = authority_of_2024(folder.path()).check().unwrap();
    let at = |text: &str| text.parse::<Instant>().unwrap();
    assert_eq!(validity.until, at("2024-01-01T00:00:00.000Z"));
    let now = at("2026-11-20T01:00:00.000Z");
    assert!(validity.fault(now).unwrap().contains("2024年1月1日8:00就到期了"));
    assert!(validity.fault(at("2019-11-20T01:00:00.000Z")).unwrap().contains("才生效"));
    let good = at("2023-12-01T00:00:00.000Z");
    assert_eq!((validity.fault(good), validity.days_left(good)), (None, 31));
}

fn authority_of_2024(folder: &Path) -> TlsFiles {
    Authority::new().give(folder, NAME, 2024)
}

#[test]
fn every_answer_carries_the_headers_of_security() {
    let (_home, app) = hall(Front { is_https: true, ..Front::default() });
    let stranger = Browser::stranger(&app);
    let answers = [
        stranger.get("/"),
        stranger.get("/nowhere"),
        stranger.get("/mine"),
        stranger.get("/assets/app.css"),
        stranger.get("/assets/none.css"),
        stranger.ask("DELETE", "/", &[], vec![]),
        stranger.post("/enter", &[]),
        stranger.ask("POST", "/enter", &[("origin", "https://evil.test")], vec![]),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ] {
            assert_eq!(answer.header(name), value, "{} {}", answer.status, answer.body);
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
    }
    assert_eq!(stranger.get("/").header("cache-control"), "no-store");
    let kept = stranger.get("/assets/app.css").header("cache-control").to_owned();
    assert!(kept.contains("immutable"));
    let (_home, plain) = hall(Front::default());
    assert_eq!(Browser::stranger(&plain).get("/").header("strict-transport-security"), "");
}

#[test]
fn cookies_over_https_belong_to_this_host_alone() {
    let (_home, app) = hall(Front { is_https: true, ..Front::default() });
    let answer = Browser::stranger(&app).post("/enter", &[]);
    let [said, session] = &answer.cookies[..] else { panic!("{:?}", answer.cookies) };
    for (cookie, name) in [(session, "__Host-guantong=token;"), (said, "__Host-said=")] {
        assert!(cookie.starts_with(name), "{cookie}");
        for mark in ["; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(mark), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }
    let known = Browser::with_cookie(&app, "__Host-guantong=7:");
    assert_eq!(known.get("/mine").status, 200);
    let tossed = Browser::with_cookie(&app, "guantong=7:");
    assert_eq!(tossed.get("/mine").status, 303, "a neighbouring host could have set that one");
    let left = known.post("/leave", &[]);
    assert_eq!(left.header("clear-site-data"), "\"storage\"");
}

#[test]
fn a_form_must_come_from_the_public_origin() {
    let public_origin = Some("https://dj.example.cn".to_owned());
    let (_home, app) = hall(Front { public_origin, is_https: true, ..Front::default() });
    let from = |origin: &str, host: &str| {
        let headers = [("origin", origin), ("host", host)];
        Browser::stranger(&app).ask("POST", "/enter", &headers, vec![]).status
    };
    assert_eq!(from("https://dj.example.cn", "10.0.0.5:8080"), 303, "a proxy changed the host");
    assert_eq!(from("http://dj.example.cn", "dj.example.cn"), 403, "a page that came unprotected");
    assert_eq!(from("https://evil.test", "evil.test"), 403, "a name that leads here");
}

/// Many requests of one kind: how many came through, and the last answer.
fn insist(browser: &Browser, times: usize, url: &str) -> (usize, testkit::Answer) {
    let answers: Vec<_> = (0..times).map(|_| browser.get(url)).collect();
    let passed = answers.iter().filter(|it| it.status != 429).count();
    (passed, answers.into_iter().next_back().unwrap())
}

#[test]
fn who_asks_too_often_is_told_when_to_come_again() {
    let (_home, app) = hall(Front::default());
    let rates = Rates { address: Some(6), account: Some(3), entry: Some(2) };
    let limits = Limits { rates, ..Limits::default() };
    let with = |cookie: &str, address: &str| {
        Browser::with_limits(&app, limits, cookie).from_address(address)
    };
    // Each browser of a test has meters of its own, so each rule is met alone.
    let stranger = with("", "203.0.113.1");
    let (passed, last) = insist(&stranger, 8, "/");
    assert_eq!((passed, last.status), (6, 429));
    assert!(last.body.contains("秒再来") && last.body.contains("<title>"), "{}", last.body);
    let seconds: u64 = last.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));

    let somebody = with("guantong=7:", "203.0.113.2");
    let (passed, last) = insist(&somebody, 5, "/mine");
    assert_eq!((passed, last.status), (3, 429));
    assert_eq!(last.header("cache-control"), "no-store");

    let entering = with("", "203.0.113.3");
    let statuses: Vec<u16> = (0..3).map(|_| entering.post("/enter", &[]).status).collect();
    assert_eq!(statuses, [303, 303, 429]);
    assert_eq!(entering.get("/").status, 200, "the page itself is still there");
}

#[test]
fn stopping_waits_for_the_answers_under_way() {
    let (_home, app) = hall(Front::default());
    let mut under_way = None;
    serving(&app, Limits::default(), |address| {
        let asked = thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            let ask = ASK.replace("GET / ", "GET /slow ");
            stream.write_all(ask.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        // The server has the request before it is told to stop.
        thread::sleep(Duration::from_millis(150));
        under_way = Some(asked);
    });
    let answer = under_way.unwrap().join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("做完了"), "{answer}");
}

#[test]
fn figures_are_told_to_this_machine_and_to_whom_the_settings_name() {
    let metrics_from = vec!["10.9.0.0/16".parse().unwrap()];
    let (_home, app) = hall(Front { metrics_from, ..Front::default() });
    let from = |address: &str| Browser::stranger(&app).from_address(address);
    let here = from("127.0.0.1");
    assert_eq!((here.get("/").status, here.get("/nowhere").status), (200, 404));
    let figures = here.get("/metrics");
    for line in [
        "guantong_requests_total{method=\"GET\",route=\"/\",status=\"2xx\"} 1\n",
        "guantong_requests_total{method=\"\",route=\"(none)\",status=\"4xx\"} 1\n",
        "guantong_request_seconds_count 2\n",
        "guantong_requests_under_way 1\n",
        "guantong_jobs_waiting 0\n",
        "guantong_seals_behind 0\n",
    ] {
        assert!(figures.body.contains(line), "{line} in {}", figures.body);
    }
    assert!(figures.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert_eq!(from("10.9.1.7").get("/metrics").status, 200);
    assert_eq!(from("203.0.113.9").get("/metrics").status, 404);
    let passed_on = [("x-forwarded-for", "203.0.113.9")];
    assert_eq!(
        here.ask("GET", "/metrics", &passed_on, vec![]).status,
        404,
        "by a proxy of this machine"
    );
}

#[test]
fn every_answer_has_the_number_that_the_log_has() {
    let (_home, app) = hall(Front::default());
    let stranger = Browser::stranger(&app);
    let ids: Vec<String> = ["/", "/", "/nowhere"]
        .map(|url| stranger.ask("GET", url, &[("x-request-id", "mine")], vec![]))
        .map(|answer| answer.header("x-request-id").to_owned())
        .into();
    assert!(ids.iter().all(|id| id.len() == 12 && id.bytes().all(|it| it.is_ascii_hexdigit())));
    assert!(ids[0] != ids[1], "a client's own number is not taken over");
}
