//! Half-filled forms: what stops a form from being done, and what its author finds the next time.

use std::sync::Arc;

use act::{Act, Actor, Ctx, Error, Power, Powers, Reach, Relation, Result, Theirs};
use askama::Template;
use db::Read;
use testkit::{Browser, Home, app};
use web::{App, Door, Markup, Page, Reply, Req, Room, Route, parts};

const DO: Act = Act::new("thing.do", "办事");
const LEAD: Act = Act::new("thing.lead", "带队");
const ID_NUMBER: &str = "11010519491231002X";
const BACK: &str = "没填完的内容已放回";
/// The page of the form, as its hidden field names it.
const PAGE: (&str, &str) = ("_form", "/things/1?on=2026-11-20");

#[derive(Template)]
#[template(source = "<h1>事</h1>{{ body }}", ext = "html")]
struct Plain {
    body: Markup,
}

fn form(_: &Ctx, _: &Read, req: &Req) -> Result<Page> {
    // The second thing is done with: its page has no form any more.
    let body = if req.param("id") == "2" { String::new() } else { fields(req) };
    Ok(Page::of("办一件事", &Plain { body: Markup(body) })?.under([("事情", "/things")]))
}

fn fields(req: &Req) -> String {
    let parts = [
        "<form method=\"post\" action=\"/things/1\">".to_owned(),
        req.key().0,
        req.version(8).0,
        parts::problems(&req.form).0,
        parts::field_text(&req.form, "title", "名称", "", "原来的").0,
        parts::field_text(&req.form, "number", "身份证号", "", "").0,
    ];
    parts.concat()
}

fn store(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let title = reader.text("title", "名称", 20);
    reader.optional_text("number", "身份证号", 18);
    reader.check()?;
    ctx.act_own(&DO, |w, _| {
        w.reply("/things");
        match (title.as_str(), reader.version()) {
            ("忙", _) => Err(Error::Busy("正在恢复备份".into())),
            ("坏", _) => Err(Error::broken("on purpose")),
            (_, 7) => Err(Error::Stale(vec![Theirs { field: "title", value: "三楼".into() }])),
            _ => Ok(()),
        }
    })?;
    Ok(Reply::to("/things"))
}

fn hall() -> (Home, Arc<App>) {
    let own = Power { act: DO.key.into(), relation: Relation::Lead, reach: Reach::Own };
    let powers = Powers::new([("member".to_owned(), vec![own])]);
    let home = Home::on("2026-11-20", |core| core.with(powers));
    let routes = vec![
        Route::page("/things", Door::SignedIn, form),
        Route::page("/things/{id}", Door::SignedIn, form),
        Route::own_act("/things/{id}", store).again(form),
        Route::act("/led", LEAD, store),
        Route::own_act("/me/forms", web::keep),
        Route::own_act("/me/forms/removal", web::forget),
    ];
    let app = app(&home, vec![Room { name: "hall", routes, ..Room::default() }]);
    (home, app)
}

fn of(home: &Home, person: i64) -> Ctx {
    Ctx::new(&home.core, Actor::Person { id: person, name: "某".into(), hat: None })
}

/// What is kept for somebody: (field, value) of the form of [`PAGE`].
fn kept(home: &Home, person: i64) -> Vec<(String, String)> {
    let ctx = of(home, person);
    let found = ctx.read(|read| ctx.kept_form(read, PAGE.1)).unwrap();
    found.map(|(kept, _)| kept.fields).unwrap_or_default()
}

fn count(home: &Home, sql: &'static str) -> i64 {
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

#[test]
fn whatever_stops_a_form_what_was_typed_is_there_the_next_time() {
    for (title, url, person, status) in [
        ("", "/things/1", "7:", 422),
        ("忙", "/things/1", "7:", 503),
        ("坏", "/things/1", "7:", 500),
        ("会", "/led", "7:", 403),
        ("会", "/things/1", "7:out", 401),
    ] {
        let (home, app) = hall();
        let browser = Browser::with_cookie(&app, &format!("guantong={person}"));
        let answer = browser.post(url, &[PAGE, ("title", title), ("number", ID_NUMBER)]);
        assert_eq!(answer.status, status, "{}", answer.body);
        if status != 422 {
            assert!(answer.body.contains("您填的内容已经存下"), "{status}: {}", answer.body);
        }
        assert_eq!(kept(&home, 7).last().unwrap().1, ID_NUMBER, "{status}");
        if url == PAGE.1.split('?').next().unwrap() {
            let page = Browser::of(&app, 7, None).get(PAGE.1);
            assert!(page.body.contains("上次（11月20日9:00）没填完的内容已放回"), "{}", page.body);
            assert!(page.body.contains(&format!("value=\"{ID_NUMBER}\"")));
            assert!(!page.body.contains("请填写名称"), "no fault before it is sent again");
        }
    }
}

#[test]
fn a_save_under_a_session_that_ran_out_is_put_back_like_any_other() {
    let (_home, app) = hall();
    let tired = Browser::with_cookie(&app, "guantong=7:out");
    let typed = [PAGE, ("_action", "/things/1"), ("_title", "办一件事"), ("title", "半截")];
    assert_eq!(tired.post("/me/forms", &typed).status, 401);
    let page = Browser::of(&app, 7, None).get(PAGE.1);
    assert!(page.body.contains(BACK) && page.body.contains("value=\"半截\""), "{}", page.body);
}

#[test]
fn who_is_nobody_has_nothing_kept_and_is_told_so() {
    let (home, app) = hall();
    let answer = Browser::stranger(&app).post("/things/1", &[PAGE, ("title", "会")]);
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("退回上一页重交"));
    assert_eq!(count(&home, "SELECT count(*) FROM kept_form"), 0);
}

