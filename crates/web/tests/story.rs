//! The doors of the house: what a request meets before and after a room's handler.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    thread,
    time::Duration,
};

use act::{Act, Core, Ctx, Error, Power, Powers, Reach, Relation, Result, Theirs};
use askama::Template;
use db::Read;
use testkit::{Browser, Home, app};
use web::{App, Door, Front, Limits, Markup, Page, Pager, Proxies, Reply, Req, Room, Route, parts};

const SEE: Act = Act::new("see.thing", "看东西");
const DO: Act = Act::new("thing.do", "办事");
const SECRET: &str = "绝密姓名";

#[derive(Template)]
#[template(source = "<h1>{{ title }}</h1>{{ body }}", ext = "html")]
struct Plain {
    title: String,
    body: Markup,
}

fn plain(title: &str, body: Markup) -> Result<Page> {
    Page::of(title, &Plain { title: title.to_owned(), body })
}

fn shown(_: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    read.one::<i64>("SELECT count(*) FROM event", &[])?;
    read.one::<i64>("SELECT count(*) FROM seal WHERE events = $1", db::bind![req.query("q")])?;
    plain("门厅", Markup::default())
}

fn rows(_: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let pager = Pager::of(req, 20, 45);
    let from = pager.offset();
    let rows: Vec<String> = (from..45.min(from + 20)).map(|n| format!("<p>第{n}行</p>")).collect();
    plain("名单", Markup(rows.concat() + &parts::pager(req, pager).0))
}

fn by_name(_: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    read.one::<i64>("SELECT count(*) FROM seal WHERE events = $1", db::bind![req.param("name")])?;
    plain("按名字", Markup::default())
}

fn form(_: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    let fields = [
        parts::field_text(&req.form, "title", "名称", "", "").0,
        parts::problems(&req.form).0,
        req.key().0,
    ];
    plain("填表", Markup(fields.concat()))
}

fn store(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let title = reader.text("title", "名称", 20);
    reader.check()?;
    let done = ctx.act_own(&DO, |w, _| {
        let url = format!("/shown?about={}", w.event());
        w.reply(url.clone());
        match title.as_str() {
            "冲突" => Err(Error::Conflict("别人先办了".into())),
            "过时" => Err(Error::Stale(vec![Theirs { field: "title", value: "三楼".into() }])),
            _ => Ok(url),
        }
    })?;
    Ok(Reply::to(done).saying("已经存上"))
}

fn fails(_: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    match req.param("how") {
        "panic" => panic!("on purpose"),
        "broken" => Err(Error::broken(SECRET)),
        "busy" => Err(Error::Busy("正在恢复备份，10分钟后再来".into())),
        "refused" => Err(Error::NotAllowed(DO)),
        _ => Err(Error::NotFound),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a handler's shape")]
fn leaves(_: &Ctx, req: &Req) -> Result<Reply> {
    Ok(Reply::to(format!("/shown?q={}", req.form.value("q"))))
}

fn reveals(ctx: &Ctx, _: &Req) -> Result<Reply> {
    ctx.viewed(&SEE, "person:7", 1);
    plain("揭开", Markup::default()).map(Reply::from)
}

fn whence(ctx: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    assert_eq!(ctx.client, Some(req.client()));
    plain(&format!("来自{}", req.client()), Markup::default())
}

fn slow(_: &Ctx, _: &Read, _: &Req) -> Result<Page> {
    thread::park_timeout(Duration::from_secs(3));
    plain("慢", Markup::default())
}

fn room() -> Room {
    Room {
        name: "hall",
        routes: vec![
            Route::page("/shown", Door::Public, shown),
            Route::page("/rows", Door::SignedIn, rows),
            Route::page("/named/{name}", Door::Public, by_name),
            Route::page("/seen", Door::See(SEE), shown),
            Route::page("/form", Door::SignedIn, form),
            Route::own_act("/form", store).again(form),
            Route::act("/done", DO, leaves),
            Route::own_act("/left", leaves),
            Route::own_act("/revealed", reveals),
            Route::page("/fails/{how}", Door::SignedIn, fails),
            Route::page("/slow", Door::Public, slow),
            Route::page("/whence", Door::Public, whence),
        ],
        ..Room::default()
    }
}

fn hall() -> (Home, Arc<App>) {
    hall_behind(Front::default())
}

fn hall_behind(front: Front) -> (Home, Arc<App>) {
    let own = Power { act: SEE.key.into(), relation: Relation::Lead, reach: Reach::Own };
    let powers = Powers::new([("member".to_owned(), vec![own])]);
    let home = Home::on("2026-11-20", |core: Core| core.with(powers).with(front));
    let app = app(&home, vec![room()]);
    (home, app)
}

fn somebody(app: &Arc<App>) -> Browser {
    Browser::of(app, 7, None)
}

#[test]
fn every_refusal_is_a_page_with_its_status_and_the_next_step() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let expected = [
        (me.get("/nowhere"), 404, "回首页"),
        (me.get("/fails/missing"), 404, "不在您能看的范围内"),
        (me.get("/fails/refused"), 403, "您现在的身份不能做这件事"),
        (me.get("/fails/busy"), 503, "10分钟后再来"),
        (me.get("/fails/broken"), 500, "编号"),
        (me.post("/done", &[]), 403, "办事"),
        (me.post("/form", &[("title", "")]), 422, "请填写名称"),
        (me.post("/form", &[("title", "冲突")]), 409, "别人先办了"),
        (me.post("/form", &[("title", "过时")]), 409, "三楼"),
        (me.ask("DELETE", "/form", &[], vec![]), 405, "回首页"),
        (Browser::stranger(&app).post("/form", &[("title", "会")]), 401, "登录"),
    ];
    for (answer, status, words) in expected {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(words), "{status} without {words}: {}", answer.body);
        assert!(answer.body.contains("<title>"), "{status} is a page of the house");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!answer.body.contains(SECRET), "a cause is for the log");
    }
}

