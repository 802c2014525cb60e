//! Closing, late entry, correction, withdrawal, telling the absent, the paper.

use crate::world::{World, faults, minutes, motion};

#[test]
fn a_closed_record_serves_its_duty_at_once() {
    let world = World::of(8, 0);
    let url = world.closed(&world.new_plan("general_meeting", "2026-11-20", &[]));
    let page = world.browser(0).get(&url);
    assert!(
        page.body.contains("党员大会（2026年第四季度）") && page.body.contains("计入"),
        "{}",
        page.body
    );
    let sql = "SELECT count(*) FROM service WHERE duty = 'branch/general-meeting' AND counts AND bearer = 3";
    assert_eq!(world.count(sql), 1);
}

#[test]
fn without_its_quorum_it_stands_and_does_not_count() {
    let world = World::of(8, 0);
    let away: Vec<(usize, &str)> = (2..6).map(|number| (number, "absent")).collect();
    let url = world.closed(&world.new_plan("general_meeting", "2026-11-20", &away));
    let page = world.browser(0).get(&url);
    assert!(
        page.body.contains("不计入") && page.body.contains("没有达到规定人数"),
        "{}",
        page.body
    );
}

#[test]
fn one_theme_day_is_also_the_lecture_and_the_hours() {
    let world = World::of(8, 0);
    let plan = world.new_plan("theme_day", "2026-11-20", &[(5, "leave:training")]);
    let plan = plan.with("also", "party_lecture").with("lecturer", &world.people[0].to_string());
    world.closed(&plan);
    let serves = |sql| world.count(sql) >= 1;
    assert!(serves("SELECT count(*) FROM service WHERE duty = 'branch/theme-day' AND counts"));
    assert!(serves("SELECT count(*) FROM service WHERE duty = 'branch/lecture' AND counts"));
    assert!(serves(
        "SELECT count(*) FROM service WHERE duty = 'person/member-hours' AND quantity = 90"
    ));
    let absent = format!("SELECT count(*) FROM service WHERE absent = '{}'", world.people[5]);
    assert!(world.count(absent.leak()) >= 1, "whoever was away gets no hours");
}

#[test]
fn a_late_entry_says_why_and_keeps_both_times() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("theme_day", "2026-10-16", &[]));
    let silent = world.close(&url, &minutes("学习。"));
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("请写明为什么现在补录"), "{}", faults(&silent));
    let told = world.close(&url, &minutes("学习。").with("late_reason", "外出办案"));
    assert_eq!(told.status, 303, "{}", faults(&told));
    let page = world.browser(0).get(&url);
    assert!(page.body.contains("补录"));
    assert!(page.body.contains("2026年10月16日开会") && page.body.contains("外出办案"));
    assert!(page.body.contains("2026年11月20日"));
}

