//! Claims about days, periods and working days.

use calendar::{BrokenWorkdays, Clock, Day, Instant, PartDay, Period, PeriodKind, Workdays};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = Day> {
    (0..60_000_i32).prop_map(|n| day("1949-10-01").plus_days(n))
}

const KINDS: [PeriodKind; 4] =
    [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year];

#[test]
fn a_day_reads_and_speaks() {
    let d = day("2026-03-05");
    assert_eq!(
        (d.zh(), d.zh_short(), d.weekday_zh()),
        ("2026年3月5日".into(), "3月5日".into(), "星期四")
    );
    assert_eq!(serde_json::to_string(&d).unwrap(), "\"2026-03-05\"");
    assert_eq!(serde_json::from_str::<Day>("\"2026-03-05\"").unwrap(), d);
    for wrong in
        ["2026-3-5", "2026-02-30", "2026-03-05 ", "+026-03-05", "2026/03/05", "二〇二六年", ""]
    {
        assert!(wrong.parse::<Day>().is_err(), "{wrong}");
    }
}

#[test]
fn months_end_where_they_end() {
    assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
    assert_eq!(day("2028-02-29").plus_months(12), day("2029-02-28"));
    assert_eq!(day("2026-03-31").plus_months(-1), day("2026-02-28"));
}

#[test]
fn an_instant_is_utc_and_shown_in_shanghai() {
    let at = Instant::at(day("2026-11-20"), 8, 0);
    assert_eq!(at.to_string(), "2026-11-20T00:00:00.000Z");
    assert_eq!(at.zh(), "2026年11月20日8:00");
    assert_eq!(Instant::at(day("2026-11-20"), 0, 30).to_string(), "2026-11-19T16:30:00.000Z");
    assert_eq!(Instant::at(day("2026-11-20"), 0, 30).day(), day("2026-11-20"));
    assert_eq!("2026-11-20T07:00:00.250Z".parse::<Instant>().unwrap().time_zh(), "15:00");
    assert_eq!(at.plus_seconds(90).seconds_until(at), -90);
    for wrong in ["2026-11-20T07:00:00+08:00", "2026-11-20", "2026-11-20T25:00:00Z"] {
        assert!(wrong.parse::<Instant>().is_err(), "{wrong}");
    }
}

#[test]
fn a_part_day_keeps_what_is_known() {
    let month: PartDay = "1998-02".parse().unwrap();
    assert_eq!((month.earliest(), month.latest()), (day("1998-02-01"), day("1998-02-28")));
    assert_eq!(month.to_string(), "1998-02");
    assert_eq!("1998-02-07".parse::<PartDay>().unwrap().latest(), day("1998-02-07"));
    assert!("1998".parse::<PartDay>().is_err() && "1998-13".parse::<PartDay>().is_err());
}

#[test]
fn periods_have_keys_and_words() {
    for (key, words, first, last) in [
        ("2026-11", "11月", "2026-11-01", "2026-11-30"),
        ("2026-Q3", "第三季度", "2026-07-01", "2026-09-30"),
        ("2026-H1", "上半年", "2026-01-01", "2026-06-30"),
        ("2026", "2026年", "2026-01-01", "2026-12-31"),
        ("2026-03-05~2026-06-04", "3月5日至6月4日", "2026-03-05", "2026-06-04"),
    ] {
        let p: Period = key.parse().unwrap();
        assert_eq!((p.key(), p.zh()), (key.to_owned(), words.to_owned()));
        assert_eq!((p.first(), p.last()), (day(first), day(last)));
    }
    for wrong in ["2026-Q5", "2026-H3", "2026-13", "2026-00", "26", "2026-06-04~2026-03-05"] {
        assert!(wrong.parse::<Period>().is_err(), "{wrong}");
    }
}

#[test]
fn working_days_follow_the_notices() {
    let table = Workdays::built_in();
    assert!(!table.is_workday(day("2026-10-06")) && table.is_workday(day("2026-10-10")));
    assert!(table.knows(2026) && !table.knows(2027));
    let sure = table.add(day("2026-11-23"), 5);
    assert_eq!((sure.day, sure.provisional), (day("2026-11-30"), false));
    let open = table.add(day("2026-12-29"), 5);
    assert_eq!((open.day, open.provisional), (day("2027-01-05"), true));
    assert_eq!(table.count_between(day("2026-09-30"), day("2026-10-12")), 4);
}

