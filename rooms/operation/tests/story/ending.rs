//! How it is extended and how it ends: posts, rights, absences and the branch itself.

use people::LeaveWord;

use crate::world::{World, decision, faults, post, version};

const DAYS: (&str, &str) = ("2026-11-10", "2026-12-10");

fn holder(world: &World, unit: i64) -> Option<i64> {
    let today = world.home.core.clock.now().day();
    let held =
        world.home.core.db.read(|read| people::holder(read, unit, "secretary", today)).unwrap();
    held.map(|it| it.person)
}

#[test]
fn on_its_last_day_everything_ends_by_itself() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    assert_eq!(holder(&world, unit), Some(world.people["罗一鸣"]));
    world.at_night("2026-12-10");
    assert_eq!(holder(&world, unit), Some(world.people["罗一鸣"]), "its last day is not over");
    world.at_night("2026-12-11");
    assert_eq!(holder(&world, unit), None);
    assert!(world.roll(unit, "2026-12-11").is_empty());
    let dissolved = world.home.core.db.read(|read| org::get(read, unit)).unwrap().unwrap();
    assert_eq!(dissolved.dissolved_on.unwrap().to_string(), "2026-12-11");
    assert!(world.officer().get(&url).body.contains("已结束"));
    world.at_night("2026-12-12");
}

#[test]
fn an_extension_takes_everything_along() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let officer = world.officer();
    let early = post(&officer, &format!("{url}/extension"), &decision("2026-12-01", 1));
    assert_eq!(early.status, 422, "an extension is later");
    let answer = post(&officer, &format!("{url}/extension"), &decision("2026-12-20", 1));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(officer.get(&url).body.contains("延长到2026年12月20日"));
    world.at_night("2026-12-11");
    assert_eq!(holder(&world, unit), Some(world.people["罗一鸣"]));
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-12-20"), Some(LeaveWord::Task));
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-12-21"), None);
    let stale = post(&officer, &format!("{url}/extension"), &decision("2026-12-30", 1));
    assert_eq!(stale.status, 409, "somebody decided meanwhile");
}

#[test]
fn an_end_has_the_last_day_that_was_typed_and_comes_in_its_night() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let officer = world.officer();
    let form = officer.get(&format!("{url}/ending")).body;
    assert!(form.contains("value=\"2026-11-20\""), "today is proposed: {form}");
    let early = post(&officer, &format!("{url}/ending"), &decision("2026-11-09", 1));
    assert_eq!(early.status, 422, "before it began");
    let answer = post(&officer, &format!("{url}/ending"), &decision("2026-11-20", 1));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = officer.get(&url).body;
    assert!(page.contains("进行中") && page.contains("至11月20日"), "{page}");
    assert!(page.contains("提前到2026年11月20日结束"), "{page}");
    assert_eq!(holder(&world, unit), Some(world.people["罗一鸣"]), "today is its last day");
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-11-20"), Some(LeaveWord::Task));
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-11-21"), None);
    world.at_night("2026-11-21");
    assert_eq!(holder(&world, unit), None);
    let page = world.officer().get(&url).body;
    assert!(page.contains("已结束") && page.contains("至11月20日"), "{page}");
}

#[test]
fn what_began_today_can_end_today() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅", ("2026-11-20", "2026-12-10"));
    let answer = post(&world.officer(), &format!("{url}/ending"), &decision("2026-11-20", 1));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    world.at_night("2026-11-21");
    assert_eq!(holder(&world, unit), None);
    assert!(world.officer().get(&url).body.contains("已结束"));
}

#[test]
fn an_end_whose_last_day_is_over_dissolves_at_once() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let officer = world.officer();
    let answer = post(&officer, &format!("{url}/ending"), &decision("2026-11-19", 1));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(officer.get(&url).body.contains("至11月19日"), "the day that was typed");
    assert_eq!(holder(&world, unit), None);
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-11-20"), None);
    assert_eq!(
        world.leave("陈晓梅", world.crime, "2026-11-19"),
        Some(LeaveWord::Task),
        "the past stays"
    );
}

