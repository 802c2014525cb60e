//! What a meeting agreed stands with whom it names, until it is done.

use crate::world::{Fields, World, faults, minutes};

fn agreed(owner: &str, due: &str) -> Fields {
    minutes("讨论。").with("task", "联系社区").with("owner", owner).with("due", due)
}

fn general_meeting(world: &World, on: &str, form: &Fields) -> String {
    let url = world.held(&world.new_plan("general_meeting", on, &[]));
    let closed = world.close(&url, form);
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    url
}

/// What somebody's home page asks of him.
fn at_home(world: &World, number: usize) -> String {
    let (todos, _) = world.at_home(number);
    let lines: Vec<String> = todos.iter().map(|it| format!("{}：{}", it.title, it.words)).collect();
    lines.join("\n")
}

#[test]
fn whom_a_matter_names_has_it_on_his_home_and_reports_it_done() {
    let world = World::of(6, 0);
    general_meeting(&world, "2026-11-20", &agreed("党员03、党员04", "2026-12-01"));
    assert_eq!(world.count("SELECT count(*) FROM record_task_owner"), 2);
    for number in [3, 4] {
        let home = at_home(&world, number);
        assert!(home.contains("联系社区") && home.contains("12月1日前办完"), "{home}");
    }
    assert!(!at_home(&world, 5).contains("联系社区"));
    let list = world.browser(3).get("/records/tasks").body;
    assert!(list.contains("由我负责的") && list.contains("办结</button>"), "{list}");

    let task = world.count("SELECT id FROM record_task");
    let finish = format!("/records/tasks/{task}/finish");
    assert_eq!(world.browser(5).post(&finish, &[("outcome", "")]).status, 403, "not his");
    let done = world.browser(3).post(&finish, &[("outcome", "走访了两次")]);
    assert_eq!((done.status, done.location.as_str()), (303, "/records/tasks"));
    assert!(!at_home(&world, 4).contains("联系社区"), "it is done for both");
    let all = world.browser(0).get("/records/tasks?all=1").body;
    assert!(all.contains("走访了两次") && all.contains("11月20日办结"), "{all}");
    assert_eq!(world.browser(4).post(&finish, &[("outcome", "")]).status, 409);
}

#[test]
fn what_is_over_its_day_is_named_to_the_secretary() {
    let world = World::of(6, 0);
    let late = agreed("各党小组", "2026-11-10").with("late_reason", "当时外出办案");
    general_meeting(&world, "2026-11-02", &late);
    assert_eq!(world.count("SELECT count(*) FROM record_task_owner"), 0, "nobody by name");
    let home = at_home(&world, 0);
    assert!(home.contains("1项没有办结，1项过期"), "{home}");
    assert!(!at_home(&world, 3).contains("1项没有办结"));
    let list = world.browser(0).get("/records/tasks").body;
    assert!(list.contains("联系社区") && list.contains("过期") && list.contains("各党小组"));
    assert!(!world.browser(0).get("/records/tasks?whose=mine").body.contains("联系社区"));
}

#[test]
fn a_name_of_two_names_nobody_and_a_day_before_the_meeting_is_refused() {
    let mut world = World::of(4, 0);
    world.admit("党员02", people::Status::Full, 3);
    let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &[]));
    let refused = world.close(&url, &agreed("党员02", "2026-11-19"));
    assert!(refused.body.contains("第1项的期限在开会以前"), "{}", faults(&refused));
    assert_eq!(world.close(&url, &agreed("党员02", "2026-11-20")).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM record_task_owner"), 0);
}

#[test]
fn a_correction_changes_who_it_is_for() {
    let world = World::of(6, 0);
    let url = general_meeting(&world, "2026-11-20", &agreed("党员03", "2026-12-01"));
    let version = world.count("SELECT version FROM record").to_string();
    let plan = world.plan("general_meeting", "2026-11-20", &[]);
    let mut form =
        agreed("党员04", "2026-12-01").with("reason", "写错了人").with("_version", &version);
    for (name, value) in plan.pairs() {
        form.add(name, value);
    }
    let corrected = world.browser(0).post(&format!("{url}/correction"), &form.pairs());
    assert_eq!(corrected.status, 303, "{}", faults(&corrected));
    assert!(at_home(&world, 4).contains("联系社区"));
    assert!(!at_home(&world, 3).contains("联系社区"));
}
