//! The audit administrator searches; nobody else does; the day's code is on his home page.

use account::trail::{Asked, Trail, find};
use act::{Act, Actor, Ctx};
use testkit::Browser;

use crate::{
    pages::{app, browser},
    world::{FURNISH, PASSWORD, World},
};

const CLOSE: Act = Act::new("record.close", "结束会议");

struct Desk {
    world: World,
    auditor: Browser,
    secretary: i64,
}

/// Somebody with a post and an account: his person and a browser.
pub(crate) fn holder(
    world: &World,
    name: &str,
    unit: i64,
    kind: &str,
    login: &str,
) -> (i64, Browser) {
    let person = world.person(name, unit);
    world.appoint(person, unit, kind);
    world.account(person, login);
    let token = world.try_to_sign_in(login, PASSWORD).unwrap().token;
    (person, browser(&app(world), &token))
}

impl Desk {
    fn new() -> Self {
        let world = World::new();
        let (_, auditor) = holder(&world, "周审计", 3, "audit_administrator", "audit3");
        let secretary = world.person("李书记", 5);
        world.appoint(secretary, 5, "secretary");
        Self { world, auditor, secretary }
    }

    /// The secretary does something in his branch from another machine, a minute later each time.
    fn act(&self, act: &Act) {
        let actor = Actor::Person { id: self.secretary, name: "李书记".into(), hat: None };
        let ctx = Ctx::new(&self.world.home.core, actor);
        let ctx = ctx.from_client("10.3.2.7".parse().unwrap()).on_device("Chrome，Windows");
        let done = ctx.act_unknown(act, |w| {
            w.about("person", self.secretary).changed(&["phone"]).because("换了号码");
            Ok(())
        });
        done.unwrap();
        self.world.furnish("UPDATE event SET unit = 5 WHERE act = 'record.close'", &[]);
        self.world.wait_minutes(1);
    }

    fn page(&self, query: &str) -> String {
        let answer = self.auditor.get(&format!("/admin/audit?{query}"));
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.statements <= 8, "{} statements for {query}", answer.statements);
        answer.body
    }
}

#[test]
fn he_finds_who_did_what_where_when_and_from_where() {
    let desk = Desk::new();
    desk.act(&CLOSE);
    let who = "%E6%9D%8E%E4%B9%A6%E8%AE%B0";
    let branch = "%E5%9F%8E%E5%85%B3%E6%B4%BE%E5%87%BA%E6%89%80%E5%85%9A%E6%94%AF%E9%83%A8";
    for query in [
        format!("who={who}"),
        format!("place={branch}"),
        "place=U5".to_owned(),
        "act=record.close".to_owned(),
        format!("who={who}&act=record.close&place=U5&since=2026-11-20&until=2026-11-20"),
    ] {
        let page = desk.page(&query);
        assert!(page.contains("李书记") && page.contains("城关派出所党支部"), "{query}: {page}");
        assert!(
            page.contains("10.3.2.7</span><br>")
                && page.contains("Chrome，Windows")
                && page.contains("改动：电话"),
            "{page}"
        );
        assert!(
            page.contains("写明了原因") && !page.contains("换了号码"),
            "reasons stay where they are"
        );
    }
    for query in ["until=2026-11-19", "since=2026-11-21", "act=no.such", "place=U9"] {
        assert!(!desk.page(query).contains("10.3.2.7"), "{query}");
    }
    assert!(desk.page("who=%E8%B0%81").contains("没有叫这个名字"));
    assert!(desk.page("act=account.sign_in").contains("登录"), "acts by their Chinese names");
}

#[test]
fn who_signed_in_is_found_by_his_name() {
    let desk = Desk::new();
    desk.world.account(desk.secretary, "lishuji");
    desk.world.try_to_sign_in("lishuji", "guessed in vain").unwrap_err();
    desk.world.try_to_sign_in("lishuji", PASSWORD).unwrap();
    let page = desk.page(&format!("person={}", desk.secretary));
    assert_eq!(page.matches("<td data-label=\"办了什么\">登录").count(), 1, "{page}");
    assert!(
        !page.contains("<td data-label=\"办了什么\">登录没有成功"),
        "who guessed is nobody known"
    );
}

