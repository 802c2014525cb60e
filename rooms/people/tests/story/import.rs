//! Importing: rehearse against what stands here, write one batch, undo it, and nothing in plain.

use act::Error;
use people::{
    NewMember,
    import::{self, Choice, Choices, Doing},
    roster::Codes,
};
use testkit::day;

use crate::world::*;

#[test]
fn known_branches_take_their_people_and_the_rest_wait_on_the_organs_list() {
    let home = home();
    let plan = rehearse(&home, 100, &file(ROSTER), &Choices::default());
    assert_eq!(plan.to_write(), 33);
    let known: Vec<_> = plan.branches.iter().map(|it| (it.name.as_str(), it.is_known)).collect();
    assert!(known.contains(&("刑事侦查大队党支部", true)), "{known:?}");
    assert!(known.contains(&("政工监督室党支部", false)), "{known:?}");

    let done = commit(&home, 100, &file(ROSTER), &Choices::default());
    assert_eq!((done.added, done.refused, done.left), (33, 15, 0));
    let here = count(&home, "SELECT count(*) FROM person_now WHERE unit = 3");
    let there = count(&home, "SELECT count(*) FROM person_now WHERE unit = 4");
    let waiting = count(&home, "SELECT count(*) FROM person_now WHERE unit = 100");
    assert_eq!((here, there, waiting), (8, 8, 17));
    let event = "SELECT rows_count FROM event WHERE act = 'member.import'";
    assert_eq!(count(&home, event), 33);
    // The first people of a branch stand there from its start-of-use day.
    let on = day("2026-01-01");
    let then = home.core.db.read(|read| people::roll(read, 3, on)).unwrap();
    assert_eq!(then.len() as i64, here);
}

#[test]
fn the_second_time_everybody_is_here_already() {
    let home = home();
    commit(&home, 100, &file(ROSTER), &Choices::default());
    let plan = rehearse(&home, 100, &file(ROSTER), &Choices::default());
    assert_eq!(plan.count(|it| *it == Doing::Nothing), 33);
    let json = plan.json().unwrap();
    assert_eq!(json["database"]["already_here"].as_array().unwrap().len(), 33);
    let again = commit(&home, 100, &file(ROSTER), &Choices::default());
    assert_eq!((again.added, again.unchanged), (0, 33));
    assert_eq!(count(&home, "SELECT count(*) FROM person"), 33);
}

#[test]
fn an_empty_database_says_nothing() {
    let home = home();
    let plain = csv(&[&format!("{AN},,")]);
    let json = rehearse(&home, 3, &plain, &Choices::default()).json().unwrap();
    assert!(json.get("database").is_none(), "{json}");
}

#[test]
fn changed_rows_are_changed_and_an_undo_puts_them_back() {
    let home = home();
    commit(
        &home,
        3,
        &csv(&[&format!("{AN},,"), "白𬀩,51070420000423055X,大专,2026-01-05,,,"]),
        &Choices::default(),
    );
    let newer = csv(&[
        "安丽华,330108199402090269,硕士,2016-06-01,2017-06-01,,012345",
        "白𬀩,51070420000423055X,大专,2026-01-05,2026-11-01,,",
    ]);
    let done = commit(&home, 3, &newer, &Choices::default());
    assert_eq!((done.added, done.changed), (0, 2));
    let full = "SELECT count(*) FROM person WHERE member_status = 'full'";
    let master = "SELECT count(*) FROM person WHERE education = '14' AND police_number = '012345'";
    assert_eq!((count(&home, full), count(&home, master)), (2, 1));

    let undone = import::undo(&home.operator(), done.batch, "导错了").unwrap();
    assert_eq!((undone.taken.removed, undone.taken.restored, undone.kept.len()), (0, 2, 0));
    assert_eq!((count(&home, full), count(&home, master)), (1, 0));
    let probation =
        "SELECT count(*) FROM member_status WHERE status = 'probationary' AND to_on IS NULL";
    assert_eq!(count(&home, probation), 1);
}

