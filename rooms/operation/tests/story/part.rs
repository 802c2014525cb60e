//! What the temporary branch holds, says of its people, and what of it goes home.

use duty::judge::State;

use crate::world::{World, faults};

const DAYS: (&str, &str) = ("2026-10-10", "2026-12-10");

#[test]
fn those_who_joined_meet_in_the_temporary_branch() {
    let world = World::new();
    let (_, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let record = world.theme_day_held(&leader, unit, ("2026-11-18", ""));
    assert_eq!(world.theme_day(unit, "2026-11").0, State::Done);
    let page = world.plain("陈晓梅").get(&record);
    assert_eq!(page.status, 200, "who joined reads it");
    assert_eq!(world.plain("方正国").get(&record).status, 404);
    world.at_night("2026-12-11");
    assert_eq!(
        world.plain("陈晓梅").get(&record).status,
        200,
        "it stays readable when the branch is no more"
    );
}

#[test]
fn appraisals_and_commendations_go_to_the_person_and_his_home() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n田野青、预小白", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let person = |name: &str| format!("person-{}", world.people[name]);
    let give = |sort: &str, whom: &str, words: &str| {
        let fields = [("sort", sort), ("whom", whom), ("words", words), ("on", "2026-11-20")];
        leader.post(&format!("{url}/words"), &fields)
    };
    let form = leader.get(&format!("{url}/words/new?sort=appraisal")).body;
    assert!(form.contains("预小白（治安支部，预备党员）"), "{form}");
    for (sort, name, words) in [
        ("appraisal", "预小白", "学习认真，经受了考验。"),
        ("commendation", "陈晓梅", "主动顶班。"),
    ] {
        let answer = give(sort, &person(name), words);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
    }
    let part = |name: &str| format!("{url}/members/{}", world.people[name]);
    assert!(world.plain("预小白").get(&part("预小白")).body.contains("经受了考验"));
    let home = world.secretary_of_order().get(&part("预小白")).body;
    assert!(home.contains("经受了考验") && home.contains("转正在原支部办"), "{home}");
    assert!(!home.contains("翠竹"), "home reads no code");
    assert_eq!(world.secretary_of_order().get(&part("陈晓梅")).status, 404, "another branch's");
    assert!(world.secretary_of_crime().get(&part("陈晓梅")).body.contains("主动顶班"));
    assert!(world.officer().get(&url).body.contains("主动顶班"));
    assert_eq!(give("appraisal", &person("罗一鸣"), "很好").status, 422, "nobody about himself");
    assert_eq!(give("appraisal", &person("方正国"), "不在这里").status, 422);
    assert_eq!(give("commendation", "team-1", "不是这里的").status, 404);
}

#[test]
fn words_that_tell_more_are_shown_and_go_through_only_when_confirmed() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n田野青、预小白", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let whom = format!("person-{}", world.people["陈晓梅"]);
    let words = "主动顶班。在正定县抓捕现场带20人连续值守。";
    let mut fields = vec![
        ("sort", "commendation"),
        ("whom", whom.as_str()),
        ("words", words),
        ("on", "2026-11-20"),
    ];
    let answer = leader.post(&format!("{url}/words"), &fields);
    assert_eq!(answer.status, 422);
    for shown in
        ["在正定县抓捕现场带20人连续值守", "正定、抓捕", "20人", "确认没有地点、人数和任务"]
    {
        assert!(answer.body.contains(shown), "{shown}: {}", faults(&answer));
    }
    let part = format!("{url}/members/{}", world.people["陈晓梅"]);
    assert!(!world.plain("陈晓梅").get(&part).body.contains("正定"), "nothing was kept");
    fields.push(("is_neutral", "1"));
    assert_eq!(leader.post(&format!("{url}/words"), &fields).status, 303);
}

#[test]
fn an_oath_is_held_in_the_temporary_branch() {
    let world = World::new();
    let (_, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let choose = leader.get("/records/new").body;
    assert!(choose.contains("重温入党誓词") && choose.contains("警示教育"), "{choose}");
    let draft = leader.get(&format!("/records/new?kind=rite&variety=oath&unit={unit}"));
    assert_eq!(draft.status, 200, "{}", faults(&draft));
    let url = world.held(&leader, unit, "rite", ("2026-11-18", ""));
    assert_eq!(world.plain("陈晓梅").get(&url).status, 404, "not closed yet");
}

#[test]
fn at_the_end_the_records_go_home() {
    let world = World::new();
    let (url, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    world.theme_day_held(&leader, unit, ("2026-11-18", ""));
    let part = format!("{url}/members/{}", world.people["陈晓梅"]);
    let home = world.secretary_of_crime();
    assert!(
        !home.get(&part).body.contains("2026年11月18日"),
        "while it lasts home knows the days alone"
    );
    world.at_night("2026-12-11");
    let page = home.get(&part).body;
    assert!(page.contains("2026年11月18日，到会"), "{page}");
    assert!(home.get("/").status == 404 || home.get("/operations/returns").body.contains("已归来"));
    for paper in [format!("{part}/paper/docx"), format!("{url}/paper/docx")] {
        let by = if paper.starts_with(&part) { &home } else { &world.officer() };
        let answer = by.get(&paper);
        assert!(
            answer.status == 200 && answer.bytes.starts_with(b"PK"),
            "{paper}: {}",
            answer.status
        );
    }
}

#[test]
fn a_temporary_branch_neither_recruits_nor_elects() {
    let world = World::new();
    let (_, unit) = world.declared("陈晓梅\n吴小满", DAYS);
    let leader = world.under("罗一鸣", "secretary", unit);
    let url = world.held(&leader, unit, "general_meeting", ("2026-11-18", ""));
    for engine in ["recruitment", "election"] {
        let minutes = [
            ("minutes", "一、讨论\n讨论了。"),
            ("m1_text", "接收同志为预备党员"),
            ("m1_engine", engine),
            ("m1_manner", "secret"),
            ("m1_yes", "3"),
            ("m1_no", "0"),
            ("m1_abstain", "0"),
            ("_version", "0"),
        ];
        let answer = leader.post(&format!("{url}/closing"), &minutes);
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("请到他的原支部表决"), "{}", faults(&answer));
    }
}
