//! 已传达 in one touch for one or for all, and own words of whoever wishes.

use crate::world::{World, faults};

/// A leader (3) whose subgroup has two: on duty (4) and absent (5); another absent (6) belongs to no subgroup.
fn world() -> (World, String) {
    let mut world = World::of(7, 0);
    world.appoint(3, 31, "subgroup_leader");
    let own = [world.people[4], world.people[5]];
    world.prepare(|w| {
        for person in own {
            let sql = "UPDATE affiliation SET subgroup = 31 WHERE person = $1";
            w.run(sql, db::bind![person])?;
        }
        w.touch(3, db::Touch::Unit);
        Ok(())
    });
    let away = [(4, "leave:on_duty"), (5, "absent"), (6, "absent")];
    let url = world.closed(&world.new_plan("theme_day", "2026-11-20", &away));
    (world, url)
}

const TOLD: &str = "SELECT count(*) FROM record_attendance WHERE relayed_at IS NOT NULL";

#[test]
fn a_leader_tells_one_by_one_or_all_of_his_own() {
    let (world, url) = world();
    let page = world.browser(3).get(&url).body;
    assert!(page.contains("这2人都已传达"), "{page}");
    let button = |number: usize| format!("name=\"person\" value=\"{}\"", world.people[number]);
    assert!(page.contains(&button(4)) && page.contains(&button(5)) && !page.contains(&button(6)));
    let one = world.people[4].to_string();
    let told = world.browser(3).post(&format!("{url}/relaying"), &[("person", &one)]);
    assert_eq!((told.status, world.count(TOLD)), (303, 1), "{}", faults(&told));
    let page = world.browser(0).get(&url).body;
    assert!(
        page.contains("这2人都已传达") && page.contains(&button(6)),
        "the branch tells the rest"
    );
    let nobody = world.browser(2).get(&url).body;
    assert!(!nobody.contains("都已传达") && nobody.contains("还没传达"), "a member tells nobody");
    let other = world.people[6].to_string();
    let refused = world.browser(3).post(&format!("{url}/relaying"), &[("person", &other)]);
    assert_eq!((refused.status, world.count(TOLD)), (409, 1), "not his");
}

#[test]
fn who_was_away_may_add_his_own_words_and_nobody_has_to() {
    let (world, url) = world();
    let own = world.browser(4).get(&url).body;
    assert!(own.contains("我想补充的") && own.contains("写不写都可以"), "{own}");
    for other in [0, 2, 3] {
        assert!(!world.browser(other).get(&url).body.contains("我想补充的"), "{other} was there");
    }
    let write = |number: usize, words: &str| {
        world.browser(number).post(&format!("{url}/remark"), &[("words", words)])
    };
    let sent = write(4, "学了报告，\n同意大家的意见。");
    assert_eq!(sent.status, 303, "{}", faults(&sent));
    assert!(world.browser(2).get(&url).body.contains("<p>同意大家的意见。</p>"));
    assert_eq!(world.count(TOLD), 0, "it is not the same as being told");
    assert_eq!(write(2, "我也说").status, 409, "who was there speaks there");
    let marked = write(4, "机密★3年");
    assert!(marked.status == 422 && marked.body.contains("安全保密管理员"), "{}", faults(&marked));
    assert_eq!(write(4, "").status, 303);
    assert_eq!(world.count("SELECT count(*) FROM record_remark"), 0);
    let mut elsewhere = world;
    let stranger = elsewhere.admit("他支部", people::Status::Full, 5);
    let sent = elsewhere.browser(stranger).post(&format!("{url}/remark"), &[("words", "路过")]);
    assert_eq!(sent.status, 404);
}
