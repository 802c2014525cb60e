//! The pages: sign-in, one's own, the administrators'.

use std::sync::Arc;

use notify::Tell;
use testkit::{Answer, Browser};
use web::App;

use crate::world::{FURNISH, PASSWORD, World};

/// The application with the real door.
pub(crate) fn app(world: &World) -> Arc<App> {
    let (core, rooms) = (world.home.core.clone(), vec![account::room()]);
    Arc::new(App { core, rooms, identify: account::identify, banner: None })
}

pub(crate) fn browser(app: &Arc<App>, token: &str) -> Browser {
    Browser::with_cookie(app, &format!("guantong={token}"))
}

fn member(world: &World) -> (i64, String) {
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    (person, world.try_to_sign_in("003917", PASSWORD).unwrap().token)
}

fn cookie(answer: &Answer) -> &str {
    let is_it = |it: &&String| it.trim_start_matches("__Host-").starts_with("guantong=");
    answer.cookies.iter().find(is_it).expect("a session cookie is set")
}

#[test]
fn signing_in_sets_a_cookie_and_leads_to_where_one_wanted_to_go() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let stranger = Browser::stranger(&app);
    assert_eq!(stranger.get("/me").location, "/sign-in?to=%2Fme");
    assert!(stranger.get("/sign-in?to=%2Fme").body.contains("name=\"to\" value=\"/me\""));
    let fields = [("login", "003917"), ("password", PASSWORD), ("to", "/me")];
    let answer = stranger.post("/sign-in", &fields);
    assert_eq!((answer.status, answer.location.as_str()), (303, "/me"));
    let cookie = cookie(&answer);
    assert!(cookie.contains("HttpOnly; SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    assert!(cookie.starts_with("guantong="), "{cookie}");
    let token = cookie.trim_start_matches("guantong=").split(';').next().unwrap();
    assert_eq!(browser(&app, token).get("/me").status, 200);
}

#[test]
fn over_https_the_cookie_goes_over_nothing_else() {
    let world = World::over_https();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let fields = [("login", "003917"), ("password", PASSWORD), ("to", "/")];
    let answer = Browser::stranger(&app(&world)).post("/sign-in", &fields);
    assert!(cookie(&answer).starts_with("__Host-") && cookie(&answer).ends_with("; Secure"));
}

#[test]
fn a_wrong_password_comes_back_with_words_and_without_the_password() {
    let world = World::new();
    let app = app(&world);
    let fields = [("login", "003917"), ("password", "secret-guess"), ("to", "/")];
    let answer = Browser::stranger(&app).post("/sign-in", &fields);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("再错4次，要等1分钟才能再试"));
    assert!(answer.body.contains("value=\"003917\"") && !answer.body.contains("secret-guess"));
}

#[test]
fn signing_out_ends_the_session_and_the_cookie() {
    let world = World::new();
    let (_, token) = member(&world);
    let app = app(&world);
    let answer = browser(&app, &token).post("/sign-out", &[]);
    assert_eq!(answer.location, "/sign-in");
    assert!(cookie(&answer).contains("Max-Age=0"));
    assert!(world.identify(&token).is_none());
}

#[test]
fn one_sees_and_ends_ones_own_devices_only() {
    let world = World::new();
    let (_, here) = member(&world);
    let there = world.try_to_sign_in("003917", PASSWORD).unwrap();
    let other = world.person("李敏", 5);
    world.account(other, "limin");
    let hers = world.try_to_sign_in("limin", PASSWORD).unwrap();
    let app = app(&world);
    let me = browser(&app, &here);
    let list = me.get("/me/sessions").body;
    assert_eq!(list.matches("Chrome，Windows").count(), 2);
    assert_eq!(list.matches("就是这一台").count(), 1);
    let end = |session: i64| me.post(&format!("/me/sessions/{session}/end"), &[]).status;
    assert_eq!((end(there.session), end(hers.session)), (303, 404));
    assert!(world.identify(&there.token).is_none());
    assert!(world.identify(&hers.token).is_some());
}

#[test]
fn one_sees_where_from_and_ends_all_the_others_at_once() {
    let world = World::new();
    let (_, here) = member(&world);
    let there = world.try_from("203.0.113.9", None, "003917", PASSWORD).unwrap();
    world.try_from("203.0.113.10", None, "003917", "wrong").unwrap_err();
    let app = app(&world);
    let me = browser(&app, &here);
    let page = me.get("/me/sessions");
    assert!(page.body.contains("203.0.113.9，2026年11月20日9:00登录"), "{}", page.body);
    assert!(page.body.contains("登录没有成功的有1次") && page.statements <= 8);
    assert_eq!(me.post("/me/sessions/others", &[]).location, "/me/sessions");
    assert!(world.identify(&there.token).is_none() && world.identify(&here).is_some());
    assert!(!me.get("/me/sessions").body.contains("别处的全部退出"));
    for _ in 0..5 {
        let known = Some(there.device_token.as_str());
        world.try_from("203.0.113.9", known, "003917", "wrong").unwrap_err();
    }
    let stranger = world.try_from("203.0.113.9", None, "003917", PASSWORD).unwrap_err();
    assert!(stranger.to_string().contains("错得太多"), "the device is a stranger again");
}