#[test]
fn what_is_not_there_and_what_is_not_his_read_alike_and_say_what_to_do() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let main = |answer: &testkit::Answer| {
        let from = answer.body.find("<main").expect("a page of the house");
        answer.body[from..].split("</main>").next().unwrap_or_default().to_owned()
    };
    let (nowhere, missing) = (main(&me.get("/nowhere")), main(&me.get("/fails/missing")));
    assert_eq!(nowhere, missing, "nobody learns whether a thing exists");
    for words in ["可能是", "党员本人", "可以这样办", "href=\"/hat\"", "请找本单位的党务管理员"]
    {
        assert!(missing.contains(words), "{words}: {missing}");
    }
    let refused = main(&me.get("/fails/refused"));
    assert!(refused.contains("由有这项职责的人办") && refused.contains("换身份"), "{refused}");
    let stranger = Browser::stranger(&app).get("/nowhere");
    assert_eq!(stranger.status, 404);
    let stranger = main(&stranger);
    assert!(stranger.contains("href=\"/sign-in?to=%2Fnowhere\"") && stranger.contains("先登录"));
    assert!(!stranger.contains("/hat"), "who is not signed in has none: {stranger}");
}

#[test]
fn who_is_not_signed_in_comes_back_to_where_he_wanted() {
    let (_home, app) = hall();
    let answer = Browser::stranger(&app).get("/rows?page=2&q=%E5%BC%A0");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.location, "/sign-in?to=%2Frows%3Fpage%3D2%26q%3D%25E5%25BC%25A0");
}

#[test]
fn a_form_of_another_site_is_refused_unread() {
    let (home, app) = hall();
    let me = somebody(&app);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let foreign: [&[(&str, &str)]; 5] = [
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("origin", "null"), ("host", "")],
        &[("origin", ""), ("sec-fetch-site", "cross-site")],
        &[("origin", "http://guantong.test.evil.test")],
    ];
    for headers in foreign {
        let headers = [headers, &[kind]].concat();
        let answer = me.ask("POST", "/form", &headers, b"title=x".to_vec());
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.body.contains("不是从本系统的页面交来的"));
    }
    let sql = "SELECT count(*) FROM event";
    let events: i64 = home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap();
    assert_eq!(events, 0);
    assert_eq!(me.post("/form", &[("title", "x")]).status, 303);
}

