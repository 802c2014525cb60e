//! Accounts are opened by administrators in their reach; the first one by the operator's code.

use act::Error;

use crate::{
    pages::{app, browser},
    world::{PASSWORD, World},
};

/// Somebody signed in under a post.
fn signed_in(world: &World, name: &str, unit: i64, kind: &str, login: &str) -> String {
    let person = world.person(name, unit);
    world.appoint(person, unit, kind);
    world.account(person, login);
    world.try_to_sign_in(login, PASSWORD).unwrap().token
}

/// The start password on the page that shows it.
fn start_password(body: &str) -> String {
    let after = body.split("开户口令</dt><dd class=\"strong\">").nth(1).expect("the page shows it");
    after.split('<').next().unwrap_or_default().to_owned()
}

#[test]
fn an_administrator_opens_an_account_whose_start_password_must_be_changed() {
    let world = World::new();
    let admin = signed_in(&world, "管理员", 3, "system_administrator", "admin3");
    let person = world.person("李敏", 5);
    world.appoint(person, 5, "secretary");
    let app = app(&world);
    let admin = browser(&app, &admin);

    let found = admin.get("/admin/accounts?q=李敏");
    assert!(found.body.contains(&format!("/admin/accounts/new/{person}")), "{}", found.body);
    let shown = admin.post(&format!("/admin/accounts/new/{person}"), &[("login", "limin")]);
    assert_eq!(shown.status, 200, "{}", shown.body);
    let start = start_password(&shown.body);
    assert_eq!(start.len(), 19);

    let listed = admin.get("/admin/accounts?q=LIM").body;
    assert!(listed.contains("等本人改开户口令") && !listed.contains(&start), "{listed}");

    let entered = world.try_to_sign_in("limin", &start).unwrap();
    assert!(entered.must_change);
    let identity = world.identify(&entered.token).unwrap();
    assert!(identity.actor.hat().is_none(), "no hat before the password is changed");
    let her = browser(&app, &entered.token);
    let fields = [("current", start.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
    let changed = her.post("/me/password", &fields);
    assert_eq!((changed.status, changed.location.as_str()), (303, "/me"), "{}", changed.body);
    assert!(world.try_to_sign_in("limin", &start).is_err());
    let again = world.try_to_sign_in("limin", PASSWORD).unwrap();
    assert!(!again.must_change);
    assert!(world.identify(&again.token).unwrap().actor.hat().is_some());
}

#[test]
fn an_administrator_reaches_his_own_county_only() {
    let world = World::new();
    let admin = signed_in(&world, "管理员", 3, "system_administrator", "admin3");
    let stranger = world.person("王强", 9);
    world.account(stranger, "wangqiang");
    let other = world.person("赵刚", 9);
    let app = app(&world);
    let admin = browser(&app, &admin);
    assert!(!admin.get("/admin/accounts").body.contains("wangqiang"));
    assert_eq!(admin.get(&format!("/admin/accounts/{stranger}")).status, 404);
    let new = format!("/admin/accounts/new/{other}");
    assert_eq!(admin.post(&new, &[("login", "zhaogang")]).status, 404);
    assert_eq!(admin.post(&format!("/admin/accounts/{stranger}/closing"), &[]).status, 404);
    assert_eq!(world.count("SELECT count(*) FROM account"), 2);
}

#[test]
fn a_login_that_is_taken_or_malformed_is_refused_at_its_field() {
    let world = World::new();
    let admin = signed_in(&world, "管理员", 3, "system_administrator", "admin3");
    let person = world.person("李敏", 5);
    let app = app(&world);
    let admin = browser(&app, &admin);
    let url = format!("/admin/accounts/new/{person}");
    let taken = admin.post(&url, &[("login", "ADMIN3")]);
    assert_eq!(taken.status, 422);
    assert!(taken.body.contains("账号admin3已经有人用了"), "{}", taken.body);
    assert_eq!(admin.post(&url, &[("login", "李敏")]).status, 422);
}

#[test]
fn a_reset_ends_every_session_lifts_the_rest_and_tells_the_person() {
    let world = World::new();
    let admin = signed_in(&world, "管理员", 3, "system_administrator", "admin3");
    let person = world.person("李敏", 5);
    world.account(person, "limin");
    let session = world.try_to_sign_in("limin", PASSWORD).unwrap().token;
    (0..5).for_each(|_| drop(world.refusal("limin", "wrong")));
    let app = app(&world);
    let answer = browser(&app, &admin).post(&format!("/admin/accounts/{person}/reset"), &[]);
    let start = start_password(&answer.body);
    assert!(world.identify(&session).is_none());
    assert!(world.try_to_sign_in("limin", PASSWORD).is_err());
    let token = world.try_to_sign_in("limin", &start).unwrap().token;
    assert_eq!(world.identify(&token).unwrap().unread, 1);
    let me = browser(&app, &token);
    let new = "Shan.he-yu9Tian";
    let fields = [("current", start.as_str()), ("new", new), ("again", new)];
    assert_eq!(me.post("/me/password", &fields).location, "/me");
    assert!(me.get("/me").body.contains("管理员重设了您的口令"));
}

#[test]
fn a_start_password_ends_after_seven_days() {
    let world = World::new();
    let person = world.person("李敏", 5);
    let new = account::NewAccount {
        person,
        login: "limin".into(),
        password: account::hash_password("start-word"),
        must_change: true,
    };
    let ctx = world.home.operator();
    ctx.act_system(&crate::world::FURNISH, |w| account::open_many(w, std::slice::from_ref(&new)))
        .unwrap();
    world.home.wait_until("2026-11-26");
    assert!(world.try_to_sign_in("limin", "start-word").is_ok());
    world.home.wait_until("2026-11-27");
    assert!(world.refusal("limin", "start-word").contains("开户口令过期了"));
}

#[test]
fn a_closed_account_is_out_and_nobody_closes_his_own() {
    let world = World::new();
    let admin = signed_in(&world, "管理员", 3, "system_administrator", "admin3");
    let person = world.person("李敏", 5);
    world.account(person, "limin");
    let session = world.try_to_sign_in("limin", PASSWORD).unwrap().token;
    let app = app(&world);
    let admin = browser(&app, &admin);
    assert_eq!(admin.post(&format!("/admin/accounts/{person}/closing"), &[]).status, 303);
    assert!(world.identify(&session).is_none());
    assert!(world.refusal("limin", PASSWORD).contains("警号或口令不对"));
    let own: i64 = world.ask("SELECT person FROM account WHERE login = 'admin3'", &[]);
    assert_eq!(admin.post(&format!("/admin/accounts/{own}/closing"), &[]).status, 409);
}

#[test]
fn a_secretary_finds_no_administrators_page() {
    let world = World::new();
    let secretary = signed_in(&world, "张伟华", 5, "secretary", "003917");
    let app = app(&world);
    let secretary = browser(&app, &secretary);
    for url in ["/admin/accounts", "/admin/switches", "/admin/jobs"] {
        assert_eq!(secretary.get(url).status, 404, "{url}");
    }
}

#[test]
fn the_first_administrator_enters_with_the_code_of_the_terminal() {
    let world = World::new();
    let start = || {
        let words = account::first_administrator(&world.home.operator()).unwrap().unwrap();
        words.split('：').nth(1).and_then(|it| it.lines().next()).unwrap().to_owned()
    };
    let (old, code) = (start(), start());
    let app = app(&world);
    let stranger = testkit::Browser::stranger(&app);
    assert!(stranger.get("/sign-in").body.contains("href=\"/first\""));
    assert_eq!(stranger.get("/first").status, 200);
    let send = |code: &str, unit: &str| {
        let (name, login) = (("name", "王敏"), ("login", "wangmin"));
        let who = [("code", code), ("unit_code", unit), name, login, ("password", PASSWORD)];
        stranger.post("/first", &who)
    };
    for wrong in ["guess", old.as_str()] {
        let refused = send(wrong, "U1");
        assert!(refused.body.contains("代码不对"), "{}", refused.body);
    }
    let nowhere = send(&code, "999999");
    assert!(nowhere.body.contains("没有这个代码的公安机关"), "{}", nowhere.body);
    let entered = send(&code, "U1");
    assert_eq!((entered.status, entered.location.as_str()), (303, "/sign-in"), "{}", entered.body);

    let token = world.try_to_sign_in("wangmin", PASSWORD).unwrap().token;
    assert_eq!(world.identify(&token).unwrap().actor.hat().unwrap().kind, "system_administrator");
    assert!(!stranger.get("/sign-in").body.contains("href=\"/first\""));
    assert_eq!(stranger.get("/first").status, 404);
    assert_eq!(send(&code, "U1").status, 404);
    assert!(account::first_administrator(&world.home.operator()).unwrap().is_none());
}

#[test]
fn the_first_administrator_reads_where_the_code_is_and_what_a_password_must_be() {
    let world = World::as_a_service(None);
    let stranger = testkit::Browser::stranger(&app(&world));
    let page = stranger.get("/first").body;
    assert!(page.contains("journalctl -u guantong -n 20"), "{page}");
    assert!(page.contains("至少10个字符；") && !page.contains("里占"), "{page}");
    assert!(stranger.get("/sign-in").body.contains("journalctl"));
    for (kinds, words) in [(3, "数字、符号里占3种"), (4, "数字、符号都要有")] {
        let world = World::as_a_service(Some(kinds));
        let page = testkit::Browser::stranger(&app(&world)).get("/first").body;
        assert!(page.contains(words), "{page}");
    }
    let by_hand = World::new();
    let page = testkit::Browser::stranger(&app(&by_hand)).get("/first").body;
    assert!(page.contains("在启动本系统的终端上") && page.contains("journalctl"), "{page}");
}

#[test]
fn the_operator_resets_a_known_login_only() {
    let world = World::new();
    let person = world.person("李敏", 5);
    world.account(person, "limin");
    let ctx = world.home.operator();
    let code = account::reset_by_operator(&ctx, "LiMin").unwrap();
    assert!(world.try_to_sign_in("limin", &code).unwrap().must_change);
    assert!(matches!(account::reset_by_operator(&ctx, "nobody"), Err(Error::NotFound)));
    let login = world.home.core.db.read(|read| account::login_of(read, person)).unwrap();
    assert_eq!(login.as_deref(), Some("limin"));
}