#[test]
fn a_changed_password_signs_other_devices_out_and_must_be_good() {
    let world = World::new();
    let (_, here) = member(&world);
    let there = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let app = app(&world);
    let me = browser(&app, &here);
    let send = |current: &str, new: &str, again: &str| {
        me.post("/me/password", &[("current", current), ("new", new), ("again", again)])
    };
    assert!(send("wrong", "Qingshan-48x", "Qingshan-48x").body.contains("现在的口令不对"));
    assert!(send(PASSWORD, "Zhangweihua-1", "Zhangweihua-1").body.contains("不要有自己的姓名"));
    assert!(send(PASSWORD, "Qingshan-48x", "Qingshan-49x").body.contains("两遍新口令不一样"));
    assert!(send(PASSWORD, PASSWORD, PASSWORD).body.contains("要和现在的不同"));
    assert_eq!(send(PASSWORD, "Qingshan-48x", "Qingshan-48x").status, 303);
    assert!(world.identify(&here).is_some() && world.identify(&there).is_none());
    assert!(world.try_to_sign_in("003917", "Qingshan-48x").is_ok());
}

#[test]
fn guessing_the_password_on_an_open_screen_rests_too() {
    let world = World::new();
    let (_, here) = member(&world);
    let app = app(&world);
    let me = browser(&app, &here);
    let guess = || {
        let fields = [("current", "wrong"), ("new", "Qingshan-48x"), ("again", "Qingshan-48x")];
        me.post("/me/password", &fields).body
    };
    assert!(guess().contains("现在的口令不对。再错4次"));
    (0..3).for_each(|_| drop(guess()));
    assert!(guess().contains("已连错5次，请等1分钟再试"));
    let right = [("current", PASSWORD), ("new", "Qingshan-48x"), ("again", "Qingshan-48x")];
    assert!(me.post("/me/password", &right).body.contains("从这里登录错得太多"));
    world.try_to_sign_in("003917", PASSWORD).expect("his own door stays open");
}

#[test]
fn my_page_shows_the_digest_and_opening_a_notice_reads_it() {
    let world = World::new();
    let (person, token) = member(&world);
    let ctx = world.home.operator();
    let tell = |text: &'static str| Tell {
        person,
        unit: Some(5),
        kind: "reminder",
        text,
        url: "/duties",
        sender: None,
        dedup: None,
    };
    ctx.act_system(&FURNISH, |w| {
        notify::tell_all(w, &[tell("党课还没有安排"), tell("换届快到了")])
    })
    .unwrap();
    jobs::Runner::new(&world.home.core, [notify::job()], notify::schedules()).run_due().unwrap();
    let app = app(&world);
    let me = browser(&app, &token);
    let page = me.get("/me");
    assert!(page.body.contains("2026年11月20日9:00的汇总") && page.body.contains("党课还没有安排"));
    assert!(page.body.contains("（2条新消息）") && page.statements <= 8);
    let id: i64 = world.ask("SELECT min(id) FROM notice", &[]);
    assert_eq!(me.post(&format!("/me/notices/{id}"), &[]).location, "/duties");
    assert!(me.get("/me").body.contains("（1条新消息）"));
    assert_eq!(me.post("/me/notices", &[]).status, 303);
    assert!(!me.get("/me").body.contains("条新消息"));
}

#[test]
fn a_page_that_is_not_his_names_whom_he_may_ask() {
    let world = World::new();
    let (_, token) = member(&world);
    let secretary = world.person("李书记", 5);
    world.appoint(secretary, 5, "secretary");
    let manager = world.person("王管理", 3);
    world.appoint(manager, 3, "affairs_manager");
    let app = app(&world);
    let page = browser(&app, &token).get("/admin/accounts");
    assert_eq!(page.status, 404);
    let whom = "请找城关派出所党支部书记李书记，或者南屏县公安局的党务管理员王管理";
    assert!(page.body.contains(whom), "{}", page.body);
}

#[test]
fn old_notices_are_turned_over_and_all_are_marked_at_once() {
    let world = World::new();
    let (person, token) = member(&world);
    let texts: Vec<String> = (0..61).map(|number| format!("第{number:02}件事")).collect();
    let tell = |text: &'static str| Tell {
        person,
        unit: Some(5),
        kind: "reminder",
        text,
        url: "/duties",
        sender: None,
        dedup: None,
    };
    let texts: Vec<&'static str> = texts.into_iter().map(|it| &*it.leak()).collect();
    let told = |w: &act::Acting| {
        let all: Vec<Tell> = texts.iter().map(|text| tell(text)).collect();
        notify::tell_all(w, &all)
    };
    world.home.operator().act_system(&FURNISH, told).unwrap();
    let app = app(&world);
    let me = browser(&app, &token);
    let first = me.get("/me");
    assert!(first.body.contains("61条没有读，共61条，第1页，共2页"), "{}", first.body);
    let second = me.get("/me?page=2");
    assert_eq!(second.body.matches("件事").count(), 11);
    assert!(second.statements <= 8);
    assert!(me.post("/me/notices", &[]).status == 303 && me.get("/me").body.contains("都读过了"));
}

