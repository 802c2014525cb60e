//! Figures in memory say what rows say, whatever happened and in whatever order.

use act::{Acting, Ctx, Relation, Result};
use calendar::Day;
use duty::NewExemption;
use duty::judge::State;
use fastrand::Rng;
use org::{Merge, Move, MoveKind, NewTerm, TieKind};
use people::NewMember;
use rules::Rules;
use situation::{
    Ask, Figures, Line, Order, Part, Rank, Scope, States, View, Wanted, draw, look, missing,
    waiting,
};
use systems::Systems;
use testkit::{Home, day};

use crate::world::{TODAY, World, found, furnish, meeting, write};

fn kept() -> World {
    World::furnished(|core| furnish(core).with(Figures::default()))
}

const BOTH: [Relation; 2] = [Relation::Lead, Relation::Line];

/// Every unit of the story, those that are gone too.
fn everybody(home: &Home) -> Vec<i64> {
    let ids =
        |read: &db::Read| Ok::<_, act::Error>(read.all("SELECT id FROM unit ORDER BY id", &[])?);
    home.operator().read(ids).unwrap()
}

/// Pictures, lists of who waits: out of memory and out of rows.
fn compare(home: &Home, note: &str) -> usize {
    let ctx = home.operator();
    let figures = ctx.part::<Figures>();
    let (rules, systems) = (Rules::built_in(), Systems::built_in());
    let mut compared = 0;
    for node in everybody(home) {
        for relation in BOTH {
            let ask = Ask { relation, node, on: ctx.today };
            let view = ctx.read(|read| look(read, rules, systems, ask)).unwrap();
            answers(figures, &ctx, (relation, node));
            for scope in [Scope::month(ctx.today), Scope::year(ctx.today)] {
                for part in parts() {
                    let Some(told) = figures.picture(&ctx.core, (relation, node), (scope, &part))
                    else {
                        continue;
                    };
                    let view = view.as_ref().unwrap_or_else(|| panic!("{note}: {node} {relation}"));
                    let drawn = draw(view, systems, scope, &part);
                    assert_eq!(told, drawn, "{note}: {node} by {relation}, {scope:?}, {part:?}");
                    compared += 1;
                }
            }
            let told = figures.waiting(&ctx.core, (relation, node), (ctx.today, 50));
            if let (Some(told), Some(view)) = (told, &view) {
                assert_eq!(told, waiting(view, rules, systems, 50), "{note}: {node} by {relation}");
                compare_lists(home, view, (relation, node), note);
                compare_oldest(home, view, (relation, node), note);
            }
        }
    }
    compared
}

/// Every page of a list together is the list.
fn compare_lists(home: &Home, view: &View, node: (Relation, i64), note: &str) {
    let ctx = home.operator();
    let figures = ctx.part::<Figures>();
    let scope = Scope::month(ctx.today);
    for wanted in lists() {
        let lines = missing(view, Systems::built_in(), scope, &wanted);
        let mut units: Vec<(i64, i64)> = Vec::new();
        let (mut offset, mut total) = (0, 1);
        while offset < total {
            let page = (scope, &wanted);
            let Some(found) = figures.list(&ctx.core, node, page, (offset, 3)) else { return };
            total = found.total;
            let mut of_page = Vec::new();
            for (day, part) in &found.parts {
                let is_day = |it: &&Line| day.is_none_or(|day| it.last_day == day);
                let of_part = part.units.iter().flat_map(|at| {
                    let lines = lines.iter().filter(is_day).map(|it| (it.unit, it.side));
                    lines.filter(move |it| it == at)
                });
                of_page.extend(of_part.skip(part.skip));
            }
            if wanted.order == Order::Oldest {
                let days = found.parts.iter().filter_map(|(day, _)| *day);
                let here = lines.iter().skip(offset).take(3).map(|it| it.last_day);
                assert!(days.eq(dedup(here)), "{note}: {node:?}, {wanted:?}, from {offset}");
            }
            units.extend(of_page.into_iter().take(3));
            offset += 3;
        }
        assert_eq!(total, lines.len(), "{note}: {node:?}, {wanted:?}");
        let mut listed: Vec<_> = lines.iter().map(|line| (line.unit, line.side)).collect();
        listed.sort_unstable();
        units.sort_unstable();
        assert_eq!(units, listed, "{note}: {node:?}, {wanted:?}");
    }
}

fn dedup(days: impl Iterator<Item = Day>) -> impl Iterator<Item = Day> {
    let mut days: Vec<Day> = days.collect();
    days.dedup();
    days.into_iter()
}

