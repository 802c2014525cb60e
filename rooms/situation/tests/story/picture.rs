//! What pictures say, and what moves them.

use act::Relation;
use duty::judge::State;
use org::{Merge, Move, MoveKind, TieKind};
use rules::{Counts, Label, Modality, Rules, Who};
use situation::{
    Ask, Named, Node, Obstacle, OfDuty, OfLevel, OfPersons, Part, Picture, Rank, Scope, Side,
    SideKind, Tally, Trend, draw, verify, waiting,
};
use systems::Systems;
use testkit::day;

use crate::world::{TODAY, World, found, meeting, sum_of_lists, write};

#[test]
fn a_node_is_the_sum_of_the_lists_of_its_units() {
    let world = World::new();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    world.serve(world.second, &meeting(2, "theme_day", "2026-10-09"));
    let units = [world.committee, world.organ, world.first, world.second];
    let year = |relation, node| {
        let view = world.view(relation, node, TODAY);
        let scope = Scope::year(day(TODAY));
        draw(&view, Systems::built_in(), scope, &Part::default()).tally
    };
    let listed = sum_of_lists(&world.home, &units);
    assert!(listed.done >= 2 && listed.overdue > 0 && listed.missed > 0, "{listed:?}");
    assert_eq!(year(Relation::Lead, world.committee), listed);
    assert_eq!(year(Relation::Line, world.county), listed);
}

#[test]
fn children_stand_side_by_side_in_official_order_and_add_up() {
    let world = World::new();
    let picture = world.picture(Relation::Line, world.city);
    let names: Vec<&str> = picture.sides.iter().map(|side| side.name.as_str()).collect();
    assert_eq!(names, ["南屏县公安局", "北岭县公安局"]);
    assert!(picture.sides.iter().all(|side| side.kind == SideKind::Child));
    let branches: Vec<i64> = picture.sides.iter().map(|side| side.branches).collect();
    assert_eq!(branches, [2, 1]);
    let sum: i64 = picture.sides.iter().map(|side| side.tally.owed()).sum();
    assert_eq!((sum, picture.branches), (picture.tally.owed(), 3));
    let by_duty: i64 = picture.duties.iter().map(|it| it.tally.owed()).sum();
    assert_eq!(by_duty, picture.tally.owed());
}

#[test]
fn what_is_no_organ_of_its_own_stands_together_as_the_house() {
    let world = World::new();
    let division = found(&world.home, ("division", "政治部"), (None, Some(world.city), None));
    let ties = (Some(world.organ), None, Some(division));
    let branch = found(&world.home, ("branch", "政治部党支部"), ties);
    let picture = world.picture(Relation::Line, world.city);
    let house = &picture.sides[0];
    assert_eq!((house.kind, house.branches), (SideKind::House, 1));
    let view = world.view(Relation::Line, world.city, TODAY);
    let part = Part { duty: None, house: true };
    let inside = draw(&view, Systems::built_in(), Scope::month(day(TODAY)), &part);
    assert_eq!(inside.tally, house.tally);
    let units: Vec<i64> = inside.sides.iter().map(|side| side.unit).collect();
    assert_eq!(units, [division]);
    assert!(view.items.iter().any(|item| item.unit == branch && item.side == division));
}

#[test]
fn a_record_moves_the_county_on_the_next_read() {
    let world = World::new();
    let overdue = || world.picture(Relation::Line, world.county).tally;
    let before = overdue();
    let mut late = meeting(1, "general_meeting", "2026-09-25");
    late.entered_on = day(TODAY);
    world.serve(world.first, &late);
    let after = overdue();
    assert_eq!((after.overdue, after.done), (before.overdue - 1, before.done + 1));
    write(&world.home, |_, w| duty::withdraw(w, "record", 1));
    assert_eq!(overdue(), before);
}

#[test]
fn a_month_holds_what_runs_in_it_and_what_came_into_it_unsettled() {
    let world = World::new();
    let view = world.view(Relation::Lead, world.organ, TODAY);
    let month = Scope::month(day(TODAY));
    let periods = |state: State| -> Vec<String> {
        let of =
            |it: &&situation::Item| it.unit == world.first && it.state == state && month.holds(it);
        let theme = view.items.iter().filter(of);
        let theme = theme.filter(|it| view.duties[usize::from(it.duty)].key == "branch/theme-day");
        theme.map(|it| it.period.to_string()).collect()
    };
    // September could be made up until the end of October: it is missed since the first of November.
    assert_eq!(periods(State::Due), ["2026-11"]);
    assert_eq!(periods(State::Overdue), ["2026-10"]);
    assert_eq!(periods(State::Missed), ["2026-09"]);
}

#[test]
fn a_merger_leaves_the_past_where_it_was() {
    let world = World::new();
    let figures = |on: &str| {
        let view = world.view(Relation::Line, world.county, on);
        draw(&view, Systems::built_in(), Scope::year(day(on)), &Part::default()).tally
    };
    world.serve(world.second, &meeting(1, "theme_day", "2025-03-10"));
    let before = figures("2025-12-31");
    assert!(before.done > 0);
    let merge = Merge {
        units: vec![world.second],
        into: world.first,
        on: day("2026-06-01"),
        basis: "批复".into(),
    };
    write(&world.home, |ctx, w| org::merge(ctx, w, &merge));
    assert_eq!(figures("2025-12-31"), before);
    let picture = world.picture(Relation::Line, world.county);
    assert_eq!(picture.branches, 1);
    let view = world.view(Relation::Line, world.county, TODAY);
    let own = |it: &&situation::Item| it.unit == world.second && it.period.year() == 2026;
    assert!(view.items.iter().filter(own).all(|it| it.due_on < day("2026-06-01")));
}

