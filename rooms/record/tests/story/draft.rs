//! Opening, filling in, holding.

use people::{LeaveWord, Purpose};
use testkit::day;

use crate::world::{World, faults};

#[test]
fn a_new_meeting_opens_as_a_filled_in_draft() {
    let world = World::of(8, 1);
    let away = world.people[4];
    world.prepare(|w| {
        people::record_leave(w, away, LeaveWord::Travel, day("2026-11-19"), day("2026-11-26"))
    });
    let page = world.browser(0).get("/records/new?kind=general_meeting");
    assert_eq!(page.status, 200);
    for words in [
        "第四季度支部党员大会",
        "value=\"15:00\"",
        "听取支部委员会工作报告",
        "第十一条",
        "党员00主持，党员01记录",
    ] {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(page.body.contains("党员04（出差），已按请假填"));
    let leave = format!("name=\"att_{away}\" value=\"leave\" checked");
    assert!(page.body.contains(&leave));
    assert!(page.body.contains("有表决权8人，到会<span data-now>7</span>人"));
    assert!(page.body.contains("至少5人到会才能表决"));
    assert!(page.statements <= 20, "{}", page.statements);
}

#[test]
fn who_is_abroad_starts_on_leave_and_an_election_may_leave_him_out() {
    let world = World::of(8, 0);
    let (own, sent) = (world.people[4], world.people[5]);
    world.prepare(|w| {
        let since = (day("2026-05-19"), None);
        people::go_abroad(w, own, Purpose::OwnStudy, since, "")?;
        people::go_abroad(w, sent, Purpose::Study, since, "")
    });
    let leave = |person: i64| format!("name=\"att_{person}\" value=\"leave\" checked");
    let page = world.browser(0).get("/records/new?kind=general_meeting").body;
    assert!(page.contains(&leave(own)) && page.contains(&leave(sent)));
    assert!(page.contains("党员04（出国）、党员05（出国），已按请假填"));
    assert!(page.contains("有表决权8人，到会<span data-now>6</span>人"), "he keeps his vote");
    assert!(!page.contains("不计应到"));

    let page = world.browser(0).get("/records/new?kind=election_meeting").body;
    let words = "自费出国（境）超过6个月，大会同意的可以不计应到";
    assert_eq!(page.matches(words).count(), 1, "sent at public cost he is counted");
    let earlier = world.browser(0).get("/records/new?kind=election_meeting&on=2026-11-19").body;
    assert!(!earlier.contains(words), "six months are not more than six months");
}

#[test]
fn the_next_draft_takes_hour_and_place_from_last_time() {
    let world = World::of(5, 0);
    let mut plan = world.new_plan("theme_day", "2026-10-16", &[]);
    plan.set("from1", "09:30");
    plan.set("place1", "党员活动室");
    let url = world.held(&plan);
    let minutes =
        crate::world::minutes("学习。").with("late_reason", "外出办案").with("task", "更新图书");
    assert_eq!(world.close(&url, &minutes).status, 303);
    let page = world.browser(0).get("/records/new?kind=theme_day");
    assert!(page.body.contains("value=\"09:30\"") && page.body.contains("value=\"党员活动室\""));
    assert!(page.body.contains("<li>更新图书</li>"), "open matters are named");
    assert!(!page.body.contains("value=\"更新图书\""), "and are no item of a theme day");
}

#[test]
fn a_meeting_has_on_its_agenda_what_its_like_agreed_and_is_not_done() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &[]));
    let minutes = crate::world::minutes("讨论。").with("task", "修订党员大会制度");
    assert_eq!(world.close(&url, &minutes).status, 303);
    let next = |kind: &str| world.browser(0).get(&format!("/records/new?kind={kind}")).body;
    let general = next("general_meeting");
    assert!(general.contains("value=\"修订党员大会制度\""), "{general}");
    assert!(general.contains("来自前几次议定，还没有办结") && !general.contains("来自来自"));
    assert!(!next("committee_meeting").contains("value=\"修订党员大会制度\""));
}