/// The fifty that have waited longest: the same days, and each of them a line of the list.
fn compare_oldest(home: &Home, view: &View, node: (Relation, i64), note: &str) {
    let ctx = home.operator();
    let scope = Scope::month(ctx.today);
    let states = States::One(State::Overdue);
    let wanted = Wanted { states, order: Order::Oldest, ..Wanted::default() };
    let lines = missing(view, Systems::built_in(), scope, &wanted);
    for limit in [3, 50] {
        let Some((told, total)) = ctx.part::<Figures>().oldest(&ctx.core, node, (scope, limit))
        else {
            return;
        };
        assert_eq!(total, lines.len(), "{note}: {node:?}");
        let days = told.iter().map(|it| it.last_day);
        let listed = lines.iter().take(limit).map(|it| it.last_day);
        assert!(days.eq(listed), "{note}: {node:?}, {limit}");
        for it in told {
            let is_it = |line: &Line| {
                (line.unit, line.period, line.last_day) == (it.unit, it.period, it.last_day)
                    && line.duty.key == it.duty.key
            };
            assert!(lines.iter().any(is_it), "{note}: {node:?}, {it:?}");
        }
    }
}

fn lists() -> Vec<Wanted> {
    let of = |states| Wanted { states, ..Wanted::default() };
    let duty = |key: &str| Part { duty: Some(key.into()), house: false };
    vec![
        of(States::All),
        of(States::Open),
        of(States::One(State::Overdue)),
        of(States::One(State::Done)),
        Wanted { order: Order::Oldest, ..of(States::One(State::Overdue)) },
        Wanted { order: Order::Oldest, ..of(States::All) },
        Wanted { part: duty("branch/theme-day"), ..of(States::Open) },
        Wanted { part: duty("person/secretary-lecture"), ..of(States::All) },
        Wanted { part: Part { duty: None, house: true }, ..of(States::All) },
        Wanted { side: Some(0), ..of(States::All) },
        Wanted { level: Some(Rank::Branch), ..of(States::One(State::Overdue)) },
    ]
}

fn answers(figures: &Figures, ctx: &Ctx, node: (Relation, i64)) -> bool {
    ctx.read(|read| figures.answer(&ctx.core, read, node, ctx.today)).unwrap()
}

fn parts() -> Vec<Part> {
    vec![
        Part::default(),
        Part { duty: None, house: true },
        Part { duty: Some("branch/theme-day".into()), house: false },
        Part { duty: Some("no/such-duty".into()), house: false },
    ]
}

#[test]
fn a_fresh_installation_agrees() {
    let world = kept();
    assert!(compare(&world.home, "fresh") > 40);
}

#[test]
fn a_record_shows_on_every_level_on_the_next_read() {
    let world = kept();
    compare(&world.home, "before");
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    compare(&world.home, "served");
    let mut late = meeting(2, "theme_day", "2026-10-25");
    late.entered_on = day(TODAY);
    world.serve(world.first, &late);
    compare(&world.home, "served late");
    write(&world.home, |_, w| duty::withdraw(w, "record", 1));
    compare(&world.home, "withdrawn");
}

#[test]
fn days_pass_without_a_write() {
    let world = kept();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    compare(&world.home, "today");
    for on in ["2026-11-21", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2027-04-01"] {
        world.home.wait_until(on);
        compare(&world.home, on);
    }
}

#[test]
fn moves_mergers_and_rules_keep_every_level_right() {
    let world = kept();
    world.serve(world.second, &meeting(1, "theme_day", "2026-03-10"));
    compare(&world.home, "before");
    let ties = (Some(world.committee), None, Some(world.county));
    let over = found(&world.home, ("primary_committee", "第二党委"), ties);
    compare(&world.home, "founded");
    let kind = MoveKind::Tie(TieKind::Lead);
    let basis = || "批复".to_owned();
    let relocation =
        Move { unit: world.second, kind, to: Some(over), on: day("2026-07-01"), basis: basis() };
    write(&world.home, |ctx, w| org::relocate(ctx, w, &relocation));
    compare(&world.home, "moved");
    let county = MoveKind::Tie(TieKind::Line);
    let to = Some(world.province);
    let relocation =
        Move { unit: world.county, kind: county, to, on: day("2026-05-06"), basis: basis() };
    write(&world.home, |ctx, w| org::relocate(ctx, w, &relocation));
    compare(&world.home, "the county moved");
    let (units, into) = (vec![world.second], world.first);
    let merge = Merge { units, into, on: day("2026-10-01"), basis: basis() };
    write(&world.home, |ctx, w| org::merge(ctx, w, &merge));
    compare(&world.home, "merged");
}

/// One act that anybody could have done.
fn act(home: &Home, world: &World, rng: &mut Rng, number: i64) {
    let branches = [world.first, world.second, world.far, world.organ, world.committee];
    let unit = branches[rng.usize(..branches.len())];
    let on = day("2025-02-01").plus_days(rng.i32(0..650));
    let keys = &home.core.keys;
    let outcome = home.operator().act_system(&crate::world::PREPARE, |w| match number % 9 {
        0 | 1 => {
            let kinds = ["general_meeting", "theme_day", "committee_meeting", "party_lecture"];
            let mut fact = meeting(number, kinds[number as usize % 4], &on.to_string());
            fact.entered_on = on.plus_days(number as i32 % 60).min(day(TODAY));
            serve(w, unit, &fact)
        }
        2 => duty::withdraw(w, "record", number - 2),
        3 => {
            let member = NewMember::named("某人", unit, on, "测试");
            let person = people::admit(w, keys, &member)?;
            people::appoint(w, person, unit, "secretary", on, "测试").map(|_| ())
        }
        4 => exempt(w, unit, on),
        5 => {
            let years = 3;
            let elected_on = on.plus_months(-36);
            org::start_term(w, &NewTerm { unit, elected_on, years, basis: "选举".into() })
                .map(|_| ())
        }
        6 => duty::occur(w, unit, ("application-received", &number.to_string()), on, ("t", number)),
        7 => rename(w, unit, number),
        _ => serve(w, unit, &meeting(number, "party_lecture", &on.to_string())),
    });
    // Some of them the law refuses; then nothing has happened.
    let _ = outcome;
}

