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
    let world = World::new();
    let officer = world.person("沈玉梅", 5);
    let secretary = world.person("周正", 5);
    world.person("安丽华", 5);
    world.person("白云", 5);
    world.account(officer, "shen");
    world.account(secretary, "zhou");
    let officer = (officer, world.appoint(officer, 3, "affairs_manager"));
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
    office.work();
    assert_eq!((office.world.count(kept), office.world.events("export.sweep")), (0, 1));
    assert!(office.page().contains("已过期"));
    office.world.home.core.clock.set(calendar::Instant::at(day("2026-12-25"), 9, 0));
    office.work();
    assert_eq!(office.world.count("SELECT count(*) FROM export"), 0);
}
