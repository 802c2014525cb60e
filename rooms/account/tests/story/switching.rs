//! Nothing is on that nobody asked for.

use account::switches;
use testkit::day;

use crate::{
    pages::{app, browser},
    world::{PASSWORD, World},
};

fn is_on(world: &World, system: &str, unit: i64, on: &str) -> bool {
    let ctx = world.home.operator();
    ctx.read(|read| switches::is_on(&ctx, read, system, unit, day(on))).unwrap()
}

fn officer(world: &World, unit: i64, login: &str) -> (i64, String) {
    let person = world.person("马政", unit);
    world.appoint(person, unit, "line_officer");
    world.account(person, login);
    (person, world.try_to_sign_in(login, PASSWORD).unwrap().token)
}

fn fields(owner: &str) -> [(&str, &str); 6] {
    [
        ("system", "R01"),
        ("document_no", "临公政〔2026〕12号"),
        ("owner", owner),
        ("from", "2026-12-01"),
        ("to", "2027-11-30"),
        ("minutes", "25"),
    ]
}

#[test]
fn a_fresh_installation_runs_what_has_a_national_text_and_nothing_else() {
    let world = World::with_local_system();
    assert!(is_on(&world, "R15", 5, "2026-11-20"));
    assert!(!is_on(&world, "R01", 5, "2026-11-20"));
    assert!(!is_on(&world, "R99", 5, "2026-11-20"));
    let ctx = world.home.operator();
    let all = ctx.read(|read| switches::all_on(&ctx, read, &[5], day("2026-11-20"))).unwrap();
    let all = &all[&5];
    assert!(all.contains("R15") && !all.contains("R01"));
}

#[test]
fn a_city_switches_a_system_on_for_all_below_until_its_last_day() {
    let world = World::with_local_system();
    let (person, token) = officer(&world, 2, "mazheng");
    let app = app(&world);
    let officer = browser(&app, &token);
    assert!(officer.get("/admin/switches/new").body.contains("支部工作法"));
    let answer = officer.post("/admin/switches/new", &fields(&person.to_string()));
    assert_eq!(answer.status, 303, "{}", answer.body);
    for unit in [2, 3, 5, 9] {
        let on = |day| is_on(&world, "R01", unit, day);
        assert_eq!(
            ["2026-11-30", "2026-12-01", "2027-11-30", "2027-12-01"].map(on),
            [false, true, true, false]
        );
    }
    assert!(!is_on(&world, "R01", 1, "2026-12-01"), "the ministry is not below the city");
    world.home.wait_until("2026-12-02");
    let token = world.try_to_sign_in("mazheng", PASSWORD).unwrap().token;
    let ledger = browser(&app, &token).get("/admin/switches").body;
    assert!(ledger.contains("临公政〔2026〕12号") && ledger.contains("每月25分钟"), "{ledger}");
}

#[test]
fn what_stands_off_the_line_is_under_the_switches_of_the_unit_that_leads_it() {
    let world = World::with_local_system();
    let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials, official_order,
                   founded_on, use_from, lead_parent, lead_path, organ, version)
               SELECT 50, 'temporary_branch', family, 'W-1', '第1临时党支部', '第1临时党支部', '', '', 9,
                   founded_on, use_from, id, lead_path || '50/', organ, 0
               FROM unit WHERE id = 5";
    world.home.core.db.write(&[], |w| w.run(sql, &[]).map(|_| ())).unwrap();
    assert!(!is_on(&world, "R01", 50, "2026-12-01"));
    let (person, token) = officer(&world, 2, "mazheng");
    let officer = browser(&app(&world), &token);
    let answer = officer.post("/admin/switches/new", &fields(&person.to_string()));
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(is_on(&world, "R01", 50, "2026-12-01"));
}

#[test]
fn a_county_cannot_switch_on_and_a_city_needs_document_owner_end_and_minutes() {
    let world = World::with_local_system();
    let (county, county_token) = officer(&world, 3, "county");
    let app = app(&world);
    let refused =
        browser(&app, &county_token).post("/admin/switches/new", &fields(&county.to_string()));
    assert_eq!(refused.status, 404, "the form of a county is not there");
    assert_eq!(world.count("SELECT count(*) FROM switch"), 0);

    let (_, token) = officer(&world, 2, "city");
    let empty = browser(&app, &token).post("/admin/switches/new", &[("system", "R15")]);
    assert_eq!(empty.status, 422);
    for words in ["请填写文件号", "请选择负责人", "请填写最后一天", "请填写负担（分钟）"]
    {
        assert!(empty.body.contains(words), "{words}");
    }
    let mut national = fields("7");
    national[0].1 = "R15";
    let refused = browser(&app, &token).post("/admin/switches/new", &national);
    assert!(refused.body.contains("有全国性依据"), "{}", refused.body);
}

#[test]
fn switching_off_wants_a_reason_and_happens_once() {
    let world = World::with_local_system();
    let (person, token) = officer(&world, 2, "mazheng");
    let app = app(&world);
    let officer = browser(&app, &token);
    officer.post("/admin/switches/new", &fields(&person.to_string()));
    let again = officer.post("/admin/switches/new", &fields(&person.to_string()));
    assert_eq!(again.status, 409, "the same days twice");
    let id: i64 = world.ask("SELECT id FROM switch", &[]);
    let url = format!("/admin/switches/{id}/end");
    assert_eq!(officer.post(&url, &[("_version", "0")]).status, 422);
    let fields = [("_version", "0"), ("reason", "试点结束")];
    assert_eq!(officer.post(&url, &fields).status, 303);
    assert_eq!(officer.post(&url, &fields).status, 409);
    assert!(!is_on(&world, "R01", 5, "2026-12-05"));
}
