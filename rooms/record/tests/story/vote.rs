//! Quorums and denominators, as the regulations of the day have them.

use crate::world::{Fields, World, faults, minutes, motion};

/// The first `away` of the voters beyond the two officers stay away.
fn absent(count: usize) -> Vec<(usize, &'static str)> {
    (2..2 + count).map(|number| (number, "leave:on_duty")).collect()
}

fn vote(world: &World, away: usize, engine: &str, votes: [i64; 3]) -> (String, testkit::Answer) {
    let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &absent(away)));
    let answer = world.close(&url, &motion(minutes("讨论。"), engine, votes));
    (url, answer)
}

#[test]
fn half_of_the_voters_is_not_enough_to_vote() {
    let world = World::of(26, 1);
    let (_, half) = vote(&world, 13, "general-meeting", [13, 0, 0]);
    assert_eq!(half.status, 422);
    let words = "有表决权26人，至少要14人到会才能表决；现在到会13人";
    assert!(half.body.contains(words), "{}", faults(&half));
    let (_, enough) = vote(&world, 12, "general-meeting", [14, 0, 0]);
    assert_eq!(enough.status, 303, "{}", faults(&enough));
}

#[test]
fn the_general_meeting_counts_yes_against_all_who_should_come() {
    let world = World::of(26, 1);
    for (yes, word) in [(13, "未通过"), (14, "通过")] {
        let (url, answer) = vote(&world, 3, "general-meeting", [yes, 0, 23 - yes]);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        let page = world.browser(0).get(&url);
        let outcome = format!("应到会26人，赞成应超过半数（14票），得{yes}票，{word}");
        assert!(page.body.contains(&outcome), "{outcome}");
    }
    assert_eq!(world.count("SELECT count(*) FROM record_motion WHERE passed AND should_attend = 26 AND present = 23"), 1);
}

#[test]
fn written_views_count_for_recruitment_alone() {
    let world = World::of(26, 0);
    let with_written = |engine: &str| {
        let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &absent(6)));
        let form = motion(minutes("讨论。"), engine, [12, 0, 8]).with("m1_written", "2");
        assert_eq!(world.close(&url, &form).status, 303);
        world.browser(0).get(&url).body
    };
    assert!(with_written("recruitment").contains("得14票，通过"));
    assert!(with_written("general-meeting").contains("得12票，未通过"));
}

#[test]
fn more_written_views_than_absent_voters_cannot_be() {
    let world = World::of(26, 0);
    let url = world.held(&world.new_plan("general_meeting", "2026-11-20", &absent(1)));
    let form = motion(minutes("讨论。"), "recruitment", [12, 0, 8]).with("m1_written", "2");
    let answer = world.close(&url, &form);
    assert!(answer.body.contains("没有到会的有表决权党员只有1人"), "{}", faults(&answer));
}

#[test]
fn an_election_wants_four_fifths_and_counts_those_who_came() {
    let world = World::of(25, 0);
    let (_, few) = vote(&world, 6, "election", [19, 0, 0]);
    assert_eq!(few.status, 422, "19 of 25 are fewer than four fifths");
    let (url, answer) = vote(&world, 5, "election", [11, 9, 0]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(
        world
            .browser(0)
            .get(&url)
            .body
            .contains("实到会20人，赞成应超过半数（11票），得11票，通过")
    );
}

#[test]
fn a_committee_counts_its_members() {
    let mut world = World::of(9, 0);
    for (number, post) in
        [(2, "publicity_member"), (3, "discipline_member"), (4, "deputy_secretary")]
    {
        world.appoint(number, 3, post);
    }
    let page = world.browser(0).get("/records/new?kind=committee_meeting");
    assert!(page.body.contains("委员5人，到会<span data-now>5</span>人"));
    assert!(page.body.contains("至少3人到会才能表决"));
    let plan =
        world.new_plan("committee_meeting", "2026-11-20", &[(2, "leave:sick"), (3, "absent")]);
    let url = world.held(&plan);
    let answer = world.close(&url, &motion(minutes("讨论。"), "committee", [3, 0, 0]));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(
        world.browser(0).get(&url).body.contains("应到会5人，赞成应超过半数（3票），得3票，通过")
    );
}

#[test]
fn nobody_casts_more_votes_than_there_are_voters() {
    let world = World::of(10, 2);
    let (_, answer) = vote(&world, 0, "general-meeting", [10, 1, 0]);
    assert!(answer.body.contains("到会有表决权10人，票数加起来是11"), "{}", faults(&answer));
}

#[test]
fn a_vote_has_one_session() {
    let world = World::of(6, 0);
    let mut plan = world.new_plan("general_meeting", "2026-11-19", &[]);
    second_session(&mut plan);
    let url = world.held(&plan);
    let answer = world.close(&url, &motion(minutes("讨论。"), "general-meeting", [6, 0, 0]));
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("有表决的会只开一场"), "{}", faults(&answer));
}

#[test]
fn whoever_came_to_either_session_is_counted_once() {
    let world = World::of(6, 0);
    let mut plan =
        world.new_plan("theme_day", "2026-11-19", &[(2, "came2"), (3, "came2"), (4, "absent")]);
    second_session(&mut plan);
    let url = world.closed(&plan);
    let page = world.browser(0).get(&url);
    assert!(page.body.contains("应到6人，实到5人"), "{}", page.body);
    assert!(page.body.contains("到会（第2场）"));
    assert_eq!(
        world.count("SELECT count(*) FROM record_attendance"),
        1,
        "only the absent keep a row"
    );
    assert_eq!(world.count("SELECT min(quantity) FROM service WHERE bearer_kind = 'roll'"), 90);
}

fn second_session(plan: &mut Fields) {
    for (name, value) in
        [("on2", "2026-11-20"), ("from2", "09:00"), ("to2", "11:00"), ("place2", "同上")]
    {
        plan.set(name, value);
    }
}

#[test]
fn an_election_may_leave_the_long_ill_out_of_the_count() {
    let world = World::of(25, 0);
    let mut away = absent(5);
    away.push((7, "uncounted:sick"));
    let plan = world.new_plan("election_meeting", "2026-11-20", &away);
    let page = world.browser(0).get(&world.held(&plan));
    assert!(page.body.contains("应到会24人，其中有表决权24人；实到19人"), "{}", page.body);
    assert!(page.body.contains("没有达到规定人数"), "19 of 24 are fewer than four fifths");
    away[4] = (7, "uncounted:sick");
    let plan = world.new_plan("election_meeting", "2026-11-20", &away[..5]);
    let page = world.browser(0).get(&world.held(&plan));
    assert!(page.body.contains("应到会24人，其中有表决权24人；实到20人，其中有表决权20人，到会应不少于五分之四（20人），符合规定"));
}