fn serve(w: &Acting, unit: i64, fact: &duty::judge::Fact) -> Result<()> {
    let setting = duty::Setting { unit, url: "/records/1".into(), ..duty::Setting::default() };
    duty::serve(w, Rules::built_in(), fact, &setting)
}

fn exempt(w: &Acting, unit: i64, on: Day) -> Result<()> {
    let period = calendar::Period::of(calendar::PeriodKind::Month, on).key();
    let (duty, reason) = ("branch/theme-day".to_owned(), "执行任务".to_owned());
    let decided_by = "党委".to_owned();
    let freed = NewExemption { unit, duty, period, reason, decided_by, decided_on: on };
    duty::exempt_many(w, &[freed]).map(|_| ())
}

fn rename(w: &Acting, unit: i64, number: i64) -> Result<()> {
    w.touch(unit, db::Touch::Place);
    let sql = "UPDATE unit SET short_name = $2 WHERE id = $1";
    w.run(sql, db::bind![unit, format!("第{number}号")])?;
    Ok(())
}

#[test]
fn any_history_agrees_after_every_few_acts() {
    for seed in 0..4 {
        let world = kept();
        let mut rng = Rng::with_seed(seed);
        for number in 0..36 {
            act(&world.home, &world, &mut rng, number);
            if rng.usize(..4) == 0 {
                compare(&world.home, &format!("seed {seed}, act {number}"));
            }
        }
        assert!(compare(&world.home, &format!("seed {seed}, at the end")) > 40);
    }
}

#[test]
fn figures_of_another_process_follow_the_seals() {
    let world = kept();
    compare(&world.home, "one process");
    let elsewhere = Figures::default();
    let ctx: Ctx = world.home.operator();
    let (node, scope, part) =
        ((Relation::Line, world.city), Scope::month(ctx.today), Part::default());
    let of = |figures: &Figures| {
        assert!(answers(figures, &ctx, node));
        figures.picture(&ctx.core, node, (scope, &part)).unwrap()
    };
    let (own, other) = (|| of(ctx.part::<Figures>()), || of(&elsewhere));
    assert_eq!(other(), own());
    for number in 1..5 {
        world.serve(world.first, &meeting(number, "theme_day", &format!("2026-0{number}-10")));
        ctx.core.db.seal_pending().unwrap();
        assert_eq!(other(), own(), "record {number}");
    }
}

#[test]
fn a_saved_file_is_taken_up_with_what_was_done_since() {
    let world = kept();
    compare(&world.home, "before");
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("figures.bin");
    let ctx = world.home.operator();
    ctx.part::<Figures>().save(&ctx.core, &file).unwrap();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    ctx.core.db.seal_pending().unwrap();
    let again = Figures::default();
    assert!(again.load(&ctx.core, &file).unwrap());
    let (node, scope, part) =
        ((Relation::Line, world.city), Scope::month(ctx.today), Part::default());
    assert!(answers(&again, &ctx, node) && answers(ctx.part::<Figures>(), &ctx, node));
    let of = |figures: &Figures| figures.picture(&ctx.core, node, (scope, &part)).unwrap();
    assert_eq!(of(&again), of(ctx.part::<Figures>()));
    let (wrong, units) = again.check_below(&ctx.core, node).unwrap();
    assert!(wrong.is_empty() && units > 0, "{wrong:?} of {units}");
    assert!(again.size().all() > 0);
}

#[test]
fn a_damaged_old_or_foreign_file_is_left_aside() {
    let world = kept();
    compare(&world.home, "before");
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("figures.bin");
    let ctx = world.home.operator();
    ctx.part::<Figures>().save(&ctx.core, &file).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let loads = || Figures::default().load(&ctx.core, &file).unwrap();
    assert!(loads());
    for place in [0, 9, 60, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[place] ^= 1;
        std::fs::write(&file, damaged).unwrap();
        assert!(!loads(), "byte {place}");
    }
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(!loads(), "a half");
    std::fs::write(&file, &whole).unwrap();
    world.home.wait_until("2026-12-15");
    assert!(!loads(), "25 days old");
    world.home.wait_until("2027-01-02");
    assert!(!loads(), "another year");
    std::fs::remove_file(&file).unwrap();
    assert!(!loads(), "no file");
}
