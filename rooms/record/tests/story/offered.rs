//! What a unit may hold: kinds that are switched on, their varieties, and those where only some take part.

use crate::world::{World, faults, minutes};

#[test]
fn what_no_national_text_asks_for_is_held_only_where_it_is_switched_on() {
    let off = World::of(5, 0);
    let offered = off.browser(0).get("/records/new").body;
    assert!(offered.contains("党章党规党纪学习") && !offered.contains("结对共建"));
    let plan = off.new_plan("activity", "2026-11-20", &[]);
    let refused = off.browser(0).post("/records/held", &plan.pairs());
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("没有启用，由市以上机关决定启用"), "{}", faults(&refused));
    let theme = off.browser(0).get("/records/new?kind=theme_day").body;
    assert!(!theme.contains("value=\"rite\""), "nor is it offered beside something else");

    let on = World::all_on(8);
    let offered = on.browser(0).get("/records/new").body;
    for title in ["结对共建", "警示教育", "政治生日", "“七一”主题党日", "教育基地参观学习"]
    {
        assert!(offered.contains(title), "{title}");
    }
    assert!(on.browser(0).get("/records/new?kind=theme_day").body.contains("value=\"rite\""));
}

#[test]
fn a_variety_brings_its_title_and_agenda() {
    let world = World::of(5, 0);
    let page = world.browser(0).get("/records/new?kind=theme_day&variety=july_first").body;
    for words in
        ["2026年“七一”主题党日", "看望慰问老党员、困难党员", "value=\"july_first\" selected"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("志愿服务"));
    let usual = world.browser(0).get("/records/new?kind=theme_day").body;
    assert!(usual.contains("11月主题党日") && usual.contains("志愿服务"));
}

#[test]
fn another_variety_takes_its_title_and_agenda_with_it() {
    let world = World::all_on(8);
    let offered = world.browser(0).get("/records/new").body;
    for title in ["佩戴党徽", "重读入党志愿书", "警示教育（家风教育）", "警示教育（政德教育）"]
    {
        assert!(offered.contains(title), "{title}");
    }
    assert!(!offered.contains(">政治仪式<"), "its first variety stands there by its own name");
    let oath = |variety: &str| {
        let mut plan = world.new_plan("rite", "2026-11-27", &[]);
        plan.set("variety", variety);
        plan.set("title", "重温入党誓词");
        plan.remove("agenda");
        for item in ["奏唱国歌、国际歌", "重温入党誓词", "上次议定：换会议桌"]
        {
            plan.add("agenda", item);
        }
        plan
    };
    let saved = world.browser(0).post("/records", &oath("badge").pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    let of = |url: &str| -> (String, String) {
        let id: i64 = url.trim_start_matches("/records/").parse().unwrap();
        world.ask("SELECT title, agenda FROM record WHERE id = $1", db::bind![id])
    };
    let badge = "讲解党徽的意义和佩戴规定\n佩戴党徽\n重温入党誓词\n上次议定：换会议桌";
    assert_eq!(of(&saved.location), ("佩戴党徽仪式".to_owned(), badge.to_owned()));
    let mut back = oath("oath").with("title", "佩戴党徽仪式").with("_version", "0");
    for field in ["agenda", "kind", "unit", "makes_up"] {
        back.remove(field);
    }
    badge.lines().for_each(|item| back.add("agenda", item));
    let again = world.browser(0).post(&saved.location, &back.pairs());
    assert_eq!(again.status, 303, "{}", faults(&again));
    assert_eq!(of(&saved.location).0, "重温入党誓词");
    let mut own = oath("badge").with("title", "党徽里的故事");
    own.remove("agenda");
    own.add("agenda", "讲党徽故事");
    let saved = world.browser(0).post("/records", &own.pairs());
    let kept = ("党徽里的故事".to_owned(), "讲党徽故事".to_owned());
    assert_eq!(of(&saved.location), kept, "what somebody wrote stays");
}

#[test]
fn who_lectures_for_the_leaders_is_asked_and_a_leading_committee_has_its_own_lecture() {
    let mut world = World::of(5, 0);
    world.found(7, "leading_committee", "南屏县公安局党委", "/7/", "/100/7/");
    world.appoint(2, 7, "secretary");
    let lecturer = |body: &str| {
        let list = body.split("name=\"lecturer\"").nth(1).unwrap_or_default().to_owned();
        let list = list.split("</select>").next().unwrap_or_default();
        list.contains(" selected") && !list.contains("value=\"\" selected")
    };
    let branch = world.browser(0).get("/records/new?kind=party_lecture").body;
    assert!(lecturer(&branch), "the secretary lectures his own branch");
    let leader = world.browser(0).get("/records/new?kind=party_lecture&variety=leader").body;
    assert!(!lecturer(&leader), "{leader}");
    let committee = world.browser(2).get("/records/new?kind=party_lecture&unit=7").body;
    assert!(!committee.contains("支部党课") && committee.contains("领导讲党课"), "{committee}");
    assert!(committee.contains(&format!("att_{}", world.people[2])), "its seats are on the roll");
}

#[test]
fn a_temporary_branch_has_no_room() {
    let mut world = World::of(3, 0);
    world.found(9, "temporary_branch", "2026年第3临时党支部", "/1/9/", "/100/9/");
    world.appoint(2, 9, "secretary");
    let draft = world.browser(2).get("/records/new?kind=theme_day&unit=9").body;
    assert!(
        !draft.contains("临时会议室") && draft.contains("name=\"place1\" value=\"\""),
        "{draft}"
    );
}

#[test]
fn an_expert_lectures_without_being_on_the_roll() {
    let world = World::of(5, 0);
    let mut plan = world.new_plan("party_lecture", "2026-11-20", &[]).with("topic", "新修订的细则");
    plan.set("variety", "branch");
    let refused = world.browser(0).post("/records/held", &plan.pairs());
    assert!(refused.body.contains("请选择授课人"), "{}", faults(&refused));
    plan.set("variety", "expert");
    let refused = world.browser(0).post("/records/held", &plan.pairs());
    assert!(refused.body.contains("写明是谁讲的"), "{}", faults(&refused));
    let url = world.closed(&plan.with("guests", "县委党校张教授"));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("县委党校张教授") && !page.contains("<dt>授课人</dt>"));
}

