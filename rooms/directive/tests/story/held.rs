//! Drafted from it and held; corrected and withdrawn; said why; answered; helped; summed up.

use testkit::Browser;

use crate::world::{World, faults};

/// Drafts from the directive in one touch; the record's URL.
fn drafted(world: &World, by: &Browser, url: &str) -> String {
    let at = format!("{url}/units/{}/draft", world.crime);
    let answer = by.post(&at, &[("serves", "theme_day")]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

#[test]
fn a_record_drafted_from_it_counts_by_itself_until_it_is_withdrawn() {
    let world = World::new();
    let url = world.issued();
    let crime = world.under("周立群", "secretary", world.crime);
    let own = format!("{url}/units/{}", world.crime);
    let record = drafted(&world, &crime, &url);
    let draft = crime.get(&record).body;
    assert!(
        draft.contains("学习贯彻规范执法部署") && draft.contains("议定一两件能改的事"),
        "{draft}"
    );
    assert_eq!(drafted(&world, &crime, &url), record, "a second touch opens the same draft");
    assert!(crime.get(&own).body.contains("打开草稿"));
    assert!(world.officer().get(&url).body.contains("已开展0"));

    let id = World::theme_day(&crime, &record, "2026-11-18");
    let page = world.officer().get(&url).body;
    assert!(page.contains("已开展1") && page.contains("3/3"), "{page}");
    let paper = world.officer().get(&format!("{url}/paper")).body;
    assert!(paper.contains("发到3个组织，已开展1个"), "{paper}");
    assert!(paper.contains("接处警先亮明身份"), "what was agreed stands in it: {paper}");

    let away = [("reason", "重复录入"), ("_version", "2")];
    let answer = crime.post(&format!("/records/{id}/withdrawal"), &away);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(world.officer().get(&url).body.contains("已开展0"), "the link goes with the record");
}

#[test]
fn what_was_held_before_is_linked_in_one_touch_and_taken_off_again() {
    let world = World::new();
    let first = world.issued();
    let crime = world.under("周立群", "secretary", world.crime);
    let record = drafted(&world, &crime, &first);
    let id = World::theme_day(&crime, &record, "2026-11-18");
    let second = world.issued();
    let own = format!("{second}/units/{}", world.crime);
    assert!(crime.get(&own).body.contains("算上这份"));
    assert_eq!(crime.post(&format!("{own}/records/{id}"), &[]).status, 303);
    assert!(crime.get(&own).body.contains("已开展"));
    assert_eq!(crime.post(&format!("{own}/records/{id}"), &[]).status, 409, "once");
    assert_eq!(crime.post(&format!("{own}/records/{id}/removal"), &[]).status, 303);
    assert!(crime.get(&own).body.contains("算上这份"));
    let order = world.under("韩雪松", "secretary", world.order);
    let theirs = format!("{second}/units/{}/records/{id}", world.order);
    assert_eq!(order.post(&theirs, &[]).status, 409, "a record of another branch never counts");
}

#[test]
fn a_reason_holds_until_its_day_and_the_issuer_answers_once() {
    let world = World::new();
    let url = world.issued();
    let (crime, officer) = (world.under("周立群", "secretary", world.crime), world.officer());
    let own = format!("{url}/units/{}", world.crime);
    let why = [("reason", "多数同志在外地办案"), ("until", "2026-12-05")];
    assert_eq!(crime.post(&format!("{own}/explanation"), &why).status, 303);
    let page = officer.get(&url).body;
    assert!(page.contains("有说明1") && page.contains("还没有2"), "{page}");
    assert!(officer.get(&own).body.contains("多数同志在外地办案"));
    let no = [("verdict", "refuse"), ("words", "请分两批开")];
    assert_eq!(crime.post(&format!("{own}/answer"), &no).status, 403, "not by the unit itself");
    assert_eq!(officer.post(&format!("{own}/answer"), &no).status, 303);
    assert!(officer.get(&url).body.contains("还没有3"), "not accepted: it is asked again");
    assert_eq!(officer.post(&format!("{own}/answer"), &no).status, 409);
    assert_eq!(crime.post(&format!("{own}/explanation"), &why).status, 303);
    let yes = [("verdict", "accept"), ("words", "")];
    assert_eq!(officer.post(&format!("{own}/answer"), &yes).status, 303);
    world.home.wait_until("2026-12-04");
    assert!(officer.get(&url).body.contains("有说明1"), "not overdue before its day");
    assert!(officer.get(&url).body.contains("逾期2"));
    world.home.wait_until("2026-12-06");
    assert!(officer.get(&url).body.contains("逾期3"));
}

#[test]
fn reasons_lie_sealed() {
    let world = World::new();
    let url = world.issued();
    let crime = world.under("周立群", "secretary", world.crime);
    let why = [("reason", "多数同志在外地办案"), ("until", "2026-12-05")];
    crime.post(&format!("{url}/units/{}/explanation", world.crime), &why);
    let found: i64 = world
        .home
        .core
        .db
        .read(|read| read.one("SELECT count(*) FROM event WHERE reason LIKE '%外地%'", &[]))
        .unwrap();
    assert_eq!(found, 0);
}

#[test]
fn somebody_above_offers_help_and_the_issuer_closes_with_a_paper() {
    let world = World::new();
    let url = world.issued();
    let own = format!("{url}/units/{}", world.crime);
    let officer = world.officer();
    let offer = [("offer", "周四下午派人一起开")];
    assert_eq!(officer.post(&format!("{own}/help"), &offer).status, 303);
    let crime = world.under("周立群", "secretary", world.crime);
    assert!(crime.get(&own).body.contains("周四下午派人一起开"));
    let end = [("conclusion", "下半年不再另作安排。"), ("_version", "0")];
    assert_eq!(officer.post(&format!("{url}/closing"), &end).status, 303);
    let paper = officer.get(&format!("{url}/paper")).body;
    assert!(paper.contains("下半年不再另作安排"), "{paper}");
    assert_eq!(officer.get(&format!("{url}/paper/docx")).status, 200);
    let late = crime.post(&format!("{own}/draft"), &[("serves", "theme_day")]);
    assert_eq!(late.status, 409, "over is over");
    assert_eq!(crime.get(&format!("{url}/paper")).status, 404, "the whole is not the branch's");
    let register = officer.post("/directives/lists", &[]);
    assert_eq!(register.status, 200);
}

#[test]
fn whoever_has_neither_held_it_nor_said_why_is_reminded_in_the_night() {
    let world = World::new();
    let url = world.issued();
    let crime = world.under("周立群", "secretary", world.crime);
    let why = [("reason", "多数同志在外地办案"), ("until", "2026-12-05")];
    crime.post(&format!("{url}/units/{}/explanation", world.crime), &why);
    world.home.wait_until("2026-11-25");
    let job = directive::room().jobs[0];
    let sql = "SELECT count(*) FROM notice WHERE kind = 'directive' AND text LIKE '%还有5天到期%'";
    for _ in 0..2 {
        (job.run)(&world.home.operator(), &serde_json::Value::Null).unwrap();
        let told: i64 = world.home.core.db.read(|read| read.one(sql, &[])).unwrap();
        assert_eq!(told, 2, "the two others, once a day");
    }
}

const OPERATION: &str = "INSERT INTO operation (id, unit, code, from_on, to_on, prepared_at, declared_at, version)
     VALUES (901, $1, '青竹7号', '2026-11-10', '2026-12-20', '2026-11-09T09:00:00.000Z', '2026-11-09T09:00:00.000Z', 1)";
const REST: &str = "INSERT INTO operation_pause (id, operation, unit, duty, period, kind, first_on, last_on, exemption)
     VALUES (902, 901, $1, 'branch/theme-day', '2026-11', 'theme_day', '2026-11-01', '2026-11-30', 1)";

#[test]
fn a_branch_that_rests_on_the_last_day_is_exempt_and_nobody_learns_of_what() {
    let world = World::new();
    let url = world.issued();
    world.prepare(|w| {
        w.run(OPERATION, db::bind![world.committee])?;
        w.run(REST, db::bind![world.crime])?;
        Ok(())
    });
    let page = world.officer().get(&url).body;
    assert!(page.contains("免办（执行任务）") && !page.contains("青竹"), "{page}");
    let lift = "UPDATE operation_pause SET lifted_at = '2026-11-20T09:00:00.000Z'";
    world.prepare(|w| Ok(w.run(lift, &[]).map(|_| ())?));
    assert!(!world.officer().get(&url).body.contains("免办（执行任务）"), "owed again");
}