#[test]
fn two_of_one_name_are_told_apart() {
    let desk = Desk::new();
    desk.world.person("李书记", 5);
    let page = desk.page("who=%E6%9D%8E%E4%B9%A6%E8%AE%B0&trail=acts");
    assert!(page.contains("要查哪一个") && page.contains(&format!("person={}", desk.secretary)));
    desk.act(&CLOSE);
    assert!(desk.page(&format!("person={}", desk.secretary)).contains("10.3.2.7"));
}

#[test]
fn looks_at_people_are_found_too_and_his_own_search_is_one() {
    let desk = Desk::new();
    desk.page("");
    let page = desk.page("trail=looks");
    assert!(page.contains("<td data-label=\"看了什么\">查审计记录"), "{page}");
}

#[test]
fn older_pages_go_on_where_the_last_one_ended() {
    let desk = Desk::new();
    let ctx = desk.world.home.operator();
    for turn in 0..120 {
        ctx.act_system(&FURNISH, |w| {
            w.about("turn", turn);
            Ok(())
        })
        .unwrap();
    }
    let asked = |before| Asked { act: Some(FURNISH.key.into()), before, ..Asked::default() };
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let found = ctx.read(|read| find(&ctx, read, &asked(before))).unwrap();
        seen.extend(found.rows.iter().map(|row| row.id));
        before = found.next;
        if before.is_none() {
            break;
        }
    }
    let all = desk.world.events(FURNISH.key);
    assert_eq!(seen.len() as i64, all);
    seen.dedup();
    assert_eq!(seen.len() as i64, all, "nothing twice");
    let first = desk.page("act=test.furnish");
    assert!(first.contains("更早的") && first.contains("before="), "{first}");
}

#[test]
fn he_asks_about_whom_and_what_is_no_person_is_counted_as_what_it_is() {
    let desk = Desk::new();
    desk.act(&CLOSE);
    let whom = "whom=%E6%9D%8E%E4%B9%A6%E8%AE%B0";
    let page = desk.page(whom);
    assert!(page.contains("结束会议") || page.contains("record.close"), "{page}");
    assert!(page.contains("对李书记的"), "{page}");
    assert!(desk.page("subject=999").contains("没有符合条件的记录"));
    assert!(desk.page("whom=%E6%9F%90%E6%9F%90").contains("没有叫这个名字"));
    let looks = desk.page("trail=looks");
    assert!(looks.contains("条</span>") && !looks.contains("人</span>"), "log lines: {looks}");
}

#[test]
fn nobody_else_reads_the_trail() {
    let desk = Desk::new();
    for (kind, login) in [
        ("system_administrator", "sys3"),
        ("security_administrator", "sec3"),
        ("secretary", "sec5"),
    ] {
        let unit = if kind == "secretary" { 5 } else { 3 };
        let (_, browser) = holder(&desk.world, login, unit, kind, login);
        for url in ["/admin/audit", "/admin/audit/heads"] {
            assert_eq!(browser.get(url).status, 404, "{kind} at {url}");
        }
    }
    let looks = Asked { trail: Trail::Looks, ..Asked::default() };
    let stranger = Ctx::new(&desk.world.home.core, Actor::Visitor);
    assert!(stranger.read(|read| find(&stranger, read, &looks)).unwrap().rows.is_empty());
}

#[test]
fn the_code_of_each_day_is_there_to_be_printed() {
    let desk = Desk::new();
    assert!(desk.auditor.get("/admin/audit/heads").body.contains("还没有签过"));
    let ctx = desk.world.home.operator();
    while ctx.core.db.seal_pending().unwrap() > 0 {}
    jobs::Runner::new(&ctx.core, [audit::job()], account::schedules()).run_due().unwrap();
    let page = desk.auditor.get("/admin/audit/heads");
    let head = ctx.read(|read| audit::heads_on_page(read, 0, 1)).unwrap().remove(0);
    assert!(page.body.contains(&head.code().to_string()) && page.statements <= 8, "{}", page.body);
    assert!(page.body.contains("签名公钥的指纹") && page.body.contains("data-print"));
}