#[test]
fn where_some_take_part_only_they_are_called_and_counted() {
    let world = World::all_on(8);
    let page = world.browser(0).get("/records/new?kind=activity&variety=volunteer").body;
    assert_eq!(page.matches("value=\"uncounted\" checked").count(), 8, "nobody before he is named");
    assert!(page.contains("不参加"));
    let nobody: Vec<(usize, &str)> = (0..8).map(|number| (number, "uncounted")).collect();
    let plan = world.new_plan("activity", "2026-11-27", &nobody).with("variety", "volunteer");
    let refused = world.browser(0).post("/records/notice", &plan.pairs());
    assert!(refused.body.contains("先勾选参加的人"), "{}", faults(&refused));

    let others: Vec<(usize, &str)> = (3..8).map(|number| (number, "uncounted")).collect();
    let plan = world.new_plan("activity", "2026-11-27", &others).with("variety", "volunteer");
    let called = world.browser(0).post("/records/notice", &plan.pairs());
    assert_eq!(called.status, 303, "{}", faults(&called));
    assert_eq!(world.count("SELECT count(*) FROM notice"), 2, "the two others who take part");

    let mut held = others.clone();
    held.push((2, "leave:travel"));
    let plan = world.new_plan("activity", "2026-11-20", &held).with("variety", "volunteer");
    let url = world.closed(&plan);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("应到3人，实到2人"), "{page}");
    let rows = world.count("SELECT count(*) FROM record_attendance a JOIN record r ON r.id = a.record WHERE r.closed_at IS NOT NULL");
    assert_eq!(rows, 1, "whoever did not take part leaves no row");
}

#[test]
fn a_leading_speaker_is_called_what_he_is() {
    let world = World::of(5, 0);
    let plan = world.new_plan("rules_study", "2026-11-20", &[]).with("topic", "党章第一章");
    let refused = world.browser(0).post("/records/held", &plan.pairs());
    assert!(refused.body.contains("请选择领学人"), "{}", faults(&refused));
    let plan = plan.with("lecturer", &world.people[2].to_string());
    let url = world.held(&plan.with("also", "training"));
    assert_eq!(world.close(&url, &minutes("一、领学\n学了。")).status, 303);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("<dt>领学人</dt><dd>党员02</dd>"), "{page}");
}

#[test]
fn nobody_is_offered_himself_to_talk_with() {
    let world = World::of(5, 0);
    let page = world.browser(0).get("/records/new?kind=talk").body;
    let list = |name: &str| {
        let from = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
        from.split("</select>").next().unwrap_or_default().to_owned()
    };
    let option = |number: usize| format!("<option value=\"{}\"", world.people[number]);
    assert!(list("chair").contains(&option(0)) && list("partner").contains(&option(1)));
    assert!(!list("partner").contains(&option(0)), "{}", list("partner"));
}

#[test]
fn warning_education_tells_in_which_way_it_was_held_and_counts_for_what_it_also_was() {
    let world = World::all_on(8);
    let mut plan = world.new_plan("warning_education", "2026-11-20", &[]);
    plan.set("variety", "case");
    plan.set("topic", "公开通报的案件");
    plan.add("also", "theme_day");
    let url = world.closed(&plan);
    let page = world.browser(0).get(&url).body;
    for words in ["形式", "案例剖析", "公开通报的案件", "同时是", "主题党日"] {
        assert!(page.contains(words), "{words}");
    }
    let list = world.browser(0).get("/records?kind=warning_education").body;
    assert!(list.contains("警示教育（案例剖析）") && list.contains("刑侦大队党支部"), "{list}");
    let draft = world.browser(0).get("/records/new?kind=warning_education&variety=family").body;
    assert!(draft.contains("学习家风家教要求") && !draft.contains("配偶"));
}