#[test]
fn a_wrong_line_is_named() {
    let wrong = Workdays::from_csv(
        "date,weekday,is_workday,name,confidence\n2026-10-10,5,1,国庆节补班,x\n",
    );
    assert!(matches!(wrong, Err(BrokenWorkdays::Line { line: 2, .. })), "{wrong:?}");
}

#[test]
fn a_years_notice_is_added_as_a_whole_and_wins_day_by_day() {
    let head =
        "日期,星期,上班,名称\n2026-12-31,4,0,元旦\n2027-01-01,5,0,元旦\n2027-01-03,7,1,元旦补班\n";
    let half = Workdays::built_in().with(head);
    assert_eq!(half.unwrap_err(), BrokenWorkdays::Year(2027));
    let whole = format!("{head}2027-10-01,5,0,国庆节\n");
    let table = Workdays::built_in().with(&whole).unwrap();
    assert!(table.knows(2027) && table.knows(2026) && !table.knows(2028));
    assert!(!table.is_workday(day("2026-12-31")) && table.is_workday(day("2027-01-03")));
    let sure = table.add(day("2026-12-30"), 2);
    assert_eq!((sure.day, sure.provisional), (day("2027-01-04"), false));
}

#[test]
fn a_fixed_clock_stands_until_set_and_is_shared() {
    let clock = Clock::fixed_on(day("2026-11-20"));
    let other = clock.clone();
    assert_eq!(other.now().time_zh(), "9:00");
    clock.set(Instant::at(day("2026-12-01"), 0, 5));
    assert_eq!(other.today(), day("2026-12-01"));
    assert!(!Clock::system().is_fixed() && Clock::system().today() > day("2024-01-01"));
}

proptest! {
    #[test]
    fn months_back_and_forth_lose_at_most_the_end(d in any_day(), n in -600..600_i32) {
        let there = d.plus_months(n);
        let months = |x: Day| i32::from(x.year()) * 12 + i32::from(x.month());
        prop_assert_eq!(months(there), months(d) + n);
        prop_assert!(there.day() == d.day() || (there == there.last_of_month() && there.day() < d.day()));
        prop_assert!(there.plus_months(-n) <= d && d.days_until(there.plus_months(-n)) > -4);
    }

    #[test]
    fn days_add_up(d in any_day(), n in -9000..9000_i32) {
        prop_assert_eq!(d.days_until(d.plus_days(n)), n);
        prop_assert_eq!(d.plus_days(n).plus_days(-n), d);
        prop_assert_eq!(d.to_string().parse::<Day>().unwrap(), d);
    }

    #[test]
    fn a_year_is_cut_without_gap_or_overlap(d in any_day()) {
        for kind in KINDS {
            let p = Period::of(kind, d);
            prop_assert!(p.holds(d));
            prop_assert_eq!(p.next().prev(), p);
            prop_assert_eq!(p.last().plus_days(1), p.next().first());
            prop_assert_eq!(p.key().parse::<Period>().unwrap(), p);
            let all = Period::in_year(kind, d.year());
            prop_assert_eq!(all.iter().filter(|q| q.holds(d)).count(), 1);
            prop_assert_eq!(all[(p.number() - 1) as usize], p);
        }
    }

    #[test]
    fn the_nth_working_day_is_counted_back(d in any_day(), n in 0..200_u32) {
        let table = Workdays::built_in();
        let end = table.add(d, n).day;
        prop_assert_eq!(table.count_between(d, end), n);
        prop_assert!(n == 0 || table.is_workday(end));
        if table.is_workday(d) {
            prop_assert_eq!(table.sub(end, n).day, d);
        }
    }

    #[test]
    fn an_instant_comes_back_from_its_text(ms in 0..4_000_000_000_000_i64) {
        let at = Instant::from_millis(ms);
        prop_assert_eq!(at.to_string().parse::<Instant>().unwrap(), at);
        let (hour, minute) = at.hour_minute();
        prop_assert_eq!(Instant::at(at.day(), hour, minute).millis(), ms - ms % 60_000);
    }
}

#[test]
fn a_clock_that_runs_on_from_a_moment_passes_midnight() {
    let at = |text: &str| Instant::at(text.parse().unwrap(), 0, 0);
    let midnight = at("2026-12-01");
    let clock = Clock::running_from(midnight.plus_seconds(-1));
    let before = clock.now();
    assert!(before >= midnight.plus_seconds(-1) && !clock.is_fixed());
    let month_on = Clock::running_from(midnight.plus_seconds(1));
    assert_eq!(month_on.today().to_string(), "2026-12-01");
    assert!(clock.clone().now() >= before, "copies run alike");
}
