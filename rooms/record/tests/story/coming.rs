//! A member's home shows the meetings he is called to, as they stand now.

use people::Status;

use crate::world::World;

/// What the card of somebody's home page says; "" where he has none.
fn card(world: &World, number: usize) -> String {
    world.at_home(number).1.into_iter().map(|card| card.0).collect()
}

fn notified(world: &World, kind: &str, on: &str) -> String {
    let answer = world.browser(0).post("/records/notice", &world.new_plan(kind, on, &[]).pairs());
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

#[test]
fn a_member_sees_when_and_where_and_what_about() {
    let world = World::of(4, 0);
    assert!(card(&world, 3).contains("近期没有通知您参加的会"));
    world.browser(0).post("/records", &world.new_plan("theme_day", "2026-11-26", &[]).pairs());
    assert!(!card(&world, 3).contains("theme_day"), "a draft calls nobody");
    notified(&world, "theme_day", "2026-11-25");
    let card = card(&world, 3);
    for told in
        ["theme_day记录", "11月25日星期三15:00", "二楼会议室", "刑侦大队党支部", "听取工作报告"]
    {
        assert!(card.contains(told), "{told}: {card}");
    }
}

#[test]
fn a_committee_calls_its_seats_and_a_branch_its_own_members() {
    let mut world = World::of(4, 1);
    let stranger = world.admit("外人", Status::Full, 5);
    let suspended = world.admit("停止", Status::Suspended, 3);
    notified(&world, "committee_meeting", "2026-11-25");
    assert!(card(&world, 1).contains("committee_meeting"));
    assert!(!card(&world, 3).contains("committee_meeting"));
    notified(&world, "theme_day", "2026-11-25");
    assert!(card(&world, 4).contains("theme_day"));
    for nobody in [stranger, suspended] {
        assert!(card(&world, nobody).contains("近期没有通知"), "{nobody}");
    }
}

#[test]
fn a_guest_is_called_by_his_host_while_he_takes_part() {
    let mut world = World::of(2, 0);
    let guest = world.admit("借调", Status::Full, 5);
    let person = world.people[guest];
    world.prepare(|w| {
        let sql = "INSERT INTO participation (id, person, host, reason, from_on, to_on, basis)
                   VALUES ($1, $2, 3, 'secondment', '2026-01-01', '2026-11-23', '函')";
        w.run(sql, db::bind![w.id(), person])?;
        w.touch(3, db::Touch::Unit);
        Ok(())
    });
    notified(&world, "theme_day", "2026-11-25");
    assert!(card(&world, guest).contains("theme_day"));
    world.home.wait_until("2026-11-23");
    assert!(card(&world, guest).contains("近期没有通知"));
}

#[test]
fn a_meeting_that_moved_or_was_called_off_or_held_shows_so() {
    let world = World::of(4, 0);
    let url = notified(&world, "theme_day", "2026-11-25");
    let mut moved = world.plan("theme_day", "2026-11-27", &[]);
    moved.set("_version", "0");
    let answer = world.browser(0).post(&format!("{url}/notice"), &moved.pairs());
    assert_eq!(answer.status, 303, "{}", answer.body);
    let now = card(&world, 3);
    assert!(now.contains("11月27日") && !now.contains("11月25日"), "{now}");
    let off = [("_version", "1"), ("reason", "另有安排")];
    let answer = world.browser(0).post(&format!("{url}/withdrawal"), &off);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let now = card(&world, 3);
    assert!(now.contains("已取消") && now.contains("不用来") && !now.contains("听取"), "{now}");
    world.home.wait_until("2026-11-28");
    assert!(card(&world, 3).contains("近期没有通知"));

    let held = world.held(&world.new_plan("theme_day", "2026-11-28", &[]));
    assert!(!held.is_empty() && card(&world, 3).contains("近期没有通知"));
}
