//! A long list: asked for, written by a job under the asker's hat, taken by him alone, gone after a week.

use std::sync::Arc;

use db::bind;
use testkit::{Browser, day};
use web::App;

use crate::world::World;

struct Office {
    world: World,
    app: Arc<App>,
    officer: (i64, i64),
    secretary: (i64, i64),
}

/// Four on the roll of branch 5; long is what has more than two rows.
fn office() -> Office {
    office_in(World::new())
}

fn office_in(world: World) -> Office {
    let officer = world.person("沈玉梅", 5);
    let secretary = world.person("周正", 5);
    world.person("安丽华", 5);
    world.person("白云", 5);
    world.account(officer, "shen");
    world.account(secretary, "zhou");
    let officer = (officer, world.appoint(officer, 3, "affairs_manager"));
    // The last manager of an organ could not leave.
    let second = world.person("严接任", 9);
    world.appoint(second, 3, "affairs_manager");
    let secretary = (secretary, world.appoint(secretary, 5, "secretary"));
    let app = testkit::app(&world.home, vec![people::room(), account::room()]);
    Office { world, app, officer, secretary }
}

impl Office {
    fn officer(&self) -> Browser {
        Browser::of(&self.app, self.officer.0, Some(self.officer.1))
    }

    fn secretary(&self) -> Browser {
        Browser::of(&self.app, self.secretary.0, Some(self.secretary.1))
    }

    /// Asks for everybody; the address of the file, once it will be there.
    fn ask(&self) -> String {
        let sent = self.officer().post("/members/exports", &[("purpose", "报县委组织部")]);
        assert_eq!((sent.status, sent.location.as_str()), (303, "/me/exports"), "{}", sent.body);
        let id: i64 = self.world.count("SELECT max(id) FROM export");
        format!("/me/exports/{id}/file")
    }

    fn work(&self) {
        let core = &self.world.home.core;
        jobs::Runner::new(core, account::room().jobs, account::schedules()).run_due().unwrap();
    }

    fn page(&self) -> String {
        self.officer().get("/me/exports").body
    }
}

#[test]
fn a_long_list_is_written_later_and_taken_by_who_asked() {
    let office = office();
    assert!(office.officer().get("/members/exports").body.contains("我的导出"));
    let file = office.ask();
    assert!(office.page().contains("排队中") && office.page().contains("用途：报县委组织部"));
    assert_eq!(office.officer().get(&file).status, 404, "nothing is there yet");
    assert_eq!(office.world.events("member.export"), 1);

    office.work();
    let page = office.page();
    assert!(page.contains("可以下载") && page.contains(&file), "{page}");
    let taken = office.officer().get(&file);
    let book = sheets::read(&taken.bytes).unwrap();
    let scope = book.sheets[0].cell(2, 1).display();
    assert!(scope.contains("南屏县公安局") && scope.ends_with("共4人"), "{scope}");
    let logged = "SELECT shown FROM view_log WHERE act = 'see.export'";
    assert_eq!(office.world.count(logged), 4);
    let told = "SELECT count(*) FROM notice WHERE kind = 'export' AND url = '/me/exports'";
    assert_eq!(office.world.count(told), 1);

    assert_eq!(office.secretary().get(&file).status, 404, "it is not his");
    assert!(!office.secretary().get("/me/exports").body.contains("党员名册"));
    office.work();
    assert_eq!(office.world.events("export.make"), 1, "written once");
}

