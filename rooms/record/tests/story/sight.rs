//! Who may open what.

use crate::world::{World, faults, minutes};

#[test]
fn members_read_open_kinds_of_their_own_branch_only() {
    let mut world = World::of(5, 0);
    let elsewhere = world.admit("他支部", people::Status::Full, 5);
    let outside = world.people.remove(elsewhere);
    let theme = world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    let committee = world.closed(&world.new_plan("committee_meeting", "2026-11-20", &[]));
    let member = world.browser(4);
    assert_eq!(member.get(&theme).status, 200);
    assert_eq!(member.get(&committee).status, 404);
    let list = member.get("/records");
    assert!(list.body.contains("theme_day记录") && !list.body.contains("committee_meeting记录"));
    let stranger = testkit::Browser::of(&world.app, outside, None);
    assert_eq!(stranger.get(&theme).status, 404);
}

#[test]
fn the_line_opens_a_record_only_by_a_named_and_dated_grant() {
    let mut world = World::of(5, 0);
    let url = world.closed(&world.new_plan("committee_meeting", "2026-11-20", &[]));
    let chief = world.admit("县委书记", people::Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let inspector = world.admit("检查员", people::Status::Full, 5);
    let person = world.people[inspector];
    world.prepare(|w| {
        w.run("UPDATE person SET police_number = '130456' WHERE id = $1", db::bind![person])?;
        Ok(())
    });
    let inspector = world.browser(inspector);
    assert_eq!(inspector.get(&url).status, 404);
    let mut form = vec![("unit", "3"), ("number", "130456"), ("basis", "南公党〔2026〕9号")];
    form.extend([("from_on", "2026-11-20"), ("to_on", "2026-11-23")]);
    assert_eq!(
        world.browser(0).post("/records/grants", &form).status,
        303,
        "the branch itself may"
    );
    let granted = world.browser(chief).get("/records/grants");
    assert!(granted.body.contains("检查员") && granted.body.contains("刑侦大队党支部"));
    assert_eq!(inspector.get(&url).status, 200);
    assert!(inspector.get("/records?unit=3").body.contains("committee_meeting记录"));
    world.home.wait_until("2026-11-24");
    assert_eq!(inspector.get(&url).status, 404);
}

#[test]
fn a_private_talk_is_for_the_two_alone() {
    let world = World::of(5, 0);
    let mut plan = world.new_plan("talk", "2026-11-20", &[]);
    plan.set("partner", &world.people[3].to_string());
    plan.set("recorder", "");
    let url = world.held(&plan);
    let form = minutes("替他写的");
    let meddling = world.browser(1).post(&format!("{url}/closing"), &form.pairs());
    assert_eq!(meddling.status, 409, "{}", faults(&meddling));
    assert!(!world.browser(1).get(&url).body.contains("name=\"minutes\""));
    let answer = world.close(&url, &minutes("谈了家里的困难"));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(world.browser(0).get(&url).body.contains("谈了家里的困难"));
    assert!(world.browser(3).get(&url).body.contains("谈了家里的困难"), "the other of the two");
    assert_eq!(world.browser(4).get(&url).status, 404);
    let other = world.browser(1).get(&url);
    assert!(other.status == 200 && !other.body.contains("谈了家里的困难"));
    assert!(other.body.contains("只由谈话双方掌握"));
    assert!(!world.browser(1).get(&format!("{url}/print")).body.contains("谈了家里的困难"));
}

#[test]
fn a_list_says_its_scope_and_count() {
    let world = World::of(5, 0);
    world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    world.closed(&world.new_plan("general_meeting", "2026-11-20", &[]));
    let all = world.browser(0).get("/records");
    assert!(all.body.contains("范围：刑侦大队党支部及下级，2026年，全部种类"));
    assert!(all.body.contains("共2条，全部列出"));
    let one = world.browser(0).get("/records?kind=theme_day&stage=closed");
    assert!(one.body.contains("共1条") && one.body.contains("theme_day记录"));
    assert!(world.browser(0).get("/records?year=2025").body.contains("没有符合条件的记录"));
}
