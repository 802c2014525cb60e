//! What rests while most of a branch is away, and how it comes back.

use duty::judge::State;

use crate::world::{World, decision, faults, post};

const MOST: &str = "陈晓梅、吴小满、方正国";

#[test]
fn duties_of_an_emptied_branch_rest_and_are_made_up() {
    let world = World::new();
    world.declared(MOST, ("2026-11-10", "2026-12-10"));
    assert_eq!(world.theme_day(world.crime, "2026-11"), (State::Exempt, "执行任务".into()));
    assert_eq!(world.theme_day(world.crime, "2026-12").0, State::Due, "there is time after it");
    assert_eq!(world.theme_day(world.order, "2026-11").0, State::Due, "enough stay there");

    world.at_night("2026-12-11");
    let secretary = world.secretary_of_crime();
    let returns = secretary.get("/operations/returns").body;
    let draft = format!("/records/new?kind=theme_day&unit={}&makes_up=2026-11", world.crime);
    assert!(
        returns.contains(&draft.replace('&', "&amp;"))
            || returns.contains(&draft.replace('&', "&#38;")),
        "{returns}"
    );
    assert_eq!(secretary.get(&draft).status, 200, "the draft opens");
    world.theme_day_held(&secretary, world.crime, ("2026-12-11", "2026-11"));
    assert!(secretary.get("/operations/returns").body.contains("没有要补的"));
    assert_eq!(world.theme_day(world.crime, "2026-11").0, State::Done);
}

#[test]
fn what_is_not_made_up_is_said_with_its_reason() {
    let world = World::new();
    world.declared(MOST, ("2026-11-10", "2026-12-10"));
    world.at_night("2026-12-11");
    let sql = "SELECT id FROM operation_pause WHERE kind = 'theme_day'";
    let pause: i64 = world.home.core.db.read(|read| read.one(sql, &[])).unwrap();
    let secretary = world.secretary_of_crime();
    let url = format!("/operations/pauses/{pause}/settling");
    assert_eq!(secretary.post(&url, &[]).status, 422, "a reason is asked for");
    let field = format!("why{pause}");
    let answer = secretary.post(&url, &[(field.as_str(), "已在党员大会上一并学习")]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(secretary.get("/operations/returns").body.contains("没有要补的"));
    assert_eq!(world.theme_day(world.crime, "2026-11").0, State::Exempt, "it stays freed from");
}

#[test]
fn an_early_end_gives_the_month_back() {
    let world = World::new();
    let (url, _) = world.declared(MOST, ("2026-11-10", "2026-12-10"));
    let answer = post(&world.officer(), &format!("{url}/ending"), &decision("2026-11-19", 1));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(world.theme_day(world.crime, "2026-11").0, State::Due, "it can still be held");
    assert!(world.secretary_of_crime().get("/operations/returns").body.contains("没有要补的"));
}

#[test]
fn a_temporary_branch_bears_the_lighter_duties_alone() {
    let world = World::new();
    let (_, unit) = world.declared("陈晓梅\n吴小满", ("2026-09-10", "2026-12-10"));
    let page = world.under("罗一鸣", "secretary", unit).get(&format!("/duties/{unit}")).body;
    assert!(page.contains("主题党日"));
    for not_owed in ["支委会", "组织生活会", "民主评议党员"] {
        assert!(!page.contains(not_owed), "{not_owed}");
    }
}
