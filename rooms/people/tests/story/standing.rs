//! Entering, moving, rights and rolls of a day.

use act::{Acting, Error};
use people::{LeaveWord, NewMember, Purpose, Reason, Right, StaffClass, Status};
use testkit::{Home, day};

use crate::world::{PREPARE, admit, admit_as, home, prepare};

const ID: &str = "330108199402090269";

fn names(home: &Home, unit: i64, on: &str) -> Vec<String> {
    let roll = home.core.db.read(|read| people::roll(read, unit, day(on))).unwrap();
    roll.into_iter().map(|it| it.name).collect()
}

#[test]
fn a_roll_is_that_of_its_day() {
    let home = home();
    let mover = admit(&home, "王转", 3);
    admit(&home, "李留", 3);
    let transfer = |w: &Acting| people::affiliate(w, mover, 4, None, day("2026-06-01"), "支部调整");
    prepare(&home, transfer);
    assert_eq!(names(&home, 3, "2026-05-31"), ["李留", "王转"]);
    assert_eq!(names(&home, 3, "2026-06-01"), ["李留"]);
    assert_eq!(names(&home, 4, "2026-05-31"), [""; 0]);
    assert_eq!(names(&home, 4, "2026-06-01"), ["王转"]);
    assert_eq!(names(&home, 3, "2025-12-31"), [""; 0]);
}

#[test]
fn nobody_belongs_to_two_units_on_one_day() {
    let home = home();
    let person = admit(&home, "张一", 3);
    let too_early = home
        .operator()
        .act_system(&PREPARE, |w| people::affiliate(w, person, 4, None, day("2025-06-01"), ""));
    assert!(matches!(too_early, Err(Error::Invalid(_))));
    let at_home = home
        .operator()
        .act_system(&PREPARE, |w| people::affiliate(w, person, 3, None, day("2026-06-01"), ""));
    assert!(matches!(at_home, Err(Error::Invalid(_))));
}

#[test]
fn rights_follow_status_and_limits_of_the_day() {
    let home = home();
    let mut new = NewMember::named("赵预", 3, day("2026-01-01"), "测试");
    new.joined_on = Some("2025-09-10".parse().unwrap());
    new.status = Status::Probationary;
    let person = admit_as(&home, &new);
    let may = |on: &str| home.core.db.read(|r| people::may_vote(r, person, day(on))).unwrap();
    assert!(!may("2026-09-09"));
    prepare(&home, |w| {
        people::set_status(w, person, Status::Full, day("2026-09-10"), "支部大会通过")
    });
    assert_eq!((may("2026-09-09"), may("2026-09-10")), (false, true));
    let span = (day("2026-10-01"), Some(day("2026-10-11")));
    let all = [Right::Vote, Right::Elect, Right::Stand];
    prepare(&home, |w| people::limit_rights(w, person, &all, span, "暂停"));
    assert_eq!((may("2026-09-30"), may("2026-10-01"), may("2026-10-11")), (true, false, true));
    let roll = |on: &str| home.core.db.read(|r| people::roll(r, 3, day(on))).unwrap();
    assert!(!roll("2026-10-05")[0].may_vote && roll("2026-10-05")[0].status == Status::Full);
}

#[test]
fn a_roll_knows_posts_leave_and_official_order() {
    let home = home();
    let (plain, secretary) = (admit(&home, "安一", 3), admit(&home, "周书", 3));
    let mut first = NewMember::named("郑首", 3, day("2026-01-01"), "测试");
    first.official_order = 1;
    first.staff_class = StaffClass::Retired;
    admit_as(&home, &first);
    prepare(&home, |w| {
        people::appoint(w, secretary, 3, "secretary", day("2026-02-01"), "选举")?;
        people::record_leave(w, plain, LeaveWord::OnDuty, day("2026-11-20"), day("2026-11-21"))
    });
    assert_eq!(names(&home, 3, "2026-11-20"), ["周书", "郑首", "安一"]);
    assert_eq!(names(&home, 3, "2026-01-31"), ["郑首", "安一", "周书"]);
    let roll = home.core.db.read(|r| people::roll(r, 3, day("2026-11-20"))).unwrap();
    assert_eq!(roll[2].leave, Some(LeaveWord::OnDuty));
    assert!(roll[1].is_retired && roll[0].posts == ["secretary"]);
    let on = day("2026-11-20");
    let holder = home.core.db.read(|r| people::holder(r, 3, "secretary", on)).unwrap().unwrap();
    assert_eq!(holder.name, "周书");
    let back = home.core.db.read(|r| people::roll(r, 3, day("2026-11-21"))).unwrap();
    assert_eq!(back[2].leave, None);
}

