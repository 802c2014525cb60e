//! Which days to propose for a year: pure, out of what is owed, the calendar, habits and days on duty.

use std::collections::BTreeMap;

use calendar::{Day, Workdays};

/// So many more meetings of a kind are wanted between two days.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) kind: String,
    /// Kinds whose meeting counts for it, its own among them.
    pub(crate) serves: Vec<String>,
    pub(crate) first: Day,
    /// The last day on which it counts.
    pub(crate) last: Day,
    /// When it is usually done.
    pub(crate) usual: Option<(Day, Day)>,
    pub(crate) missing: i64,
    /// Nothing is missed without it: it joins another meeting before it takes a day of its own.
    pub(crate) is_optional: bool,
    /// Kinds whose meeting may be it as well.
    pub(crate) joins: Vec<String>,
}

/// When and where a kind was held the last times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Habit {
    /// 1 is Monday.
    pub(crate) weekday: i8,
    /// The first, second … such day of its month.
    pub(crate) nth: i32,
    /// The first, second or third month of its quarter, from 0.
    pub(crate) month: i32,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) place: String,
}

/// What stands in the year already.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) on: Day,
}

/// All that days are weighed by.
pub(crate) struct Ground<'g> {
    pub(crate) workdays: &'g Workdays,
    pub(crate) today: Day,
    pub(crate) taken: Vec<Taken>,
    pub(crate) habits: &'g BTreeMap<String, Habit>,
    /// The hour of a kind that was never held here.
    pub(crate) hours: &'g BTreeMap<String, String>,
    /// Of a hundred members so many are on duty.
    pub(crate) on_duty: &'g BTreeMap<Day, i64>,
}

/// A day for a meeting, nothing more: it is stored when somebody adopts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) kind: String,
    pub(crate) also: Vec<String>,
    pub(crate) on: Day,
    pub(crate) from: String,
}

/// From so many of a hundred on duty another day is looked for.
pub(crate) const MANY_ON_DUTY: i64 = 34;

// What weighs how much. Each of the first four outweighs everything below it together.
const REST_DAY: i64 = 4000;
const TAKEN: i64 = 1500;
const MONDAY_MORNING: i64 = 700;
const MANY_AWAY: i64 = 300;
const OTHER_WEEKDAY: i64 = 24;
const OTHER_WEEK: i64 = 12;
const DAY_BESIDE: i64 = 9;
const OTHER_MONTH: i64 = 6;
const SAME_MONTH: i64 = 4;

/// In the order of days. What is wanted first chooses first: short periods before long ones, duties before
/// what may be left.
pub(crate) fn propose(asks: &[Ask], ground: &Ground) -> Vec<Proposal> {
    let mut order: Vec<&Ask> = asks.iter().filter(|ask| ask.missing > 0).collect();
    order.sort_by_key(|ask| (ask.is_optional, ask.first.days_until(ask.last), ask.first));
    let mut made: Vec<Proposal> = Vec::new();
    for ask in order {
        // A meeting that was proposed for another duty counts for this one as well.
        let missing = ask.missing - i64::try_from(served(&made, ask)).unwrap_or_default();
        for (first, last) in stretches(ask, missing, ground.today) {
            if ask.is_optional && join(&mut made, ask, (first, last)) {
                continue;
            }
            let on = best(ask, (first, last), ground, &made);
            let from = hour(&ask.kind, ground);
            made.push(Proposal { kind: ask.kind.clone(), also: Vec::new(), on, from });
        }
    }
    made.sort_by(|a, b| (a.on, &a.from, &a.kind).cmp(&(b.on, &b.from, &b.kind)));
    made
}

/// How many proposed meetings of its days count for it already.
fn served(made: &[Proposal], ask: &Ask) -> usize {
    let counts = |it: &&Proposal| {
        let is = |kind: &String| ask.serves.contains(kind);
        ask.first <= it.on && it.on <= ask.last && (is(&it.kind) || it.also.iter().any(is))
    };
    made.iter().filter(counts).count()
}

/// One stretch for each that is missing, from tomorrow on; none when the last day is past.
fn stretches(ask: &Ask, missing: i64, today: Day) -> Vec<(Day, Day)> {
    let first = ask.first.max(today.plus_days(1));
    if first > ask.last || missing < 1 {
        return Vec::new();
    }
    let usual = ask.usual.map(|(from, to)| (first.max(from), ask.last.min(to)));
    let (first, last) = usual.filter(|(from, to)| from <= to).unwrap_or((first, ask.last));
    let days = first.days_until(last) + 1;
    let parts = i32::try_from(missing).unwrap_or(1).clamp(1, days);
    let part = |number: i32| {
        let (from, to) = (number * days / parts, (number + 1) * days / parts - 1);
        (first.plus_days(from), first.plus_days(to))
    };
    (0..parts).map(part).collect()
}

