//! Three administrators apart, two hands for a way in, nobody gives what he lacks, the last one stays.

use std::sync::Arc;

use testkit::{Answer, Browser, day};
use web::App;

use crate::world::{FURNISH, PASSWORD, World};

/// The real door, with members' pages.
pub(crate) fn app(world: &World) -> Arc<App> {
    let rooms = vec![people::room(), account::room()];
    Arc::new(App {
        core: world.home.core.clone(),
        rooms,
        identify: account::identify,
        banner: None,
    })
}

/// Somebody signed in under a post: (person, browser).
pub(crate) fn sit(
    world: &World,
    app: &Arc<App>,
    (name, unit): (&str, i64),
    kind: &str,
    login: &str,
) -> (i64, Browser) {
    let person = world.person(name, unit);
    world.appoint(person, unit, kind);
    world.account(person, login);
    (person, enter(world, app, login, PASSWORD))
}

pub(crate) fn enter(world: &World, app: &Arc<App>, login: &str, password: &str) -> Browser {
    let token = world.try_to_sign_in(login, password).unwrap().token;
    crate::pages::browser(app, &token)
}

/// Changes the start password that the page shows, and signs in anew.
fn begin(world: &World, app: &Arc<App>, login: &str, shown: &Answer) -> Browser {
    let after = shown.body.split("开户口令</dt><dd class=\"strong\">").nth(1);
    let start = after.unwrap_or_else(|| panic!("{}", shown.body)).split('<').next().unwrap();
    let first = enter(world, app, login, start);
    let new = [("current", start), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(first.post("/me/password", &new).status, 303);
    enter(world, app, login, PASSWORD)
}

fn name(browser: &Browser, login: &str, kind: &str, unit: &str) -> Answer {
    let fields = [
        ("login", login),
        ("kind", kind),
        ("unit_code", unit),
        ("from", "2026-11-20"),
        ("basis", "县局党委会议"),
    ];
    browser.post("/admin/administrators/new", &fields)
}

#[test]
fn an_administrator_is_opened_by_one_hand_and_appointed_by_another() {
    let world = World::new();
    let app = app(&world);
    let (_, system) = sit(&world, &app, ("甲系统", 2), "system_administrator", "xitong");
    let (_, security) = sit(&world, &app, ("乙安全", 2), "security_administrator", "anquan");
    let auditor = world.person("丙审计", 2);
    let early = name(&security, "shenji", "audit_administrator", "U2");
    assert!(early.body.contains("没有这个账号"), "{}", early.body);
    let shown = system.post(&format!("/admin/accounts/new/{auditor}"), &[("login", "shenji")]);
    assert_eq!(name(&system, "shenji", "audit_administrator", "U2").status, 403, "not his work");
    let elsewhere = name(&security, "shenji", "audit_administrator", "U1");
    assert_eq!(elsewhere.status, 303, "an organ above takes over: {}", elsewhere.body);

    let below = world.person("丁县", 3);
    system.post(&format!("/admin/accounts/new/{below}"), &[("login", "ding")]);
    let refused = name(&security, "ding", "system_administrator", "U3");
    assert!(refused.body.contains("三员都设在管理本系统的同一个机关"), "{}", refused.body);
    assert_eq!(name(&security, "ding", "affairs_manager", "U3").status, 303);
    let oneself = name(&security, "anquan", "audit_administrator", "U1");
    assert!(oneself.body.contains("不能给自己任职"), "{}", oneself.body);

    let auditor = begin(&world, &app, "shenji", &shown);
    let list = auditor.get("/admin/administrators");
    assert!(list.body.contains("丙审计") && list.body.contains("丁县"), "{}", list.body);
    assert!(!list.body.contains("任命管理员"), "he looks only");
    let member = format!("/members/{below}");
    for url in [&member, "/admin/administrators/new", "/admin/jobs", "/admin/switches"] {
        let status = auditor.get(url).status;
        assert!(matches!(status, 403 | 404), "{url}: {status}");
    }
}

#[test]
fn nobody_is_an_administrator_and_something_else() {
    let world = World::new();
    let app = app(&world);
    let (_, security) = sit(&world, &app, ("乙安全", 2), "security_administrator", "anquan");
    sit(&world, &app, ("张书记", 5), "secretary", "zhang");
    let refused = name(&security, "zhang", "audit_administrator", "U2");
    assert!(refused.body.contains("他担任城关派出所党支部的党支部书记"), "{}", refused.body);
    assert!(refused.body.contains("管理员不能同时担任别的职务"), "{}", refused.body);

    let admin = world.person("甲系统", 2);
    world.appoint(admin, 2, "system_administrator");
    for (kind, unit) in [("secretary", 5), ("audit_administrator", 2)] {
        let both = world
            .home
            .operator()
            .act_system(&FURNISH, |w| people::appoint(w, admin, unit, kind, day("2026-11-20"), ""));
        let words = both.unwrap_err().to_string();
        assert!(words.contains("管理员不能再担任别的职务"), "{words}");
    }

    // Rows of an older version may hold both: then the administrator's hat is off.
    world.account(admin, "jia");
    world.home.hold(admin, "secretary", 5);
    let him = enter(&world, &app, "jia", PASSWORD);
    let choose = him.get("/hat").body;
    assert!(choose.contains("管理员只能担任这一个职务"), "{choose}");
    let post: i64 = world.ask("SELECT id FROM post WHERE kind = 'system_administrator'", &[]);
    assert_eq!(him.post("/hat", &[("post", &post.to_string())]).status, 409);
    let worn = "UPDATE session SET post = $1 WHERE person = $2";
    world.furnish(worn, &[db::ToValue::to_value(&post), db::ToValue::to_value(&admin)]);
    assert_eq!(him.get("/admin/jobs").status, 404, "nor where a session wears it already");
}

#[test]
fn who_gives_a_post_hands_out_no_way_in_to_it() {
    let world = World::new();
    let app = app(&world);
    let (_, system) = sit(&world, &app, ("甲系统", 2), "system_administrator", "xitong");
    let (_, manager) = sit(&world, &app, ("李管理", 3), "affairs_manager", "guanli");
    let member = world.person("王新", 5);
    assert_eq!(manager.get(&format!("/admin/accounts/new/{member}")).status, 403);
    let other = format!("/members/{}", world.person("安丽华", 5));
    let clerical = format!("/admin/member-accounts/new/{member}");
    let shown = manager.post(&clerical, &[("login", "wangxin")]);
    let her = begin(&world, &app, "wangxin", &shown);
    assert_eq!(her.get("/me").status, 200);

    let fields =
        [("unit", "5"), ("kind", "secretary"), ("from", "2026-11-20"), ("basis", "支部大会")];
    let given = manager.post(&format!("/members/{member}/appointment"), &fields);
    assert_eq!(given.status, 303, "{}", given.body);
    let her = enter(&world, &app, "wangxin", PASSWORD);
    assert_eq!(her.get(&other).status, 404, "one hand gave the post and the way in");
    assert!(her.get("/hat").body.contains("请系统管理员当面重设一次口令"));
    let worn = "UPDATE session SET post = (SELECT id FROM post WHERE kind = 'secretary')
                WHERE person = $1";
    world.furnish(worn, &[db::ToValue::to_value(&member)]);
    assert_eq!(her.get(&other).status, 404, "nor where a session wears it already");
    let again = manager.post(&format!("/admin/member-accounts/{member}/reset"), &[]);
    assert!(again.status == 409 && again.body.contains("账号由系统管理员"), "{}", again.body);

    let shown = system.post(&format!("/admin/accounts/{member}/reset"), &[]);
    let her = begin(&world, &app, "wangxin", &shown);
    assert_eq!(her.get(&other).status, 200);
}

fn appoint(browser: &Browser, person: i64, kind: &str, unit: &str, to: &str) -> Answer {
    let fields =
        [("unit", unit), ("kind", kind), ("from", "2026-11-20"), ("to", to), ("basis", "任职文件")];
    browser.post(&format!("/members/{person}/appointment"), &fields)
}

#[test]
fn nobody_gives_what_he_lacks_or_gives_to_himself() {
    let world = World::new();
    let app = app(&world);
    let (own, manager) = sit(&world, &app, ("李管理", 3), "affairs_manager", "guanli");
    let member = world.person("王新", 5);
    for (kind, unit) in [("system_administrator", "2"), ("affairs_manager", "3")] {
        let refused = appoint(&manager, member, kind, unit, "");
        assert!(matches!(refused.status, 403 | 404 | 422), "{kind}: {}", refused.status);
    }
    let refused = appoint(&manager, own, "secretary", "5", "");
    assert!(refused.body.contains("不能给自己任职"), "{}", refused.body);
    assert_eq!(world.count("SELECT count(*) FROM post"), 1);
    assert_eq!(appoint(&manager, member, "secretary", "5", "").status, 303);
    let given: i64 = world.ask("SELECT given_by FROM post WHERE kind = 'secretary'", &[]);
    assert_eq!(given, own);
}

#[test]
fn a_post_lasts_from_a_day_to_a_day() {
    let world = World::new();
    let app = app(&world);
    let (_, manager) = sit(&world, &app, ("李管理", 3), "affairs_manager", "guanli");
    let member = world.person("王新", 5);
    world.account(member, "wangxin");
    assert_eq!(appoint(&manager, member, "secretary", "5", "2026-12-01").status, 303);
    let wears = || {
        let token = world.try_to_sign_in("wangxin", PASSWORD).unwrap().token;
        world.identify(&token).unwrap().actor.hat().is_some()
    };
    assert!(wears());
    world.home.wait_until("2026-11-30");
    assert!(wears(), "the last day");
    world.home.wait_until("2026-12-01");
    assert!(!wears(), "it ended by itself");
}

#[test]
fn the_last_of_a_kind_that_may_not_be_missing_stays() {
    let world = World::new();
    let app = app(&world);
    let (_, security) = sit(&world, &app, ("乙安全", 2), "security_administrator", "anquan");
    let (system, hands) = sit(&world, &app, ("甲系统", 2), "system_administrator", "xitong");
    let (_, _) = sit(&world, &app, ("李管理", 3), "affairs_manager", "guanli");
    let post = |kind: &str| -> i64 {
        world.ask("SELECT min(id) FROM post WHERE kind = $1", &[db::ToValue::to_value(kind)])
    };
    let on = [("on", "2026-11-20"), ("basis", "调离")];
    let end =
        |kind: &str| security.post(&format!("/admin/administrators/{}/ending", post(kind)), &on);
    let refused = end("system_administrator");
    assert!(refused.body.contains("全系统只剩这一位系统管理员"), "{}", refused.body);
    assert!(refused.body.contains("先请安全保密管理员任命接替的系统管理员"), "{}", refused.body);
    assert!(end("affairs_manager").body.contains("这个机关只剩这一位党务管理员"));
    assert!(end("security_administrator").body.contains("不能免去自己正在用的身份"));
    let left = world.home.operator().act_system(&FURNISH, |w| {
        people::set_status(w, system, people::Status::Left, day("2026-11-20"), "调离")
    });
    assert!(left.unwrap_err().to_string().contains("全系统只剩这一位"), "nor by leaving the roll");

    let next = world.person("戊接任", 2);
    hands.post(&format!("/admin/accounts/new/{next}"), &[("login", "jieren")]);
    assert_eq!(name(&security, "jieren", "system_administrator", "U2").status, 303);
    assert_eq!(end("system_administrator").status, 303);
    assert_eq!(hands.get("/admin/jobs").status, 404, "at once");
}

#[test]
fn the_page_says_in_its_place_why_the_last_one_stays() {
    let world = World::new();
    let app = app(&world);
    let (_, security) = sit(&world, &app, ("乙安全", 2), "security_administrator", "anquan");
    sit(&world, &app, ("甲系统", 2), "system_administrator", "xitong");
    sit(&world, &app, ("李管理", 3), "affairs_manager", "guanli");
    let post = |kind: &str| -> i64 {
        world.ask("SELECT min(id) FROM post WHERE kind = $1", &[db::ToValue::to_value(kind)])
    };
    let ending = |kind: &str| format!("/admin/administrators/{}/ending", post(kind));
    let list = security.get("/admin/administrators");
    assert!(!list.body.contains("/ending"), "nobody can be taken out: {}", list.body);
    for words in ["全系统只剩这一位系统管理员", "这个机关只剩这一位党务管理员", "自己正在用的身份"]
    {
        assert!(list.body.contains(words), "{words}: {}", list.body);
    }
    assert!(list.statements <= 8, "{}", list.statements);
    let page = security.get(&ending("system_administrator"));
    assert!(page.body.contains("先请安全保密管理员任命接替的系统管理员"), "{}", page.body);
    assert!(!page.body.contains("name=\"on\"") && page.body.contains("任命接替的人"));
    let next = world.person("丁接任", 2);
    world.appoint(next, 2, "system_administrator");
    let page = security.get(&ending("system_administrator"));
    assert!(page.body.contains("name=\"on\"") && !page.body.contains("只剩这一位"));
    assert!(security.get("/admin/administrators").body.contains(&ending("system_administrator")));
}

#[test]
fn a_members_page_says_who_may_end_what_the_viewer_may_not() {
    let world = World::new();
    let app = app(&world);
    let (_, security) = sit(&world, &app, ("乙安全", 3), "security_administrator", "anquan");
    let (person, _) = sit(&world, &app, ("李管理", 5), "affairs_manager", "guanli");
    drop(security);
    let (_, manager) = sit(&world, &app, ("王管理", 3), "affairs_manager", "wang");
    let page = manager.get(&format!("/members/{person}"));
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("不能免去党务管理员，请") && !page.body.contains("/ending"),
        "{}",
        page.body
    );
}

#[test]
fn the_machine_itself_enters_an_administrator_only_where_there_is_none() {
    let world = World::new();
    let enter = |kind: &str, unit: &str, login: &str| {
        let (kind, unit_code, name) = (kind, unit, "新管理");
        let new = account::ByOperator { kind, unit_code, name, login };
        account::enter_by_operator(&world.home.operator(), &new)
    };
    assert_eq!(enter("system_administrator", "U3", "xitong").unwrap().len(), 19);
    let elsewhere = enter("audit_administrator", "U9", "shenji").unwrap_err().to_string();
    assert!(elsewhere.contains("现在是南屏县公安局"), "{elsewhere}");
    enter("audit_administrator", "U3", "shenji").unwrap();
    let again = enter("audit_administrator", "U3", "shenji2").unwrap_err().to_string();
    assert!(again.contains("已有安全审计员"), "{again}");
    assert!(enter("affairs_manager", "U3", "guanli").is_err());
}