#[test]
fn an_undo_leaves_and_names_what_was_changed_by_hand() {
    let home = home();
    let done =
        commit(&home, 3, &csv(&[&format!("{AN},,"), &format!("{BAI},,")]), &Choices::default());
    let bai: i64 = count(&home, "SELECT id FROM person WHERE name LIKE '白%'");
    prepare(&home, |w| people::appoint(w, bai, 3, "secretary", day("2026-11-20"), "选举"));
    let undone = import::undo(&home.operator(), done.batch, "导错了").unwrap();
    assert_eq!(undone.taken.removed, 1);
    let kept: Vec<_> = undone.kept.iter().map(|it| (it.id, it.name.as_str())).collect();
    assert_eq!(kept, [(bai, "白𬀩")]);
    assert_eq!(names(&home, 3), ["白𬀩"]);
    let numbers = "SELECT count(*) FROM person WHERE id_number IS NOT NULL";
    assert_eq!(count(&home, numbers), 1);
    assert!(matches!(import::undo(&home.operator(), done.batch, ""), Err(Error::Conflict(_))));

    let again =
        commit(&home, 3, &csv(&[&format!("{AN},,"), &format!("{BAI},,")]), &Choices::default());
    assert_eq!((again.added, again.unchanged), (1, 1));
}

#[test]
fn who_stands_elsewhere_is_only_moved_when_asked() {
    let home = home();
    commit(&home, 4, &csv(&[&format!("{AN},,")]), &Choices::default());
    let roster = csv(&[&format!("{AN},刑事侦查大队党支部,")]);
    let plan = rehearse(&home, 100, &roster, &Choices::default());
    let Doing::Elsewhere(known) = &plan.rows[0].doing else { panic!("{:?}", plan.rows[0].doing) };
    assert_eq!(known.unit_name, "城关派出所党支部");
    assert_eq!(commit(&home, 100, &roster, &Choices::default()).left, 1);

    let moving = Choices { move_here: true, ..Choices::default() };
    let done = commit(&home, 100, &roster, &moving);
    assert_eq!((done.moved, names(&home, 3), names(&home, 4).len()), (1, vec!["安丽华".into()], 0));
    import::undo(&home.operator(), done.batch, "不该转").unwrap();
    assert_eq!((names(&home, 3).len(), names(&home, 4)), (0, vec!["安丽华".to_owned()]));
}

#[test]
fn nobody_is_taken_out_of_another_bureau() {
    let home = home();
    commit(&home, 5, &csv(&[&format!("{AN},,")]), &Choices::default());
    let roster = csv(&[&format!("{AN},刑事侦查大队党支部,")]);
    let moving = Choices { move_here: true, ..Choices::default() };
    let plan = rehearse(&home, 100, &roster, &moving);
    let officer = wearing(&home, 2);
    let done = import::commit(&officer, 100, &plan.rehearsal, &moving, &|_, _| {}).unwrap();
    assert_eq!((done.moved, done.left, names(&home, 5).len()), (0, 1, 1));
    let outside = import::commit(&officer, 5, &plan.rehearsal, &moving, &|_, _| {});
    assert!(matches!(outside, Err(Error::NotAllowed(_))));
}

#[test]
fn one_number_under_two_names_is_left_for_a_person_to_decide() {
    let home = home();
    commit(&home, 3, &csv(&[&format!("{AN},,")]), &Choices::default());
    let renamed = csv(&["安莉华,330108199402090269,本科,2016-06-01,2017-06-01,,"]);
    assert_eq!(commit(&home, 3, &renamed, &Choices::default()).left, 1);
    let taking = Choices { take_names: true, ..Choices::default() };
    assert_eq!(commit(&home, 3, &renamed, &taking).changed, 1);
    assert_eq!(names(&home, 3), ["安莉华"]);
}

