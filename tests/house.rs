//! What only the whole house can tell: rooms that answer one another through the core.

use act::Act;
use org::NewUnit;
use testkit::{Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");

const LIST: &str = "\
名称,编码,类别,上级单位,隶属上级,成立日期,最近选举,任期,支委会
城关派出所,130999-S01,派出所,,,2012-03,,,
城关派出所党支部,130999-P01,党支部,城关派出所,北山县公安局党委,2013-06-01,,,
交警大队,130999-S02,大队,,,2012-03,,,
交警大队党支部,130999-P02,党支部,交警大队,北山县公安局党委,2013-06-01,,,
";

/// A county bureau with its committee; the bureau.
fn bureau(home: &Home) -> i64 {
    let founded = home.operator().act_system(&PREPARE, |w| {
        let systems = systems::Systems::built_in();
        let mut bureau = NewUnit::new("county_bureau", "北山县公安局", day("2010-01-01"));
        bureau.code = Some("130999".into());
        bureau.use_from = Some(day("2025-01-01"));
        let bureau = org::found_unit(w, systems, &bureau)?;
        let mut party = NewUnit::new("primary_committee", "北山县公安局党委", day("2010-01-01"));
        party.host = Some(bureau);
        party.use_from = Some(day("2025-01-01"));
        org::found_unit(w, systems, &party)?;
        Ok(bureau)
    });
    founded.unwrap()
}

#[test]
fn a_batch_of_units_is_undone_but_for_the_branch_that_got_a_member() {
    let home = Home::on("2026-11-20", guantong::furnish);
    let ctx = home.operator();
    let bureau = bureau(&home);
    let (batch, plan) = org::import::commit(&ctx, bureau, (LIST.as_bytes(), "组织.csv")).unwrap();
    assert_eq!((plan.units.len(), plan.findings.len()), (4, 0), "{:?}", plan.findings);

    let branch = ctx.read(|read| org::by_code(read, "130999-P01")).unwrap().unwrap();
    ctx.act_system(&PREPARE, |w| {
        let new = people::NewMember::named("安丽华", branch.id, day("2026-01-01"), "测试");
        people::admit(w, &ctx.core.keys, &new)
    })
    .unwrap();

    let undone = org::import::undo(&ctx, batch, "重来").unwrap();
    let kept: Vec<(&str, &str)> =
        undone.kept.iter().map(|it| (it.name.as_str(), it.why.as_str())).collect();
    assert_eq!(kept, [("城关派出所", "有下级组织"), ("城关派出所党支部", "有党员或职工")]);
    assert_eq!(undone.taken.removed, 2);
    let free = |code| ctx.read(|read| org::by_code(read, code)).unwrap().is_none();
    assert!(free("130999-S02") && free("130999-P02"));
}

#[test]
fn an_undone_batch_leaves_the_figures_as_they_were() {
    let home = Home::on("2026-11-20", guantong::furnish);
    let ctx = home.operator();
    let bureau = bureau(&home);
    let leader = ctx.act_system(&PREPARE, |w| {
        let new = people::NewMember::named("陈跃进", bureau, day("2026-01-01"), "测试");
        let person = people::admit(w, &ctx.core.keys, &new)?;
        let since = day("2026-01-01");
        Ok((person, people::appoint(w, person, bureau, "organ_leader", since, "任命")?))
    });
    let (person, post) = leader.unwrap();
    let app = testkit::app(&home, guantong::rooms());
    let browser = testkit::Browser::of(&app, person, Some(post));
    let picture = || {
        let page = browser.get(&format!("/situation/{bureau}"));
        assert_eq!(page.status, 200, "{}", page.body);
        let start = page.body.find("<main").expect("a page has a main part");
        page.body[start..].to_owned()
    };
    let before = picture();
    let (batch, _) = org::import::commit(&ctx, bureau, (LIST.as_bytes(), "组织.csv")).unwrap();
    assert_ne!(picture(), before, "two branches owe something");
    let undone = org::import::undo(&ctx, batch, "表拿错了").unwrap();
    assert_eq!(undone.taken.removed, 4);
    assert_eq!(picture(), before);
}