#[test]
fn one_sees_who_may_see_what_by_which_rule_and_who_did_what_for() {
    let world = World::new();
    let app = crate::powers::app(&world);
    let (person, token) = member(&world);
    let sit = |name: &str, unit: i64, kind: &str, login: &str| {
        crate::powers::sit(&world, &app, (name, unit), kind, login).1
    };
    let secretary = sit("李书记", 5, "secretary", "lishuji");
    let manager = sit("孙管理", 3, "affairs_manager", "sunguanli");
    sit("王局长", 3, "organ_leader", "wangju");
    sit("周系统", 2, "system_administrator", "zhouxitong");
    sit("吴书记", 9, "secretary", "wushuji");
    assert_eq!(secretary.get(&format!("/members/{person}")).status, 200);
    let reason = [("reason", "核对组织关系介绍信")];
    assert_eq!(manager.post(&format!("/members/{person}/revelation"), &reason).status, 200);
    assert_eq!(manager.post(&format!("/members/{person}/revelation"), &[]).status, 422);

    let page = browser(&app, &token).get("/me/seen");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("3个职务能看到您的信息"), "{}", page.body);
    for words in [
        "基本情况、组织关系、职务和权利、导出的名册、组织生活",
        "您就在这个组织",
        "您和他在同一个机关",
        "您所在的机关归它管",
        "《中华人民共和国个人信息保护法》第二十八条",
        "李书记（城关派出所党支部，党支部书记）",
        "看了您的信息页",
        "打开了证件号或电话全号",
        "原因：核对组织关系介绍信",
    ] {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    for nobody in ["王局长", "吴书记"] {
        assert!(!page.body.contains(nobody), "the line sees no persons, elsewhere is elsewhere");
    }
    assert!(page.statements <= 8, "{}", page.statements);
}

#[test]
fn rosters_and_lists_that_may_hold_somebody_stand_among_the_looks_page_by_page() {
    let world = World::new();
    let app = crate::powers::app(&world);
    let (person, token) = member(&world);
    let (_, secretary) = crate::powers::sit(&world, &app, ("李书记", 5), "secretary", "lishuji");
    let me = browser(&app, &token);
    assert!(me.get("/me/seen").body.contains("还没有人看过"));
    assert_eq!(secretary.get("/members").status, 200);
    let body = me.get("/me/seen").body;
    assert!(body.contains("打开了城关派出所党支部的名册") && body.contains("可能有您"), "{body}");
    let taken = secretary.post("/members/exports", &[("purpose", "核对党费")]);
    assert_eq!(taken.status, 200, "{}", taken.body);
    let body = me.get("/me/seen").body;
    assert!(body.contains("导出了有城关派出所党支部的名单（党员名册"), "{body}");
    // Of before he came, and of a list of another branch, nothing.
    world.furnish(
        "UPDATE affiliation SET from_on = '2026-11-21' WHERE person = $1",
        db::bind![person],
    );
    assert!(me.get("/me/seen").body.contains("还没有人看过"));
    for _ in 0..51 {
        world.wait_minutes(1);
        assert_eq!(secretary.get(&format!("/members/{person}")).status, 200);
    }
    let first = me.get("/me/seen");
    assert!(first.body.contains("共51次，第1页，共2页"), "{}", first.body);
    assert!(first.statements <= 8, "{}", first.statements);
    assert_eq!(me.get("/me/seen?page=2").body.matches("看了您的信息页").count(), 1);
}

#[test]
fn the_administrator_retries_and_gives_up_failed_work() {
    let world = World::new();
    let person = world.person("管理员", 3);
    world.appoint(person, 3, "system_administrator");
    world.account(person, "admin3");
    let token = world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
    let ctx = world.home.operator();
    ctx.act_system(&FURNISH, |w| w.later("test.gone", &1, w.now)).unwrap();
    jobs::Runner::new(&world.home.core, [], []).run_due().unwrap();
    let app = app(&world);
    let admin = browser(&app, &token);
    assert!(admin.get("/admin/jobs").body.contains("test.gone"));
    let id: i64 = world.ask("SELECT id FROM job WHERE kind = 'test.gone'", &[]);
    assert_eq!(admin.post(&format!("/admin/jobs/{id}/retry"), &[]).status, 303);
    jobs::Runner::new(&world.home.core, [], []).run_due().unwrap();
    let url = format!("/admin/jobs/{id}/end");
    assert_eq!(admin.post(&url, &[("reason", "")]).status, 422);
    assert_eq!(admin.post(&url, &[("reason", "不再需要")]).status, 303);
    assert!(admin.get("/admin/jobs").body.contains("没有失败的任务"));
}