/// *False* where no proposed meeting of the stretch may be it as well.
fn join(made: &mut [Proposal], ask: &Ask, (first, last): (Day, Day)) -> bool {
    let fits = |it: &&mut Proposal| {
        first <= it.on
            && it.on <= last
            && ask.joins.contains(&it.kind)
            && !it.also.contains(&ask.kind)
    };
    let found = made.iter_mut().find(fits);
    let is_found = found.is_some();
    if let Some(found) = found {
        found.also.push(ask.kind.clone());
    }
    is_found
}

fn best(ask: &Ask, (first, last): (Day, Day), ground: &Ground, made: &[Proposal]) -> Day {
    let days = first.days_until(last);
    let all = (0..=days).map(|n| first.plus_days(n));
    all.min_by_key(|day| (weight(ask, *day, (first, last), ground, made), *day)).unwrap_or(first)
}

fn weight(
    ask: &Ask,
    day: Day,
    (first, last): (Day, Day),
    ground: &Ground,
    made: &[Proposal],
) -> i64 {
    let others = || ground.taken.iter().map(|it| it.on).chain(made.iter().map(|it| it.on));
    let on_duty = ground.on_duty.get(&day).copied().unwrap_or_default();
    let mut weight = on_duty / 4;
    let mut add = |is_so: bool, much: i64| weight += if is_so { much } else { 0 };
    add(ground.workdays.is_off(day), REST_DAY);
    add(others().any(|it| it == day), TAKEN);
    add(day.weekday() == 1 && hour(&ask.kind, ground).as_str() < "12:00", MONDAY_MORNING);
    add(on_duty >= MANY_ON_DUTY, MANY_AWAY);
    add(others().any(|it| it.days_until(day).abs() == 1), DAY_BESIDE);
    let in_month = others().filter(|it| it.first_of_month() == day.first_of_month()).count();
    let is_long = first.first_of_month() != last.first_of_month();
    add(is_long, SAME_MONTH * i64::try_from(in_month).unwrap_or_default());
    if let Some(habit) = ground.habits.get(&ask.kind) {
        add(day.weekday() != habit.weekday, OTHER_WEEKDAY);
        add(true, OTHER_WEEK * i64::from((nth(day) - habit.nth).abs()));
        let month = i64::from((month_of_quarter(day) - habit.month).abs());
        add(is_long, OTHER_MONTH * month);
    } else {
        let middle = first.plus_days(first.days_until(last) / 2);
        add(true, i64::from(middle.days_until(day).abs()));
    }
    weight
}

fn hour(kind: &str, ground: &Ground) -> String {
    let habit = ground.habits.get(kind).map(|it| &it.from).filter(|it| !it.is_empty());
    habit.or_else(|| ground.hours.get(kind)).cloned().unwrap_or_default()
}

/// The first, second … of its weekday in the month.
fn nth(day: Day) -> i32 {
    i32::from(day.day() - 1) / 7 + 1
}

fn month_of_quarter(day: Day) -> i32 {
    i32::from(day.month() - 1) % 3
}

/// A meeting that was held: what a habit is read from.
#[derive(Debug, Clone)]
pub(crate) struct HeldOn {
    pub(crate) on: Day,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) place: String,
}