#[test]
fn a_guest_takes_part_and_stays_on_the_roll_at_home() {
    let home = home();
    let person = admit(&home, "吴借", 3);
    let span = (day("2026-03-01"), Some(day("2026-09-01")));
    prepare(&home, |w| people::participate(w, person, 4, Reason::Secondment, span, "借调函"));
    let guests = |on: &str| home.core.db.read(|r| people::guests(r, 4, day(on))).unwrap().len();
    assert_eq!((guests("2026-02-28"), guests("2026-08-31"), guests("2026-09-01")), (0, 1, 0));
    assert_eq!(names(&home, 3, "2026-05-01"), ["吴借"]);
    assert_eq!(names(&home, 4, "2026-05-01"), [""; 0]);
}

#[test]
fn who_is_abroad_stays_on_the_roll_and_is_abroad_once() {
    let home = home();
    let person = admit(&home, "林留学", 3);
    let stay = |from: &str, back: Option<&str>| {
        let days = (day(from), back.map(day));
        let go = |w: &Acting| people::go_abroad(w, person, Purpose::Study, days, "");
        home.operator().act_system(&PREPARE, go)
    };
    let first = stay("2026-03-01", None).unwrap();
    let on = |on: &str| {
        let roll = home.core.db.read(|r| people::roll(r, 3, day(on))).unwrap();
        (roll[0].abroad.is_some(), roll[0].may_vote)
    };
    assert_eq!(on("2026-02-28"), (false, true));
    assert_eq!(on("2026-03-01"), (true, true));
    assert!(matches!(stay("2026-06-01", None), Err(Error::Invalid(_))));
    assert!(matches!(stay("2026-02-01", Some("2026-03-02")), Err(Error::Invalid(_))));
    stay("2026-02-01", Some("2026-03-01")).unwrap();
    prepare(&home, |w| people::come_back(w, person, first, day("2026-09-01")));
    assert_eq!((on("2026-08-31").0, on("2026-09-01").0), (true, false));
    let later = |w: &Acting| people::come_back(w, person, first, day("2026-09-02"));
    assert!(matches!(home.operator().act_system(&PREPARE, later), Err(Error::Conflict(_))));
    stay("2026-09-01", Some("2027-09-01")).unwrap();
}

#[test]
fn who_leaves_loses_his_place_and_his_posts() {
    let home = home();
    let person = admit(&home, "钱去", 3);
    prepare(&home, |w| {
        people::appoint(w, person, 3, "secretary", day("2026-02-01"), "选举")?;
        people::set_status(w, person, Status::Left, day("2026-11-01"), "调离")
    });
    assert_eq!(names(&home, 3, "2026-10-31"), ["钱去"]);
    assert_eq!(names(&home, 3, "2026-11-01"), [""; 0]);
    let on = day("2026-11-20");
    assert!(home.core.db.read(|r| people::holder(r, 3, "secretary", on)).unwrap().is_none());
}

#[test]
fn the_same_number_is_not_entered_twice() {
    let home = home();
    let mut new = NewMember::named("林一", 3, day("2026-01-01"), "测试");
    new.id_number = Some(ID.into());
    let first = admit_as(&home, &new);
    let again = home.operator().act_system(&PREPARE, |w| people::admit(w, &home.core.keys, &new));
    let Err(Error::Invalid(faults)) = again else { panic!("the number is taken") };
    assert!(faults.at("id_number").unwrap().contains("林一"));
    let found = home.core.db.read(|r| people::find_by_id_number(r, &home.core.keys, ID)).unwrap();
    assert_eq!(found, Some((first, "林一".into(), 3)));
}

#[test]
fn a_crowd_comes_in_one_act() {
    let home = home();
    let new: Vec<NewMember> = (0..2500)
        .map(|n| NewMember {
            official_order: n,
            police_number: Some(format!("{n:06}")),
            ..NewMember::named("众人", 3, day("2026-01-01"), "演示")
        })
        .collect();
    let ids = prepare(&home, |w| people::admit_many(w, &home.core.keys, &new));
    assert_eq!(ids.len(), 2500);
    let sizes = home.core.db.read(|r| people::sizes(r, &[3, 4], day("2026-11-20"))).unwrap();
    assert_eq!((sizes.len(), sizes[0].members, sizes[0].full), (1, 2500, 2500));
    let sql = "SELECT rows_count FROM event ORDER BY id DESC LIMIT 1";
    let rows: i64 = home.core.db.read(|r| Ok::<_, Error>(r.one(sql, &[])?)).unwrap();
    assert_eq!(rows, 2500);
}