#[test]
fn what_was_said_is_shown_once() {
    let (_home, app) = hall();
    let answer = somebody(&app).post("/form", &[("title", "会")]);
    let said = answer.cookies.iter().find(|it| it.starts_with("said=")).unwrap();
    assert!(said.contains("HttpOnly"));
    let said = said.split(';').next().unwrap();
    let with_it = Browser::with_cookie(&app, &format!("guantong=7:; {said}"));
    let page = with_it.get("/shown");
    assert!(page.body.contains("已经存上"));
    assert!(page.cookies.iter().any(|it| it.starts_with("said=;") && it.contains("Max-Age=0")));
    // Somebody's own words in the cookie are words, not markup.
    let forged = Browser::with_cookie(&app, "said=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!forged.get("/shown").body.contains("<script>alert"));
}

#[test]
fn a_form_sent_twice_leads_to_where_it_led_first() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let fields = [("title", "会"), ("_key", "0123456789abcdef")];
    let first = me.post("/form", &fields);
    let second = me.post("/form", &fields);
    assert_eq!((first.status, second.status), (303, 303));
    assert!(first.location.starts_with("/shown?about="));
    assert_eq!(first.location, second.location);
    let endless = "k".repeat(1000);
    assert_eq!(me.post("/form", &[("title", "会"), ("_key", &endless)]).status, 422);
}

#[test]
fn a_field_nobody_asked_for_is_refused_and_what_was_typed_stays() {
    let (_home, app) = hall();
    let answer = somebody(&app).post("/form", &[("title", "<b>会"), ("extra", "1")]);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("没有“extra”这一栏"));
    assert!(answer.body.contains("value=\"&lt;b&gt;会\""));
}

#[test]
fn too_much_is_refused_in_words() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let large = me.upload("/form", &[], ("file", "a.bin", &vec![0; 22 * 1024 * 1024]));
    assert_eq!(large.status, 413);
    assert!(large.body.contains("20MB"));
    let text = "x".repeat(3 * 1024 * 1024);
    assert_eq!(me.post("/form", &[("title", &text)]).status, 413);
    let many = vec![("a", ""); 20_000];
    assert_eq!(me.post("/form", &many).status, 413);
    let kind = [("content-type", "multipart/form-data; boundary=x")];
    let cut = b"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhalf".to_vec();
    let broken = me.ask("POST", "/form", &kind, cut);
    assert_eq!(broken.status, 422);
    assert!(broken.body.contains("没有传完整"), "{}", broken.body);
}

#[test]
fn a_panic_is_one_persons_bad_luck() {
    let (_home, app) = hall();
    let me = somebody(&app);
    for _ in 0..10 {
        let answer = me.get("/fails/panic");
        assert_eq!(answer.status, 500);
        assert!(answer.body.contains("编号") && answer.body.contains("1120-"), "{}", answer.body);
        assert!(!answer.body.contains("on purpose"));
    }
    assert_eq!(me.get("/shown").status, 200);
}

#[test]
fn statements_are_counted() {
    let (_home, app) = hall();
    assert_eq!(Browser::stranger(&app).get("/shown").statements, 2);
    assert_eq!(Browser::stranger(&app).get("/nowhere").statements, 0);
}

#[test]
fn other_methods_and_odd_paths_are_met_with_a_page() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let head = me.ask("HEAD", "/shown", &[], vec![]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for method in ["PUT", "PATCH", "OPTIONS", "BREW"] {
        assert_eq!(me.ask(method, "/shown", &[], vec![]).status, 405, "{method}");
        assert_eq!(me.ask(method, "/nowhere", &[], vec![]).status, 404, "{method}");
    }
    for path in ["/named/%FF%FE", "/%FF", "/named/%zz%", "/named/a%2Fb", "/../etc/passwd"] {
        let answer = me.get(path);
        assert!([200, 404].contains(&answer.status), "{path}: {} {}", answer.status, answer.body);
        assert!(answer.body.contains("<title>"), "{path}: {}", answer.body);
    }
    assert_eq!(me.get("/assets/..%2Fapp.css").status, 404);
    // A character that PostgreSQL has no place for.
    assert_eq!(me.get("/named/a%00b").status, 200);
    assert_eq!(me.get("/shown?q=%00&%00=1").status, 200);
    let long = format!("/named/{}?q={}", "x".repeat(9000), "y".repeat(9000));
    assert_eq!(me.get(&long).status, 200);
}

