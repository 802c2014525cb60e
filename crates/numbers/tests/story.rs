//! Numbers without gaps, whatever fails and however many want one at once; on both databases.

use std::thread;

use act::{Act, Error};
use db::bind;
use testkit::Home;

const NUMBER: Act = Act::new("test.number", "编号");
const SERIES: &str = "record.committee_meeting";

fn home() -> Home {
    Home::on("2026-11-20", |core| core)
}

fn next(home: &Home, unit: i64, series: &str, year: i16) -> i64 {
    let number = |w: &act::Acting| numbers::next(w, unit, series, year);
    home.operator().act_system(&NUMBER, number).unwrap()
}

#[test]
fn each_unit_series_and_year_counts_from_one() {
    let home = home();
    assert_eq!([1, 2, 3].map(|_| next(&home, 5, SERIES, 2026)), [1, 2, 3]);
    assert_eq!(next(&home, 5, SERIES, 2027), 1);
    assert_eq!(next(&home, 5, "exam", 2026), 1);
    assert_eq!(next(&home, 6, SERIES, 2026), 1);
    assert_eq!(next(&home, 5, SERIES, 2026), 4);
}

#[test]
fn a_failing_act_leaves_no_gap() {
    let home = home();
    assert_eq!(next(&home, 5, SERIES, 2026), 1);
    let failed = home.operator().act_system(&NUMBER, |w| {
        assert_eq!(numbers::next(w, 5, SERIES, 2026)?, 2);
        Err::<(), _>(Error::Conflict("想想再办".into()))
    });
    assert!(failed.is_err());
    assert_eq!(next(&home, 5, SERIES, 2026), 2);
}

#[test]
fn many_at_once_are_taken_in_a_row() {
    let home = home();
    let many = |w: &act::Acting| numbers::take(w, 5, SERIES, 2026, 40);
    assert_eq!(home.operator().act_system(&NUMBER, many).unwrap(), 1);
    assert_eq!(next(&home, 5, SERIES, 2026), 41);
}

#[test]
fn sixty_four_acts_side_by_side_take_each_number_once() {
    let home = home();
    let taken = thread::scope(|scope| {
        let act = |no: i64| {
            let ctx = home.operator();
            ctx.act_system(&NUMBER, |w| {
                let number = numbers::next(w, 5, SERIES, 2026)?;
                // Every fourth changes its mind after it has its number.
                if no % 4 == 0 { Err(Error::Conflict("不办了".into())) } else { Ok(number) }
            })
        };
        let threads: Vec<_> = (0..64).map(|no| scope.spawn(move || act(no))).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    let mut numbers: Vec<i64> = taken.into_iter().flatten().collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=48).collect::<Vec<i64>>());
    let sql = "SELECT last FROM number_series WHERE unit = $1";
    let last: i64 = home.core.db.read(|read| Ok::<_, Error>(read.one(sql, bind![5])?)).unwrap();
    assert_eq!(last, 48);
}