#[test]
fn a_unit_that_moved_counts_where_it_stood_when_it_was_due() {
    let world = World::new();
    let over = found(
        &world.home,
        ("primary_committee", "第二党委"),
        (Some(world.committee), None, Some(world.county)),
    );
    let it = Move {
        unit: world.second,
        kind: MoveKind::Tie(TieKind::Lead),
        to: Some(over),
        on: day("2026-07-01"),
        basis: "批复".into(),
    };
    write(&world.home, |ctx, w| org::relocate(ctx, w, &it));
    let themes = |node: i64| -> Vec<String> {
        let view = world.view(Relation::Lead, node, TODAY);
        let of = view.items.iter().filter(|it| it.unit == world.second && it.period.year() == 2026);
        let theme = of.filter(|it| view.duties[usize::from(it.duty)].key == "branch/theme-day");
        theme.map(|it| it.period.to_string()).collect()
    };
    let months = |range: std::ops::RangeInclusive<i8>| -> Vec<String> {
        range.map(|month| format!("2026-{month:02}")).collect()
    };
    assert_eq!(themes(world.organ), months(1..=6));
    assert_eq!(themes(over), months(7..=11));
    assert_eq!(themes(world.committee), months(1..=11));
}

#[test]
fn the_trend_is_the_picture_of_each_day() {
    let world = World::new();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    let mut made_up = meeting(2, "theme_day", "2026-08-05");
    made_up.makes_up = Some("2026-07".parse().unwrap());
    world.serve(world.second, &made_up);
    let now = draw(
        &world.view(Relation::Lead, world.organ, TODAY),
        Systems::built_in(),
        Scope::month(day(TODAY)),
        &Part::default(),
    );
    assert_eq!(now.trend.counts.len(), 12);
    for (on, count) in now.trend.counts.iter().filter(|(on, _)| on.year() == 2026) {
        let view = world.view(Relation::Lead, world.organ, &on.to_string());
        let then = draw(&view, Systems::built_in(), Scope::month(*on), &Part::default());
        assert_eq!(then.tally.overdue, *count, "on {on}");
    }
    assert_eq!(now.trend.counts.last().unwrap().1, now.tally.overdue);
}

#[test]
fn who_waits_is_said_in_words_in_the_order_in_which_it_began() {
    let world = World::new();
    world.appoint(world.first, "secretary");
    let view = world.view(Relation::Line, world.county, TODAY);
    let (lines, count) = waiting(&view, Rules::built_in(), Systems::built_in(), 50);
    assert_eq!(count, lines.len());
    let line = |what: Obstacle| lines.iter().find(|line| line.obstacle == what).unwrap();
    let words = &line(Obstacle::NoSecretary).words;
    assert!(words.contains("城关派出所党支部没有书记"), "{words}");
    assert!(words.contains("件事停着"), "{words}");
    assert!(line(Obstacle::NoMeetings).words.contains("两个季度没有开党员大会"));
    assert!(lines.is_sorted_by_key(|line| line.since));
    assert_eq!(waiting(&view, Rules::built_in(), Systems::built_in(), 1).0.len(), 1);
}

#[test]
fn a_plain_recount_finds_no_difference() {
    let world = World::new();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    let ask = Ask { relation: Relation::Lead, node: world.committee, on: day(TODAY) };
    let differences = world
        .home
        .operator()
        .read(|read| verify(read, Rules::built_in(), Systems::built_in(), ask))
        .unwrap();
    assert_eq!(differences, []);
}

#[test]
fn the_text_for_programs_keeps_its_shape() {
    let named = |key: &str, title: &str, who: Who| Named {
        key: key.into(),
        title: title.into(),
        who,
        modality: Modality::Shall,
        counts: Counts::Times,
        label: Label::Internal,
    };
    let tally = Tally { done: 5, due: 2, overdue: 3, missed: 1, explained: 1, exempt: 1 };
    let side = |kind, unit, name: &str| Side {
        kind,
        unit,
        code: "130102".into(),
        name: name.into(),
        is_branch: false,
        branches: 2,
        tally,
    };
    let picture = Picture {
        node: Node {
            unit: 7,
            code: "130100".into(),
            name: "云州市公安局".into(),
            relation: Relation::Line,
        },
        rank: Some(Rank::City),
        scope: Scope::year(day(TODAY)),
        tally,
        due_days: None,
        duties: vec![OfDuty { duty: named("branch/theme-day", "主题党日", Who::Unit), tally }],
        persons: vec![OfPersons {
            duty: named("person/secretary-lecture", "书记讲党课", Who::Post),
            owed: 4,
            met: 3,
            late: 1,
        }],
        sides: vec![side(SideKind::House, 7, "机关"), side(SideKind::Child, 8, "南屏县公安局")],
        levels: vec![OfLevel { level: Rank::County, units: 1, overdue: 3 }],
        branches: 4,
        trend: Trend { counts: vec![(day("2026-10-20"), 2), (day(TODAY), 3)] },
    };
    let text = serde_json::to_string_pretty(&situation::json(&picture)).unwrap() + "\n";
    testkit::golden("tests/golden/situation.json", &text);
}