#[test]
fn what_is_kept_of_an_export_is_encrypted() {
    let office = office();
    let url = "/members/exports?q=%E5%AE%89&status=";
    office.world.person("安大伟", 5);
    office.world.person("安小伟", 5);
    let sent = office.officer().post(url, &[("purpose", "核对")]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    office.work();
    let blobs: (Vec<u8>, Vec<u8>) = office
        .world
        .home
        .core
        .db
        .read(|read| {
            let mut rows = read.cells("SELECT asked, content FROM export", bind![]).unwrap();
            let mut bytes = || match rows[0].pop() {
                Some(db::Value::Bytes(bytes)) => bytes,
                other => panic!("{other:?}"),
            };
            let content = bytes();
            Ok::<_, act::Error>((bytes(), content))
        })
        .unwrap();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|it| it == part);
    assert!(!holds(&blobs.0, "安".as_bytes()) && !holds(&blobs.1, b"xl/workbook.xml"));
    assert!(office.page().contains("“安”"), "its owner reads what he asked for");
}

#[test]
fn a_short_list_comes_at_once() {
    let office = office();
    let short = office.officer().post("/members/exports?q=%E5%AE%89", &[("purpose", "核对")]);
    assert_eq!(short.status, 200);
    assert_eq!(sheets::read(&short.bytes).unwrap().sheets[0].rows.len(), 3 + 1);
    assert_eq!(office.world.count("SELECT count(*) FROM export"), 0);
}

#[test]
fn a_hat_that_was_lost_meanwhile_writes_nothing() {
    let office = office();
    let file = office.ask();
    office.world.end(office.officer.1);
    office.work();
    let owner = Browser::of(&office.app, office.officer.0, None);
    let page = owner.get("/me/exports").body;
    assert!(page.contains("没有生成") && page.contains("当时用的身份已经没有了"), "{page}");
    assert_eq!(owner.get(&file).status, 404);
}

#[test]
fn the_hat_must_still_reach_what_is_in_the_file_when_it_is_taken() {
    let office = office();
    let file = office.ask();
    office.work();
    let elsewhere = "UPDATE unit SET line_path = '/1/2/9/5/', organ = 9 WHERE id = 5";
    office.world.furnish(elsewhere, bind![]);
    let refused = office.officer().get(&file);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("1个组织已经不在您当时身份的范围内"), "{}", refused.body);
    let back = "UPDATE unit SET line_path = '/1/2/3/5/', organ = 3 WHERE id = 5";
    office.world.furnish(back, bind![]);
    assert_eq!(office.officer().get(&file).status, 200);

    office.world.end(office.officer.1);
    let owner = Browser::of(&office.app, office.officer.0, None);
    assert_eq!(owner.get(&file).status, 409, "his hat is gone");
}

#[test]
fn a_file_is_there_for_a_week() {
    let office = office();
    let file = office.ask();
    office.work();
    office.world.home.wait_until("2026-11-26");
    assert_eq!(office.officer().get(&file).status, 200);
    office.world.home.wait_until("2026-11-27");
    assert!(office.page().contains("已过期"));
    assert_eq!(office.officer().get(&file).status, 409);
    let kept = "SELECT count(*) FROM export WHERE content IS NOT NULL";
    assert_eq!(office.world.count(kept), 1, "it is not given out, even before the sweep");
    office.world.home.wait_until("2026-11-28");
    office.work();
    assert_eq!((office.world.count(kept), office.world.events("person.erase")), (0, 1));
    assert!(office.page().contains("已过期"));
    office.world.home.core.clock.set(calendar::Instant::at(day("2026-12-25"), 9, 0));
    office.work();
    assert_eq!(office.world.count("SELECT count(*) FROM export"), 0);
}

fn short(browser: &Browser) -> testkit::Answer {
    browser.post("/members/exports?q=%E5%AE%89", &[("purpose", "核对名册")])
}