#[test]
fn everybody_came_is_one_touch_without_script() {
    let world = World::of(4, 0);
    let plan = world.new_plan("theme_day", "2026-11-20", &[(2, "leave:sick"), (3, "absent")]);
    let answer = world.browser(0).post("/records", &plan.clone().with("everybody", "1").pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(world.count("SELECT count(*) FROM record_attendance"), 0);
    let page = world.browser(0).get(&answer.location);
    assert!(page.body.contains("应到4人，到会<span data-came>4</span>人"), "{}", page.body);
}

#[test]
fn a_notice_tells_everybody_expected_once() {
    let world = World::of(4, 0);
    let plan = world.new_plan("general_meeting", "2026-11-27", &[]);
    let url = world.browser(0).post("/records/notice", &plan.pairs()).location;
    assert_eq!(world.count("SELECT count(*) FROM notice"), 3, "all but the sender");
    let again = world.plan("general_meeting", "2026-11-27", &[]).with("_version", "0");
    assert_eq!(world.browser(0).post(&format!("{url}/notice"), &again.pairs()).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM notice"), 3);
}

#[test]
fn what_has_not_happened_cannot_be_held() {
    let world = World::of(4, 0);
    let plan = world.new_plan("theme_day", "2026-11-21", &[]);
    let answer = world.browser(0).post("/records/held", &plan.pairs());
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("2026年11月21日还没有到"), "{}", faults(&answer));
    assert!(answer.body.contains("value=\"二楼会议室\""), "typed values stay");
}

#[test]
fn the_same_form_sent_twice_makes_one_record() {
    let world = World::of(4, 0);
    let plan = world.new_plan("theme_day", "2026-11-20", &[]).with("_key", "once");
    let first = world.browser(0).post("/records/held", &plan.pairs());
    let second = world.browser(0).post("/records/held", &plan.pairs());
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.location, second.location);
    assert_eq!(world.count("SELECT count(*) FROM record"), 1);
}

#[test]
fn who_was_slower_sees_both_sides() {
    let world = World::of(4, 0);
    let url = world
        .browser(0)
        .post("/records", &world.new_plan("theme_day", "2026-11-20", &[]).pairs())
        .location;
    let edit = |place: &str| {
        world.plan("theme_day", "2026-11-20", &[]).with("place1", place).with("_version", "0")
    };
    assert_eq!(world.browser(0).post(&url, &edit("三楼").pairs()).status, 303);
    let slower = world.browser(1).post(&url, &edit("四楼").pairs());
    assert_eq!(slower.status, 409);
    assert!(slower.body.contains("value=\"四楼\"") && slower.body.contains("别人刚改成：三楼"));
    assert!(slower.body.contains("name=\"_version\" value=\"1\""), "sent again it holds");
}

#[test]
fn nobody_names_a_stranger_as_chair() {
    let mut world = World::of(4, 0);
    let stranger = world.admit("外人", people::Status::Full, 5);
    let id = world.people.remove(stranger);
    let plan = world.new_plan("theme_day", "2026-11-20", &[]).with("chair", &id.to_string());
    let answer = world.browser(0).post("/records", &plan.pairs());
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("请从列出的人员里选") && !answer.body.contains("外人"));
}

#[test]
fn drafts_and_the_absent_wait_on_the_home_page() {
    let world = World::of(4, 0);
    world
        .browser(0)
        .post("/records", &world.new_plan("committee_meeting", "2026-11-25", &[]).pairs());
    world.closed(&world.new_plan("theme_day", "2026-11-20", &[(3, "leave:on_duty")]));
    let (todo, _) = world.at_home(0);
    let titles: Vec<&str> = todo.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["committee_meeting记录", "传达给没有到会的人"]);
}

#[test]
fn who_presides_or_writes_was_there_and_the_hours_are_such_as_meetings_have() {
    let world = World::of(5, 0);
    let refused = |plan: &crate::world::Fields| {
        let answer = world.browser(0).post("/records/held", &plan.pairs());
        assert_eq!(answer.status, 422, "{}", answer.body);
        answer.body
    };
    let plan = world.new_plan("theme_day", "2026-11-19", &[(0, "absent"), (1, "leave:ill")]);
    let page = refused(&plan);
    assert!(
        page.contains("主持人记的是没有到会") && page.contains("记录人记的是没有到会"),
        "{page}"
    );
    let mut plan = world.new_plan("theme_day", "2026-11-19", &[]);
    plan.set("from1", "4点");
    assert!(refused(&plan).contains("开始时间要写成15:00这样"), "of the morning or not");
    plan.set("from1", "04:00");
    plan.set("to1", "17:00");
    assert!(refused(&plan).contains("从04:00到17:00太长了"));
}