#[test]
fn where_a_reply_leads_cannot_break_its_header() {
    let (_home, app) = hall();
    let me = somebody(&app);
    let answer = me.post("/left", &[("q", "张三\r\nSet-Cookie: a=b\t")]);
    assert_eq!(answer.location, "/shown?q=%E5%BC%A0%E4%B8%89%0D%0ASet-Cookie:%20a=b%09");
    assert!(answer.cookies.is_empty());
}

#[test]
fn a_list_shows_its_page_and_its_neighbours() {
    let (_home, app) = hall();
    let page = somebody(&app).get("/rows?q=%26&page=2");
    assert!(page.body.contains("第20行") && page.body.contains("第39行"));
    assert!(!page.body.contains("第19行") && !page.body.contains("第40行"));
    assert!(page.body.contains("/rows?q=%26&amp;page=1"), "{}", page.body);
    assert!(page.body.contains("/rows?q=%26&amp;page=3") && page.body.contains("第2页，共3页"));
    let beyond = somebody(&app).get("/rows?page=99999999999999999999");
    assert!(beyond.body.contains("第0行"), "what is no page number is the first page");
    assert!(somebody(&app).get("/rows?page=99").body.contains("第44行"));
}

#[test]
fn what_an_act_reveals_is_in_the_view_log() {
    let (home, app) = hall();
    assert_eq!(somebody(&app).post("/revealed", &[]).status, 200);
    let sql = "SELECT count(*) FROM view_log WHERE about = 'person:7' AND person = 7";
    let seen: i64 = home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap();
    assert_eq!(seen, 1);
}

/// Serves on a port of its own with little patience while `visit` goes there.
fn with_little_patience(visit: impl FnOnce(std::net::SocketAddr)) {
    let (_home, app) = hall();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let limits = Limits {
        connections: 4,
        head: Duration::from_millis(300),
        body: Duration::from_millis(300),
        answer: Duration::from_millis(500),
        life: Duration::from_secs(30),
        ..Limits::default()
    };
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = runtime.spawn(async move {
        let stopped = async move { drop(stopped.await) };
        web::serve_within(&app, listener, limits, stopped).await;
    });
    visit(address);
    stop.send(()).unwrap();
    runtime.block_on(serving).unwrap();
}

#[test]
fn a_client_is_known_by_its_line_and_by_what_a_trusted_proxy_says() {
    let trusted = vec!["10.0.0.0/24".parse().unwrap()];
    let proxies = Proxies { trusted, ..Proxies::default() };
    let (_home, app) = hall_behind(Front { proxies, ..Front::default() });
    let said = [("x-forwarded-for", "203.0.113.9")];
    let by_proxy = Browser::stranger(&app).from_address("10.0.0.5");
    assert!(by_proxy.ask("GET", "/whence", &said, vec![]).body.contains("来自203.0.113.9"));
    let liar = Browser::stranger(&app).from_address("198.51.100.7");
    assert!(liar.ask("GET", "/whence", &said, vec![]).body.contains("来自198.51.100.7"));
    with_little_patience(|address| {
        let head = "Host: x\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n";
        let answer = talk(address, &format!("GET /whence HTTP/1.1\r\n{head}\r\n"));
        assert!(answer.contains("来自127.0.0.1"), "{answer}");
    });
}

/// What comes back until the server closes the line.
fn talk(address: std::net::SocketAddr, words: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(words.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server closes the line");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn slow_clients_are_not_waited_for() {
    with_little_patience(|address| {
        // Half a head; more of them than there are places, and then somebody in a hurry.
        let idle: Vec<_> = (0..6).map(|_| TcpStream::connect(address).unwrap()).collect();
        let close = "Host: x\r\nConnection: close\r\n";
        assert!(talk(address, &format!("GET /shown HTTP/1.1\r\n{close}\r\n")).contains(" 200 "));
        drop(idle);
        assert!(!talk(address, "GET /shown HTTP/1.1\r\nHost: x").contains(" 200 "));
        let half = format!("POST /form HTTP/1.1\r\n{close}Content-Length: 90\r\n\r\ntitle=");
        let half = half.replace("Host: x", "Host: x\r\nCookie: guantong=7:");
        let answer = talk(address, &half);
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("还没有传完"), "{answer}");
        let answer = talk(address, &format!("GET /slow HTTP/1.1\r\n{close}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("后台继续"), "{answer}");
        let answer = talk(address, &format!("GET /{} HTTP/1.1\r\n{close}\r\n", "x".repeat(70_000)));
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    });
}