#[test]
fn a_copy_says_whose_it_is_and_the_noted_list_says_the_rest() {
    let office = office();
    let sent = short(&office.officer());
    let book = sheets::read(&sent.bytes).unwrap();
    let line = book.sheets[0].cell(1, 4).display();
    assert!(line.contains("导出人：沈玉梅（南屏县公安局，"), "{line}");
    let id = sheets::trace(&sent.bytes).expect("the copy carries its number");
    assert!(line.contains(&sheets::code(id)), "{line}");
    let ctx = office.world.home.operator();
    let found = ctx.read(|read| exports::find_copy(&ctx, read, id)).unwrap().unwrap();
    assert_eq!((found.person, found.rows), (Some(office.officer.0), 1));
    assert_eq!(found.purpose, "核对名册");
    assert!(found.scope.contains("“安”") && found.columns.contains("id_number"), "{found:?}");
    let who = ctx.read(|read| account::who_exported(&ctx, read, found.person, found.post));
    assert_eq!(who.unwrap(), "沈玉梅（南屏县公安局，党务管理员）");
    let plain = "SELECT count(*) FROM export_mark WHERE CAST(said AS TEXT) LIKE '%核对%'";
    assert_eq!(office.world.count(plain), 0, "what was searched for is encrypted");

    let file = office.ask();
    office.work();
    let queued = office.officer().get(&file);
    let id = sheets::trace(&queued.bytes).expect("a list that was written later, too");
    assert_eq!(id, office.world.count("SELECT max(id) FROM export"));
}

#[test]
fn a_post_takes_out_so_many_rows_and_no_columns_that_it_was_not_granted() {
    let office = office_in(World::where_exports_are_strict());
    let sent = short(&office.secretary());
    let book = sheets::read(&sent.bytes).unwrap();
    let headings: Vec<String> = (1..=12).map(|at| book.sheets[0].cell(3, at).display()).collect();
    assert!(headings.contains(&"姓名".into()), "{headings:?}");
    assert!(!headings.contains(&"公民身份号码".into()), "{headings:?}");
    assert!(office.secretary().get("/members/exports").body.contains("您的职务不导出公民身份号码"));
    let all = office.secretary().post("/members/exports?status=full", &[("purpose", "核对名册")]);
    assert!(all.body.contains("您的职务一次最多导出1人"), "{}", all.body);
    assert_eq!(office.world.count("SELECT count(*) FROM export_mark"), 1);
    let him = short(&office.officer());
    let book = sheets::read(&him.bytes).unwrap();
    assert_eq!(book.sheets[0].cell(3, 4).display(), "公民身份号码");
}

#[test]
fn what_is_unusual_reaches_the_security_administrator_who_deals_with_it() {
    let office = office_in(World::where_exports_are_strict());
    let world = &office.world;
    let security = world.person("乙安全", 2);
    let post = world.appoint(security, 2, "security_administrator");
    world.account(security, "anquan");
    let security = Browser::of(&office.app, security, Some(post));
    short(&office.officer());
    assert!(security.get("/admin/alarms").body.contains("还没有异常"));
    short(&office.officer());
    office.work();
    let told = "SELECT count(*) FROM notice WHERE kind = 'alarm' AND url = '/admin/alarms'";
    assert_eq!(world.count(told), 1);
    let page = security.get("/admin/alarms").body;
    for words in ["沈玉梅（南屏县公安局，党务管理员）", "一小时里导出2次，超过1次", "1条还没有处理"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("安丽华"), "not whose data");
    let alarm = world.count("SELECT max(id) FROM export_alarm");
    let url = format!("/admin/alarms/{alarm}/note");
    assert_eq!(office.officer().post(&url, &[("note", "没事")]).status, 403);
    assert_eq!(security.post(&url, &[("note", "")]).status, 422);
    assert_eq!(security.post(&url, &[("note", "报县委组织部，已核实")]).status, 303);
    assert_eq!(security.post(&url, &[("note", "再来")]).status, 409);
    assert!(security.get("/admin/alarms").body.contains("报县委组织部，已核实"));
    assert_eq!(world.events("alarm.acknowledge"), 1);

    world.home.core.clock.set(calendar::Instant::at(day("2026-11-21"), 22, 30));
    short(&office.officer());
    assert!(security.get("/admin/alarms").body.contains("在工作时间以外导出"), "a Saturday night");
}