#[test]
fn what_was_done_is_gone_and_its_late_save_comes_to_nothing() {
    let (home, app) = hall();
    let me = Browser::of(&app, 7, None);
    let typed = [PAGE, ("_key", "k1"), ("_action", "/things/1"), ("title", "会")];
    assert!(me.post("/me/forms", &typed).body.contains("没填完的内容9:00已存"));
    assert_eq!(kept(&home, 7).len(), 1);
    assert_eq!(me.post("/things/1", &[PAGE, ("_key", "k1"), ("title", "会")]).status, 303);
    assert_eq!(kept(&home, 7), []);
    me.post("/me/forms", &typed);
    assert_eq!(kept(&home, 7), [], "the form was done before its last save arrived");
    assert!(!me.get(PAGE.1).body.contains(BACK));
}

#[test]
fn nobody_else_finds_it_and_nobody_counts_it() {
    let (home, app) = hall();
    let me = Browser::of(&app, 7, None);
    let before = count(&home, "SELECT count(*) FROM event");
    me.post("/me/forms", &[PAGE, ("_action", "/things/1"), ("title", "我的稿子")]);
    let other = Browser::of(&app, 8, None);
    assert!(!other.get(PAGE.1).body.contains("我的稿子"));
    other.post("/me/forms/removal", &[("form", PAGE.1)]);
    assert_eq!(kept(&home, 7).len(), 1, "it is not his to delete");
    assert!(me.get(PAGE.1).body.contains("我的稿子"));
    assert_eq!(count(&home, "SELECT count(*) FROM event"), before);
    assert_eq!(count(&home, "SELECT count(*) FROM view_log"), 0);
}

#[test]
fn keys_and_passwords_are_not_kept_and_the_rest_is_not_readable() {
    let (home, app) = hall();
    let typed = [PAGE, ("_key", "k1"), ("password", "Qingshan-47x"), ("number", ID_NUMBER)];
    let answer = Browser::of(&app, 7, None).post("/things/1", &typed);
    assert_eq!(answer.status, 422);
    assert_eq!(kept(&home, 7), [("number".to_owned(), ID_NUMBER.to_owned())]);
    let sql = "SELECT content FROM kept_form";
    let stored: Vec<u8> = home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains(ID_NUMBER));
}

#[test]
fn who_changed_the_row_meanwhile_is_shown_beside_what_was_kept() {
    let (_home, app) = hall();
    let me = Browser::of(&app, 7, None);
    let typed = [PAGE, ("_version", "7"), ("_action", "/things/1"), ("title", "二楼")];
    me.post("/me/forms", &typed);
    let page = me.get(PAGE.1);
    assert!(page.body.contains("name=\"_version\" value=\"7\""), "it was opened back then");
    let answer = me.post("/things/1", &[PAGE, ("_version", "7"), ("title", "二楼")]);
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("三楼") && answer.body.contains("value=\"二楼\""));
    assert!(answer.body.contains("name=\"_version\" value=\"8\""), "now he has seen it");
}

#[test]
fn a_page_without_that_form_gets_nothing_back() {
    let (_home, app) = hall();
    let me = Browser::of(&app, 7, None);
    let page = ("_form", "/things/2");
    me.post("/me/forms", &[page, ("_action", "/things/2"), ("title", "会")]);
    let answer = me.get("/things/2");
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains(BACK), "{}", answer.body);
}

#[test]
fn the_author_starts_afresh() {
    let (home, app) = hall();
    let me = Browser::of(&app, 7, None);
    me.post("/me/forms", &[PAGE, ("_action", "/things/1"), ("title", "会")]);
    let answer = me.post("/me/forms/removal", &[("form", PAGE.1)]);
    assert_eq!((answer.status, answer.location.as_str()), (303, PAGE.1));
    assert_eq!(kept(&home, 7), []);
    assert!(me.get(PAGE.1).body.contains("value=\"原来的\""));
    assert_eq!(me.post("/me/forms/removal", &[("form", "//evil.test")]).status, 404);
}

#[test]
fn too_much_is_said_and_the_oldest_give_way() {
    let (home, app) = hall();
    let me = Browser::of(&app, 7, None);
    let long = "长".repeat(30_000);
    assert!(me.post("/me/forms", &[PAGE, ("title", &long)]).body.contains("存不下"));
    assert_eq!(kept(&home, 7), []);
    for number in 0..60 {
        let at = home.core.clock.now().plus_seconds(1);
        home.core.clock.set(at);
        me.post("/me/forms", &[("_form", &format!("/things/{number}")), ("title", "会")]);
    }
    assert_eq!(count(&home, "SELECT count(*) FROM kept_form"), act::KEPT_FORMS_AT_MOST);
    assert_eq!(count(&home, "SELECT count(*) FROM kept_form WHERE form = '/things/9'"), 0);
    assert_eq!(count(&home, "SELECT count(*) FROM kept_form WHERE form = '/things/10'"), 1);
}
