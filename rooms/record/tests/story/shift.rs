//! A duty roster comes in, excuses who is on duty, moves proposals away, and is forgotten.

use act::Error;
use db::bind;
use retention::Eraser;
use testkit::day;

use crate::world::{World, faults, minutes};

/// People's pages beside records'.
fn world(members: usize) -> World {
    let mut world = World::of(members, 0);
    world.app = testkit::app(&world.home, vec![people::room(), record::room()]);
    world
}

fn send(world: &World, text: &str) -> testkit::Answer {
    let file = ("file", "刑侦大队2026年12月值班表.csv", text.as_bytes());
    world.browser(0).upload("/members/shifts/files", &[("unit", "3")], file)
}

fn import(world: &World, sent: &str, fields: &[(&str, &str)]) -> testkit::Answer {
    let answer = world.browser(0).post(&format!("{sent}/import"), fields);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer
}

const GRID: &str = "12月值班表,,,,,,\n姓名,1,2,3,4,5,6\n党员00,值,,,,,\n党员01,值,休,,,,\n\
                    党员02,值,,培训,,,夜\n外人,值,,,,,\n";

#[test]
fn a_roster_keeps_free_or_not_and_nothing_else() {
    let world = world(5);
    let sent = send(&world, GRID);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = world.browser(0).get(&sent.location).body;
    for words in ["外人1人不是这里的党员", "“培训”", "2026年12月", "导入17人天"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert_eq!(world.count("SELECT count(*) FROM shift_day"), 0, "a rehearsal writes nothing");
    assert_eq!(world.browser(1).get(&sent.location).status, 404, "it is his file");
    let batch = import(&world, &sent.location, &[("month", "2026-12"), ("mark-0", "busy")]);
    assert_eq!(world.count("SELECT count(*) FROM shift_day"), 18);
    assert_eq!(world.count("SELECT count(*) FROM shift_day WHERE is_free = FALSE"), 5);
    assert!(world.browser(0).get(&batch.location).body.contains("有班"));

    // The same people for the same days once more: the new one holds.
    let again = send(&world, "12月,,,,,\n姓名,1,2,3,4,5\n党员00,,,,,\n");
    import(&world, &again.location, &[("month", "2026-12")]);
    assert_eq!(world.count("SELECT count(*) FROM shift_day WHERE is_free = FALSE"), 4);
    let undone =
        world.browser(0).post(&format!("{}/undo", batch.location), &[("reason", "拿错了")]);
    assert_eq!(undone.status, 303, "{}", faults(&undone));
    assert_eq!(world.count("SELECT count(*) FROM shift_day WHERE is_free = FALSE"), 0);
    assert_eq!(world.browser(3).get("/members/shifts").status, 403);
}

#[test]
fn two_of_one_name_are_asked_for() {
    let mut world = world(4);
    world.admit("张伟", people::Status::Full, 3);
    world.admit("张伟", people::Status::Full, 3);
    let second = world.people[5];
    let sent = send(&world, "姓名,日期,班次\n张伟,2026-12-01,白\n");
    let page = world.browser(0).get(&sent.location).body;
    assert!(page.contains("对上不止一个人") && page.contains("who-0"), "{page}");
    import(&world, &sent.location, &[("who-0", &second.to_string())]);
    assert_eq!(world.count("SELECT person FROM shift_day"), second);
}

#[test]
fn who_is_on_duty_stands_on_leave_and_stays_so_when_the_roster_is_gone() {
    let world = world(5);
    let sent = send(&world, "姓名,日期,班次\n党员04,2026-11-20,夜\n党员03,2026-11-20,值\n");
    import(&world, &sent.location, &[]);
    let busy = world.people[4];
    let page = world.browser(0).get("/records/new?kind=theme_day").body;
    assert!(page.contains(&format!("name=\"att_{busy}\" value=\"leave\" checked")));
    assert!(page.contains("党员04（值班）"), "one touch changes it");

    let leave = [(3, "came1"), (4, "leave:on_duty")];
    let url = world.held(&world.new_plan("theme_day", "2026-11-20", &leave));
    forget(&world, "2026-12-21");
    let closed = world.close(&url, &minutes("学习。"));
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("党员04") && page.contains("值班"), "{page}");
    assert_eq!(world.count("SELECT present FROM record"), 4);
}