#[test]
fn a_correction_leaves_the_old_version_visible() {
    let world = World::of(8, 0);
    let url = world.closed(&world.new_plan("general_meeting", "2026-11-20", &[]));
    let form = world.browser(0).get(&format!("{url}/correction"));
    assert!(form.status == 200 && form.body.contains("为什么更正"), "{}", form.status);
    let corrected = world
        .plan("general_meeting", "2026-11-20", &[(7, "leave:sick")])
        .and(&minutes("更正后的记录。").with("_version", "1").with("reason", "漏记一人请假"));
    let answer = world.browser(0).post(&format!("{url}/correction"), &corrected.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.browser(0).get(&url);
    assert!(page.body.contains("更正后的记录。") && page.body.contains("党员07（病假）"));
    assert!(page.body.contains("漏记一人请假"));
    let old = world.browser(0).get(&format!("{url}/versions/1"));
    assert!(old.body.contains("同意。") && !old.body.contains("更正后的记录。"));
    assert_eq!(
        world.count("SELECT count(*) FROM service WHERE duty = 'branch/general-meeting'"),
        1
    );
    let stale = world.browser(0).post(&format!("{url}/correction"), &corrected.pairs());
    assert_eq!(stale.status, 409);
}

#[test]
fn a_withdrawal_takes_the_effect_back_from_every_duty() {
    let world = World::of(8, 0);
    let plan = world.new_plan("theme_day", "2026-11-20", &[]).with("also", "training");
    let url = world.closed(&plan);
    assert!(world.count("SELECT count(*) FROM service") >= 2);
    let ask = world.browser(0).get(&format!("{url}/withdrawal"));
    assert!(ask.body.contains("都不再算它"), "{}", ask.body);
    let form = [("_version", "1"), ("reason", "日期填错，另建一份")];
    let answer = world.browser(0).post(&format!("{url}/withdrawal"), &form);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(world.count("SELECT count(*) FROM service"), 0);
    let page = world.browser(0).get(&url);
    assert!(page.body.contains("已撤回") && page.body.contains("日期填错"));
    assert_eq!(world.browser(0).post(&format!("{url}/withdrawal"), &form).status, 409);
}

#[test]
fn a_closed_record_is_not_edited() {
    let world = World::of(5, 0);
    let url = world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    let edit = world.plan("theme_day", "2026-11-20", &[]).with("_version", "1");
    assert_eq!(world.browser(0).post(&url, &edit.pairs()).status, 409);
    assert_eq!(world.close(&url, &minutes("另一份").with("_version", "1")).status, 409);
}

#[test]
fn a_group_leader_tells_his_own_and_the_branch_tells_the_rest() {
    let mut world = World::of(6, 0);
    let (leader, mine, other) = (3, world.people[4], world.people[5]);
    world.appoint(leader, 31, "subgroup_leader");
    world.prepare(|w| {
        let sql = "UPDATE affiliation SET subgroup = 31 WHERE person = $1";
        w.run(sql, db::bind![mine])?;
        w.touch(3, db::Touch::Unit);
        Ok(())
    });
    let url = world.closed(&world.new_plan(
        "theme_day",
        "2026-11-20",
        &[(4, "leave:on_duty"), (5, "absent")],
    ));
    let list = world.browser(leader).get("/records/relaying");
    assert!(list.body.contains("党员04（值班）") && !list.body.contains("党员05"), "{}", list.body);
    let relay = |number: usize| world.browser(number).post(&format!("{url}/relaying"), &[]).status;
    assert_eq!(relay(leader), 303);
    let told = "SELECT count(*) FROM record_attendance WHERE relayed_at IS NOT NULL";
    assert_eq!(world.count(told), 1);
    assert_eq!(relay(leader), 409, "nobody of his is left");
    assert_eq!(relay(0), 303);
    assert_eq!(world.count(told), 2);
    let _ = other;
    assert!(world.browser(0).get(&url).body.contains("已传达"));
}

#[test]
fn an_agreed_matter_is_carried_until_it_is_done() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    let form = minutes("讨论。")
        .with("task", "更新图书")
        .with("owner", "党员03")
        .with("due", "2026-12-31");
    assert_eq!(world.close(&url, &form).status, 303);
    let next = world.held(&world.new_plan("theme_day", "2026-11-20", &[]));
    let page = world.browser(0).get(&next);
    assert!(page.body.contains("更新图书，党员03负责，2026年12月31日前完成"));
    let start = page.body.find("name=\"done\" value=\"").unwrap() + 19;
    let id: String = page.body[start..].chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(world.close(&next, &minutes("学习。").with("done", &id)).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM record_task WHERE done_at IS NOT NULL"), 1);
    assert!(world.browser(0).get(&url).body.contains("已办结"));
}

#[test]
fn the_paper_says_what_the_record_says() {
    let world = World::of(26, 1);
    let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &[(4, "leave:travel")]));
    let text = "一、听取支部委员会工作报告\n党员00同志报告工作。";
    let form = motion(minutes(text), "recruitment", [24, 0, 1]);
    assert_eq!(world.close(&url, &form).status, 303);
    let print = world.browser(0).get(&format!("{url}/print"));
    for words in [
        "刑侦大队党支部",
        "党员大会记录",
        "2026年11月20日15时至16时30分",
        "党员04（出差）",
        "接收罗一鸣同志为预备党员",
        "无记名投票",
        "2026年11月20日",
    ] {
        assert!(print.body.contains(words), "{words}");
    }
    let word = world.browser(0).get(&format!("{url}/minutes.docx"));
    assert!(word.status == 200 && word.bytes.starts_with(b"PK"));
}

#[test]
fn the_roll_of_a_closed_record_cannot_be_exchanged_unseen() {
    let world = World::of(4, 0);
    world.closed(&world.new_plan("theme_day", "2026-11-20", &[(3, "absent")]));
    let sql = "SELECT id, roll, roll_digest FROM record";
    let row: (i64, String, Vec<u8>) =
        world.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap();
    assert_eq!(record::roll::digest(row.0, &row.1).to_vec(), row.2);
    let came = record::roll::read(&row.1).iter().filter(|it| it.presence.came()).count();
    assert_eq!(came, 3);
}

#[test]
fn heads_of_the_agenda_alone_are_no_minutes() {
    let world = World::of(5, 0);
    let url = world.held(&world.new_plan("theme_day", "2026-11-20", &[]));
    let heads = world.close(&url, &minutes("一、听取工作报告\n"));
    assert_eq!(heads.status, 422);
    assert!(heads.body.contains("请写会议记录：讨论了什么，议定了什么"), "{}", faults(&heads));
    // A sentence that begins with a number is no head, and neither must everything be prose.
    let agreed = world.close(&url, &minutes("一、听取工作报告").with("task", "更新图书"));
    assert_eq!(agreed.status, 303, "{}", faults(&agreed));
    let url = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    let numbered = world.close(&url, &minutes("一、传达了会议精神，周五前走访完"));
    assert_eq!(numbered.status, 303, "{}", faults(&numbered));
}
