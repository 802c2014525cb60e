//! Setting up in two pages, and whom it is there for.

use people::LeaveWord;

use crate::world::{World, faults, fields, post, version};

const DAYS: (&str, &str) = ("2026-11-10", "2026-12-10");

#[test]
fn an_operation_is_set_up_in_two_pages_and_nobody_moves() {
    let world = World::new();
    let officer = world.officer();
    let form = officer.get("/operations/new");
    assert!(form.body.contains("value=\"翠竹1号\""), "a neutral code is proposed");
    let sent = fields("陈晓梅\n吴小满、田野青", DAYS);
    let url = post(&officer, "/operations", &sent).location;
    let review = officer.get(&url);
    assert!(
        review.body.contains("核对后宣布") && review.body.contains("田野青"),
        "{}",
        review.body
    );
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-11-20"), None, "nothing has taken effect");
    let kept: Vec<(String, String)> = ["罗一鸣", "陈晓梅", "吴小满"]
        .map(|name| ("keep".to_owned(), world.people[name].to_string()))
        .into();
    let answer = post(&officer, &format!("{url}/declaration"), &[kept, version(0)].concat());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = officer.get(&url).body;
    assert!(page.contains("2026年第1临时党支部") && page.contains("书记：罗一鸣"), "{page}");
    assert!(!page.contains("田野青"), "who was unticked is not taken");

    let unit = world.home.core.db.read(|read| {
        let id = url.rsplit('/').next().unwrap().parse().unwrap();
        operation::branches_of(read, id)
    });
    let unit = unit.unwrap()[0];
    let joined = world.roll(unit, "2026-11-20");
    assert_eq!(joined.len(), 3);
    assert!(joined.iter().all(|it| it.may_vote && it.leave.is_none()), "they are there, not away");
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-11-20"), Some(LeaveWord::Task));
    assert_eq!(world.leave("陈晓梅", world.crime, "2026-12-11"), None);
    assert_eq!(world.roll(world.crime, "2026-11-20").len(), 5, "the membership has not moved");
}

#[test]
fn a_code_or_a_roster_that_says_too_much_or_too_little_is_sent_back() {
    let world = World::new();
    let officer = world.officer();
    let with = |name: &str, value: &str| {
        let mut sent = fields("陈晓梅", DAYS);
        sent.retain(|(field, _)| field != name);
        sent.push((name.to_owned(), value.to_owned()));
        let answer = post(&officer, "/operations", &sent);
        assert_eq!(answer.status, 422, "{name}={value}");
        answer.body
    };
    assert!(with("code", "临江1号").contains("地名"));
    assert!(with("code", "追逃1号").contains("任务"));
    assert!(with("roster1", "查无此人").contains("没有找到“查无此人”"));
    assert!(with("leader1", "预小白").contains("不是正式党员"));
    assert!(with("until", "2026-11-01").contains("不能早于"));
    assert!(with("document_no", "").contains("文号"));
    assert!(with("leader1", "").contains("写明由谁负责"));
}

#[test]
fn nobody_is_in_two_operations_at_once() {
    let world = World::new();
    world.declared("陈晓梅", DAYS);
    let mut sent = fields("陈晓梅", ("2026-11-25", "2026-12-25"));
    sent.retain(|(name, _)| !["code", "leader1"].contains(&name.as_str()));
    sent.extend(
        [("code", "寒梅2号"), ("leader1", "田野青")].map(|(a, b)| (a.to_owned(), b.to_owned())),
    );
    let answer = post(&world.officer(), "/operations", &sent);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("陈晓梅这些天已经在另一次行动里"), "{}", faults(&answer));
}

#[test]
fn a_prepared_one_is_thrown_away_without_a_trace() {
    let world = World::new();
    let officer = world.officer();
    let url = post(&officer, "/operations", &fields("陈晓梅", DAYS)).location;
    assert_eq!(officer.post(&format!("{url}/discarding"), &[]).status, 303);
    assert_eq!(officer.get(&url).status, 404);
}

#[test]
fn outsiders_see_neither_code_nor_list() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    for outsider in [world.secretary_of_order(), world.plain("方正国")] {
        assert_eq!(outsider.get(&url).status, 404);
        assert!(!outsider.get("/operations").body.contains("翠竹"));
        assert_eq!(outsider.get(&format!("{url}/members/{}", world.people["陈晓梅"])).status, 404);
        assert_eq!(outsider.get(&format!("{url}/paper")).status, 404);
    }
    let line = world.under("田野青", "organ_leader", world.committee);
    assert_eq!(line.get(&format!("/duties/{unit}")).status, 404, "it does not stand in the line");
    let home = world.secretary_of_crime();
    assert_eq!(home.get(&url).status, 404, "the home secretary sees his own members only");
    let returns = home.get("/operations/returns").body;
    assert!(returns.contains("陈晓梅") && !returns.contains("翠竹"), "{returns}");
    let member = world.plain("陈晓梅").get(&url);
    assert!(member.body.contains("翠竹1号") && member.body.contains("罗一鸣"), "{}", member.body);
}

#[test]
fn who_stands_above_sees_neither_the_temporary_branch_nor_its_people() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let record = world.theme_day_held(&leader, unit, ("2026-11-18", ""));
    let asked = |unit: i64| {
        [
            format!("/units/{unit}"),
            format!("/records?unit={unit}"),
            format!("/duties/{unit}"),
            record.clone(),
        ]
    };
    let above = world.under("田野青", "party_officer", world.city);
    let inspector = world.under("马得草", "discipline_inspector", world.committee);
    for outsider in [&above, &inspector] {
        assert_eq!(outsider.get(&format!("/units/{}", world.crime)).status, 200, "others they see");
        for page in asked(unit) {
            assert_eq!(outsider.get(&page).status, 404, "{page}");
        }
        for list in ["/search?q=临时", "/records", "/members", "/units", "/records/posts"] {
            let body = outsider.get(list).body;
            assert!(!body.contains("第1临时党支部"), "{list}: {body}");
        }
        let member = outsider.get(&format!("/members/{}", world.people["罗一鸣"])).body;
        assert!(!member.contains("第1临时党支部"), "{member}");
    }
    for insider in [&world.officer(), &leader] {
        assert_eq!(insider.get(&url).status, 200);
        for page in asked(unit) {
            assert_eq!(insider.get(&page).status, 200, "{page}");
        }
    }
}

#[test]
fn only_meetings_that_decide_are_offered_and_none_is_preselected() {
    let world = World::new();
    world.committee_met("leading_meeting", world.committee, "2026-11-09");
    world.committee_met("leading_meeting", world.bureau_committee, "2026-11-10");
    world.committee_met("studio_session", world.committee, "2026-11-12");
    let form = world.officer().get("/operations/new").body;
    let field = form.split("哪次会定的").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(field.contains("机关党委，11月9日，党委会"), "{field}");
    assert!(field.contains("局党委，11月10日，党委会"), "{field}");
    assert!(!field.contains("工作室"), "a studio decides nothing: {field}");
    assert!(field.contains("value=\"\" selected"), "nobody chose one: {field}");
}