#[test]
fn a_police_number_of_somebody_else_is_left_out() {
    let home = home();
    commit(&home, 3, &csv(&[&format!("{AN},,001122")]), &Choices::default());
    let plan = rehearse(&home, 3, &csv(&[&format!("{BAI},,001122")]), &Choices::default());
    assert!(plan.rows[0].police_number_taken);
    let done = commit(&home, 3, &csv(&[&format!("{BAI},,001122")]), &Choices::default());
    assert_eq!(done.added, 1);
    assert_eq!(count(&home, "SELECT count(*) FROM person WHERE police_number = '001122'"), 1);
}

#[test]
fn a_branch_that_is_not_there_can_be_left_out_or_matched() {
    let home = home();
    let roster = csv(&[&format!("{AN},城关所支部,"), &format!("{BAI},看守所党支部,")]);
    let plan = rehearse(&home, 100, &roster, &Choices::default());
    let named = plan.branches.iter().find(|it| it.name == "城关所支部").unwrap();
    assert_eq!(named.suggestions[0].id, 4);
    let branches =
        [("城关所支部".to_owned(), Choice::Unit(4)), ("看守所党支部".to_owned(), Choice::Leave)];
    let choices = Choices { branches: branches.into(), ..Choices::default() };
    let done = commit(&home, 100, &roster, &choices);
    assert_eq!((done.added, done.left), (1, 1));
    assert_eq!(names(&home, 4), ["安丽华"]);
}

#[test]
fn a_roster_founds_the_branches_that_are_not_there() {
    let home = home();
    let (committee, bureau) = prepare(&home, |w| {
        let systems = systems::Systems::built_in();
        let mut bureau = org::NewUnit::new("county_bureau", "北山县公安局", day("2020-01-01"));
        bureau.code = Some("130999".into());
        let bureau = org::found_unit(w, systems, &bureau)?;
        let mut committee =
            org::NewUnit::new("primary_committee", "北山县公安局党委", day("2020-01-01"));
        committee.host = Some(bureau);
        Ok((org::found_unit(w, systems, &committee)?, bureau))
    });
    let roster = csv(&[&format!("{AN},看守所党支部,"), &format!("{BAI},看守所党支部,")]);
    let branches = [("看守所党支部".to_owned(), Choice::Found)].into();
    let since = Some(day("2026-11-01"));
    let choices = Choices { branches, since, ..Choices::default() };
    let done = commit(&home, bureau, &roster, &choices);
    assert_eq!((done.founded, done.added), (1, 2));
    let sql = "SELECT id FROM unit_now WHERE name = '看守所党支部'";
    let branch = count(&home, sql);
    let parent = home.core.db.read(|r| org::get(r, branch)).unwrap().unwrap().lead_parent;
    assert_eq!(parent, Some(committee));
    assert_eq!(names(&home, branch), ["安丽华", "白𬀩"]);
    let plan = rehearse(&home, bureau, &roster, &Choices::default());
    assert_eq!(plan.count(|it| *it == Doing::Nothing), 2);
}