/// The weekday, week and month that came most often, of equals the latest; hour and place of the last time.
/// `held` in the order of days; `None` where there is none.
pub(crate) fn habit(held: &[HeldOn]) -> Option<Habit> {
    let last = held.last()?;
    let most = |of: fn(Day) -> i32| {
        let values: Vec<i32> = held.iter().map(|it| of(it.on)).collect();
        let times = |value: i32| values.iter().filter(|it| **it == value).count();
        values.iter().copied().max_by_key(|value| times(*value)).unwrap_or_default()
    };
    Some(Habit {
        weekday: i8::try_from(most(|day| day.weekday().into())).unwrap_or(5),
        nth: most(nth),
        month: most(month_of_quarter),
        from: last.from.clone(),
        to: last.to.clone(),
        place: last.place.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn ask(kind: &str, first: &str, last: &str) -> Ask {
        Ask {
            kind: kind.into(),
            serves: vec![kind.into()],
            first: day(first),
            last: day(last),
            usual: None,
            missing: 1,
            is_optional: false,
            joins: Vec::new(),
        }
    }

    struct World {
        today: Day,
        habits: BTreeMap<String, Habit>,
        hours: BTreeMap<String, String>,
        on_duty: BTreeMap<Day, i64>,
        taken: Vec<Taken>,
    }

    impl World {
        fn on(today: &str) -> Self {
            Self {
                today: day(today),
                habits: BTreeMap::new(),
                hours: [("theme_day", "09:00"), ("general_meeting", "15:00")]
                    .map(|(kind, hour)| (kind.into(), hour.into()))
                    .into(),
                on_duty: BTreeMap::new(),
                taken: Vec::new(),
            }
        }

        fn days(&self, asks: &[Ask]) -> Vec<String> {
            self.made(asks).iter().map(|it| it.on.to_string()).collect()
        }

        fn made(&self, asks: &[Ask]) -> Vec<Proposal> {
            let ground = Ground {
                workdays: Workdays::in_force(),
                today: self.today,
                taken: self.taken.clone(),
                habits: &self.habits,
                hours: &self.hours,
                on_duty: &self.on_duty,
            };
            propose(asks, &ground)
        }
    }

    fn usually(weekday: i8, nth: i32, from: &str) -> Habit {
        let (to, place) = (String::new(), String::new());
        Habit { weekday, nth, month: 1, from: from.into(), to, place }
    }

    #[test]
    fn the_last_day_of_a_period_is_in_it_and_today_is_too_late() {
        let one = [ask("general_meeting", "2026-01-01", "2026-03-31")];
        assert_eq!(World::on("2026-03-30").days(&one), ["2026-03-31"]);
        assert!(World::on("2026-03-31").days(&one).is_empty());
    }

    #[test]
    fn no_rest_day_but_a_working_saturday_where_nothing_else_is_left() {
        // 2026-10-01 to 07 are holidays, the 10th is a Saturday on which one works.
        let feast = [ask("general_meeting", "2026-10-01", "2026-10-08")];
        assert_eq!(World::on("2026-01-01").days(&feast), ["2026-10-08"]);
        let saturday = [ask("general_meeting", "2026-10-10", "2026-10-11")];
        assert_eq!(World::on("2026-01-01").days(&saturday), ["2026-10-10"]);
        let only_rest = [ask("general_meeting", "2026-10-03", "2026-10-04")];
        assert_eq!(World::on("2026-01-01").days(&only_rest).len(), 1, "better a day than none");
    }

    #[test]
    fn a_year_whose_holidays_are_not_announced_has_the_usual_ones() {
        let october = [ask("general_meeting", "2099-10-01", "2099-10-08")];
        assert_eq!(World::on("2099-01-01").days(&october), ["2099-10-08"]);
        let spring = [ask("general_meeting", "2027-02-06", "2027-02-15")];
        assert_eq!(World::on("2027-01-01").days(&spring), ["2027-02-15"]);
    }

    #[test]
    fn not_on_monday_morning_but_on_monday_afternoon() {
        // 2026-03-09 is a Monday.
        let theme = [ask("theme_day", "2026-03-08", "2026-03-10")];
        assert_eq!(World::on("2026-01-01").days(&theme), ["2026-03-10"]);
        let meeting = [ask("general_meeting", "2026-03-08", "2026-03-10")];
        assert_eq!(World::on("2026-01-01").days(&meeting), ["2026-03-09"]);
    }

    #[test]
    fn the_usual_weekday_and_week_come_first() {
        let mut world = World::on("2026-01-01");
        world.habits.insert("theme_day".into(), usually(5, 2, "15:30"));
        let made = world.made(&[ask("theme_day", "2026-04-01", "2026-04-30")]);
        assert_eq!(
            (made[0].on.to_string().as_str(), made[0].from.as_str()),
            ("2026-04-10", "15:30")
        );
        // May has a fifth Friday, June has not.
        world.habits.insert("theme_day".into(), usually(5, 5, "15:30"));
        assert_eq!(world.days(&[ask("theme_day", "2026-05-01", "2026-05-31")]), ["2026-05-29"]);
        assert_eq!(world.days(&[ask("theme_day", "2026-06-01", "2026-06-30")]), ["2026-06-26"]);
    }

    #[test]
    fn two_meetings_get_two_days() {
        let mut world = World::on("2026-01-01");
        for kind in ["theme_day", "committee_meeting"] {
            world.habits.insert(kind.into(), usually(5, 2, "15:30"));
        }
        let month = |kind| ask(kind, "2026-04-01", "2026-04-30");
        let days = world.days(&[month("theme_day"), month("committee_meeting")]);
        assert_eq!(days.len(), 2);
        assert_ne!(days[0], days[1]);
        world.taken.push(Taken { on: day("2026-04-10") });
        assert!(!world.days(&[month("theme_day")]).contains(&"2026-04-10".to_owned()));
    }

    #[test]
    fn what_may_be_left_joins_a_meeting_that_may_be_it() {
        let lecture = Ask {
            is_optional: true,
            joins: vec!["general_meeting".into()],
            ..ask("party_lecture", "2026-04-01", "2026-06-30")
        };
        let meeting = ask("general_meeting", "2026-04-01", "2026-06-30");
        let made = World::on("2026-01-01").made(&[lecture.clone(), meeting]);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].also, ["party_lecture"]);
        let alone = World::on("2026-01-01").made(&[lecture]);
        assert_eq!((alone.len(), alone[0].kind.as_str()), (1, "party_lecture"));
    }

    #[test]
    fn one_meeting_counts_for_every_duty_that_it_serves() {
        let year = ask("party_lecture", "2026-01-01", "2026-12-31");
        let quarter = Ask { is_optional: true, ..ask("party_lecture", "2026-04-01", "2026-06-30") };
        let mut world = World::on("2026-01-01");
        world.habits.insert("party_lecture".into(), usually(5, 2, "15:00"));
        let may = Ask { usual: Some((day("2026-05-01"), day("2026-05-31"))), ..year };
        assert_eq!(world.days(&[may, quarter]), ["2026-05-08"]);
    }

    #[test]
    fn several_are_spread_over_their_period() {
        let twice = Ask { missing: 2, ..ask("general_meeting", "2026-01-01", "2026-06-30") };
        let days = World::on("2025-12-01").days(&[twice]);
        assert!(days[0].as_str() < "2026-04-01" && days[1].as_str() >= "2026-04-01", "{days:?}");
        let mut world = World::on("2026-01-01");
        world.taken = ["2026-05-06", "2026-05-13", "2026-05-20", "2026-05-27"]
            .map(|on| Taken { on: day(on) })
            .into();
        let quarter = [ask("general_meeting", "2026-04-01", "2026-06-30")];
        assert!(!world.days(&quarter)[0].starts_with("2026-05"), "away from the full month");
    }

    #[test]
    fn away_from_days_on_which_many_are_on_duty() {
        let mut world = World::on("2026-01-01");
        world.habits.insert("theme_day".into(), usually(5, 2, "15:30"));
        let month = [ask("theme_day", "2026-04-01", "2026-04-30")];
        world.on_duty.insert(day("2026-04-10"), MANY_ON_DUTY - 1);
        assert_eq!(world.days(&month), ["2026-04-10"], "a few on duty is every day");
        world.on_duty.insert(day("2026-04-10"), MANY_ON_DUTY);
        assert_ne!(world.days(&month), ["2026-04-10"]);
    }

    #[test]
    fn when_it_is_usually_done_narrows_the_year_while_it_is_ahead() {
        let year = Ask {
            usual: Some((day("2026-10-01"), day("2026-12-31"))),
            ..ask("general_meeting", "2026-01-01", "2026-12-31")
        };
        assert!(World::on("2026-01-01").days(std::slice::from_ref(&year))[0].as_str() >= "2026-10");
        let early = Ask { usual: Some((day("2026-01-01"), day("2026-03-31"))), ..year };
        assert!(World::on("2026-06-01").days(&[early])[0].as_str() > "2026-06");
    }

    #[test]
    fn a_habit_is_what_came_most_often() {
        let held = |on: &str, from: &str| HeldOn {
            on: day(on),
            from: from.into(),
            to: String::new(),
            place: "活动室".into(),
        };
        assert_eq!(habit(&[]), None);
        let found = habit(&[
            held("2026-01-09", "15:00"),
            held("2026-02-13", "15:00"),
            held("2026-03-18", "9:30"),
        ]);
        let found = found.unwrap();
        assert_eq!((found.weekday, found.nth), (5, 2));
        assert_eq!((found.from.as_str(), found.place.as_str()), ("9:30", "活动室"));
    }
}