#[test]
fn somebody_joins_later_and_somebody_comes_home_earlier() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let officer = world.officer();
    let sql = "SELECT id FROM operation_team";
    let team: i64 = world.home.core.db.read(|read| read.one(sql, &[])).unwrap();
    let fields = |roster: &str| {
        let fields = [
            ("team", team.to_string()),
            ("roster", roster.to_owned()),
            ("from", "2026-11-20".to_owned()),
            ("basis", "纪要〔2026〕10号".to_owned()),
        ];
        [fields.map(|(name, value)| (name.to_owned(), value)).to_vec(), version(1)].concat()
    };
    let answer = post(&officer, &format!("{url}/joining"), &fields("马得草"));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(world.roll(unit, "2026-11-19").len(), 3);
    assert_eq!(world.roll(unit, "2026-11-20").len(), 4);
    let again = post(&officer, &format!("{url}/joining"), &fields("马得草"));
    assert_eq!(again.status, 422, "he is there already");
    let back = |name: &str, on: &str| {
        let fields = [vec![("on".to_owned(), on.to_owned())], version(1)].concat();
        post(&officer, &format!("{url}/members/{}/return", world.people[name]), &fields)
    };
    assert_eq!(
        back("罗一鸣", "2026-11-20").status,
        409,
        "a branch is not left without its secretary"
    );
    assert_eq!(back("吴小满", "2026-11-20").status, 303);
    assert_eq!(world.roll(unit, "2026-11-20").len(), 3);
    assert_eq!(world.leave("吴小满", world.crime, "2026-11-20"), None);
}

#[test]
fn only_who_acts_for_the_committee_decides() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    for noun in ["extension", "ending"] {
        let answer = post(&leader, &format!("{url}/{noun}"), &decision("2026-12-20", 1));
        assert!(matches!(answer.status, 403 | 404), "{noun}: {}", answer.status);
    }
    assert_eq!(world.secretary_of_order().get("/operations/new").status, 403);
}

#[test]
fn another_leads_and_the_one_before_may_come_home() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满\n预小白", DAYS);
    let officer = world.officer();
    let sql = "SELECT id FROM operation_team";
    let team: i64 = world.home.core.db.read(|read| read.one(sql, &[])).unwrap();
    let page = officer.get(&format!("{url}/leading?team={team}")).body;
    assert!(page.contains("陈晓梅") && page.contains("吴小满"), "{page}");
    assert!(!page.contains("预小白"), "a branch wants a full member");
    let leads = |name: &str, on: &str, basis: &str, at: i64| {
        let fields = [
            ("leads", format!("{team}-{}", world.people[name])),
            ("from", on.to_owned()),
            ("basis", basis.to_owned()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
        post(&officer, &format!("{url}/leading"), &[fields, version(at)].concat())
    };
    assert_eq!(leads("陈晓梅", "2026-11-20", "", 1).status, 422, "by a decision");
    assert_eq!(leads("陈晓梅", "2026-12-01", "纪要11号", 1).status, 422, "not so far ahead");
    assert_eq!(leads("预小白", "2026-11-20", "纪要11号", 1).status, 422);
    let answer = leads("陈晓梅", "2026-11-20", "纪要11号", 1);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(leads("吴小满", "2026-11-20", "纪要11号", 1).status, 409, "read before it changed");
    let page = officer.get(&url).body;
    assert!(page.contains("书记：陈晓梅"), "{page}");
    assert_eq!(holder(&world, unit), Some(world.people["陈晓梅"]));
    let fields = [vec![("on".to_owned(), "2026-11-20".to_owned())], version(2)].concat();
    let back = format!("{url}/members/{}/return", world.people["罗一鸣"]);
    let answer = post(&officer, &back, &fields);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
}