/// A long roster that an officer has begun to import: his post, and where the batch is.
fn begun(home: &testkit::Home) -> (i64, testkit::Browser, String) {
    let rows: Vec<String> =
        (0..5200).map(|n| format!("众{n},{},本科,2016-06-01,2017-06-01,,", id_number(n))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let officer = admit(home, "沈玉梅", 4);
    let post = prepare(home, |w| {
        people::appoint(w, officer, 2, "party_officer", day("2026-01-01"), "任命")
    });
    let app = testkit::app(home, vec![people::room()]);
    let browser = testkit::Browser::of(&app, officer, Some(post));
    let file = ("file", "大名单.csv", &csv(&rows)[..]);
    let sent = browser.upload("/members/imports/files", &[("unit", "3")], file);
    let begun = browser.post(&format!("{}/import", sent.location), &[("since", "2026-01-01")]);
    (post, browser, begun.location)
}

/// Does the one job there is; run twice it must not mind.
fn work(home: &testkit::Home) {
    let payload: String =
        home.core.db.read(|r| Ok::<_, Error>(r.one("SELECT payload FROM job", &[])?)).unwrap();
    let payload = serde_json::from_str(&payload).unwrap();
    let job = people::room().jobs[0];
    let ctx = home.operator().as_actor(act::Actor::System(job.name));
    (job.run)(&ctx, &payload).unwrap();
    (job.run)(&ctx, &payload).unwrap();
}

#[test]
fn a_long_roster_is_written_by_a_job_once() {
    let home = home();
    let (_, browser, batch) = begun(&home);
    assert!(browser.get(&batch).body.contains("正在导入"));
    assert_eq!(count(&home, "SELECT count(*) FROM person"), 1);
    work(&home);
    assert_eq!(count(&home, "SELECT count(*) FROM person_now WHERE unit = 3"), 5200);
    let page = browser.get(&batch).body;
    assert!(page.contains("已导入") && page.contains("众0") && page.contains("沈玉梅"), "{page}");
    assert_eq!(count(&home, "SELECT count(*) FROM import_upload"), 0);
    let his = "SELECT count(*) FROM event WHERE act = 'member.import' AND actor = 'person'";
    assert_eq!(count(&home, his), 3, "kept, begun, and written in his name");
}

#[test]
fn a_job_writes_nothing_for_who_lost_his_hat() {
    let home = home();
    let (post, ..) = begun(&home);
    prepare(&home, |w| people::end_post(w, post, day("2026-11-20")));
    work(&home);
    assert_eq!(count(&home, "SELECT count(*) FROM person"), 1);
    let told = "SELECT count(*) FROM import_batch WHERE problem LIKE '%身份%' AND upload IS NULL";
    assert_eq!(count(&home, told), 1);
}

/// Numbers that hold, one for each `n`.
fn id_number(n: usize) -> String {
    let body = format!(
        "33010819{:02}{:02}{:02}{:03}",
        60 + n % 30,
        1 + n / 30 % 12,
        1 + n / 360 % 28,
        n % 1000
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, it)| u32::from(digit - b'0') * it).sum();
    format!("{body}{}", &"10X98765432"[sum as usize % 11..][..1])
}

#[test]
fn a_refused_file_says_why_in_a_sentence() {
    let home = home();
    let codes = Codes::new(18);
    let bad = home.core.db.read(|read| {
        let file = (&b"PK\x03\x04 no archive"[..], "x.xlsx");
        import::rehearse(read, &home.core.keys, 3, file, &codes, &Choices::default()).map(|_| ())
    });
    let Err(Error::Invalid(faults)) = bad else { panic!("{bad:?}") };
    assert!(!faults.at("file").unwrap().is_empty());
}

#[test]
fn no_number_stands_in_plain_in_any_file() {
    let home = home();
    let mut new = NewMember::named("林电", 4, day("2026-01-01"), "测试");
    new.phone = Some("13912345678".into());
    prepare(&home, |w| people::admit(w, &home.core.keys, &new));
    commit(&home, 100, &file(ROSTER), &Choices::default());
    let blobs: i64 = count(&home, "SELECT count(*) FROM person WHERE id_number IS NOT NULL");
    assert_eq!(blobs, 33);
    let contains =
        |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    let files = std::fs::read_dir(home.folder.path()).unwrap();
    let files: Vec<Vec<u8>> =
        files.map(|entry| std::fs::read(entry.unwrap().path()).unwrap_or_default()).collect();
    // Names stand in plain: the scan would find a number if there were one.
    assert!(files.is_empty() || files.iter().any(|bytes| contains(bytes, "林鑫")));
    for number in ["513336198603227258", "420323195604061771", "13912345678"] {
        assert!(!files.iter().any(|bytes| contains(bytes, number)), "{number} stands in a file");
    }
}