#[test]
fn a_meeting_that_moves_to_another_day_has_that_days_leave() {
    let world = world(5);
    let sent = send(&world, "姓名,日期,班次\n党员04,2026-11-20,夜\n党员03,2026-11-19,值\n");
    import(&world, &sent.location, &[]);
    // The form showed the roll of the 19th; on it the writer has set the third himself.
    let on_19 = [(2, "absent"), (3, "leave:on_duty")];
    let moved = world.new_plan("theme_day", "2026-11-20", &on_19).with("rolled_on", "2026-11-19");
    let draft = world.browser(0).post("/records", &moved.pairs());
    assert_eq!(draft.status, 303, "{}", faults(&draft));
    let page = world.browser(0).get(&draft.location).body;
    let stands = |number: usize, state: &str| {
        page.contains(&format!("name=\"att_{}\" value=\"{state}\" checked", world.people[number]))
    };
    assert!(stands(4, "leave"), "on duty on the new day");
    assert!(stands(3, "came1"), "not on duty on the new day");
    assert!(stands(2, "absent"), "what was set stays");
    assert!(page.contains("党员04（值班），已按请假填。"), "{page}");

    // And to a third day, from the saved draft.
    let all = [(2, "absent"), (4, "leave:on_duty")];
    let again = world.plan("theme_day", "2026-11-19", &all).with("rolled_on", "2026-11-20");
    let saved = world.browser(0).post(&draft.location, &again.with("_version", "0").pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    let page = world.browser(0).get(&draft.location).body;
    assert!(page.contains("党员03（值班），已按请假填。") && !page.contains("党员04（值班）"));
}

#[test]
fn who_is_on_duty_and_stands_as_having_come_is_named() {
    let world = world(5);
    let sent = send(&world, "姓名,日期,班次\n党员04,2026-11-20,夜\n");
    import(&world, &sent.location, &[]);
    let plan = world.new_plan("theme_day", "2026-11-20", &[]);
    let draft = world.browser(0).post("/records", &plan.clone().pairs());
    let page = world.browser(0).get(&draft.location).body;
    assert!(page.contains("党员04（值班），名单上没有按请假记，请核对。"), "{page}");

    // 全部到会 leaves alone who is known to be away.
    let busy = world.people[4].to_string();
    let leave = world.new_plan("theme_day", "2026-11-20", &[(4, "leave:on_duty")]);
    let all = leave.with("everybody", "1").with("away", &busy);
    let draft = world.browser(0).post("/records", &all.pairs());
    let page = world.browser(0).get(&draft.location).body;
    assert!(page.contains("党员04（值班），已按请假填。"), "{page}");
}

/// What the nightly job does on a day.
fn forget(world: &World, today: &str) {
    let ctx = world.home.operator();
    let eraser: Vec<Eraser> =
        people::erasers().into_iter().filter(|it| it.key == "shift").collect();
    let until = systems::Systems::built_in().keep("shift").unwrap().until(day(today)).unwrap();
    (eraser[0].erase)(&ctx, retention::Past { until, today: day(today) }).unwrap();
}

#[test]
fn a_day_goes_thirty_days_after_it() {
    let world = world(3);
    let person = world.people[1];
    world.prepare(|w| {
        let sql =
            "INSERT INTO shift_day (person, on_day, is_free, batch) VALUES ($1, $2, FALSE, 1)";
        for on in ["2026-11-20", "2026-11-21"] {
            w.run(sql, bind![person, on])?;
        }
        Ok::<_, Error>(())
    });
    forget(&world, "2026-12-19");
    assert_eq!(world.count("SELECT count(*) FROM shift_day"), 2);
    forget(&world, "2026-12-20");
    assert_eq!(world.count("SELECT count(*) FROM shift_day"), 1);
}

#[test]
fn the_planner_keeps_away_from_days_on_which_many_are_on_duty() {
    let world = world(3);
    let proposed = |body: &str| {
        let from = body.find("12月主题党日").expect("a theme day is proposed");
        body[from..].split("class=\"nb\">").nth(1).unwrap().chars().take(3).collect::<String>()
    };
    let before = proposed(&world.browser(0).get("/records/plan?unit=3&year=2026").body);
    let on: String = before.chars().filter(char::is_ascii_digit).collect();
    let rows: Vec<String> = (0..3).map(|n| format!("党员{n:02},2026-12-{on:0>2},值\n")).collect();
    let rows = rows.concat();
    let sent = send(&world, &format!("姓名,日期,班次\n{rows}"));
    import(&world, &sent.location, &[]);
    let page = world.browser(0).get("/records/plan?unit=3&year=2026").body;
    assert_ne!(proposed(&page), before);
    assert!(page.contains("100%的党员有班"));
}

#[test]
fn who_stands_otherwise_on_the_day_of_a_held_meeting_is_named_before_it_is_kept() {
    let world = world(5);
    let sent = send(&world, "姓名,日期,班次\n党员04,2026-11-20,夜\n");
    import(&world, &sent.location, &[]);
    let leave = [(4, "leave:on_duty")];
    let moved = world.new_plan("theme_day", "2026-11-19", &leave).with("rolled_on", "2026-11-20");
    let refused = world.browser(0).post("/records/held", &moved.pairs());
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("改到11月19日，党员04这天的请假和值班不一样"),
        "{}",
        refused.body
    );
    let person = world.people[4];
    let stands = format!("name=\"att_{person}\" value=\"leave\" checked");
    assert!(refused.body.contains(&stands), "nothing is changed unseen: {}", refused.body);
    assert!(refused.body.contains("name=\"rolled_on\" value=\"2026-11-19\""));
    // Looked at, and kept as it stands.
    let url = world.held(&moved.with("rolled_on", "2026-11-19"));
    assert!(world.browser(0).get(&url).body.contains("请假"));
}

#[test]
fn whoever_was_told_of_another_hour_is_told_again_and_the_writer_knows() {
    let world = World::of(4, 0);
    let plan = world.new_plan("theme_day", "2026-11-25", &[]);
    let told = world.browser(0).post("/records/notice", &plan.pairs());
    assert_eq!(told.status, 303, "{}", faults(&told));
    let moved = world.plan("theme_day", "2026-11-26", &[]).with("_version", "0");
    let saved = world.browser(0).post(&told.location, &moved.pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    let page = world.browser(0).get(&saved.location).body;
    let form = world.browser(0).get("/records/new?kind=theme_day").body;
    assert!(form.contains("这个月已经有没存档的") && form.contains(&told.location), "{form}");
    assert!(page.contains("已通知"), "{page}");
    let moved = moved.with("_version", "1");
    let again = world.browser(0).post(&format!("{}/notice", told.location), &moved.pairs());
    assert_eq!(again.status, 303, "{}", faults(&again));
    let texts: Vec<String> = world.all("SELECT text FROM notice ORDER BY id");
    assert_eq!(texts.len(), 6, "three others, twice: {texts:?}");
    let last = texts.last().unwrap();
    assert!(last.contains("时间地点以这次为准") && last.contains("11月26日"), "{texts:?}");
}
