//! What was said in a heart-to-heart talk: for the two, behind every door.

use calendar::Day;
use people::Status;
use retention::Past;
use testkit::Browser;

use crate::world::{World, eraser_of, faults, minutes};

const SAID: &str = "谈了家里老人住院";

/// A talk of the secretary (0) with somebody (3), closed by the secretary with a word of what was said.
fn talked(world: &World) -> String {
    let mut plan = world.new_plan("talk", "2026-11-18", &[]);
    plan.set("partner", &world.people[3].to_string());
    plan.set("recorder", "");
    let url = world.held(&plan);
    let answer = world.close(&url, &minutes(SAID));
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    url
}

fn doors(url: &str) -> Vec<String> {
    let below = [
        "",
        "/print",
        "/minutes.docx",
        "/minutes.pdf",
        "/correction",
        "/withdrawal",
        "/versions/1",
        "/plan",
    ];
    let of_record = below.iter().map(|it| format!("{url}{it}"));
    of_record
        .chain([
            "/records".into(),
            "/records?q=住院".into(),
            "/".into(),
            "/records/relaying".into(),
        ])
        .collect()
}

fn nobody_reads(browser: &Browser, url: &str, who: &str) {
    for door in doors(url) {
        let answer = browser.get(&door);
        assert!(!answer.body.contains(SAID), "{who} reads it at {door}");
    }
}

#[test]
fn the_two_read_it_and_nobody_else_does() {
    let mut world = World::of(5, 0);
    let chief = world.admit("县委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let inspector = world.admit("纪检干部", Status::Full, 1);
    world.appoint(inspector, 1, "discipline_inspector");
    let url = talked(&world);
    for one in [0, 3] {
        assert!(world.browser(one).get(&url).body.contains(SAID), "one of the two");
    }
    for (who, name) in [
        (1, "the organization member"),
        (4, "a member"),
        (chief, "the chief"),
        (inspector, "discipline"),
    ] {
        nobody_reads(&world.browser(who), &url, name);
    }
    for paper in ["/print", "/minutes.docx"] {
        let answer = world.browser(0).get(&format!("{url}{paper}"));
        assert!(
            answer.status == 200 && !answer.body.contains(SAID),
            "not even their own paper has it"
        );
    }
}

#[test]
fn a_named_grant_opens_that_it_was_held() {
    let mut world = World::of(5, 0);
    let url = talked(&world);
    let inspector = world.admit("检查员", Status::Full, 5);
    let person = world.people[inspector];
    world.prepare(|w| {
        w.run("UPDATE person SET police_number = '130456' WHERE id = $1", db::bind![person])?;
        Ok(())
    });
    let mut form = vec![("unit", "3"), ("number", "130456"), ("basis", "南公党〔2026〕9号")];
    form.extend([("from_on", "2026-11-20"), ("to_on", "2026-11-23")]);
    assert_eq!(world.browser(0).post("/records/grants", &form).status, 303);
    let inspector = world.browser(inspector);
    assert_eq!(inspector.get(&url).status, 200);
    nobody_reads(&inspector, &url, "the inspector");
}

#[test]
fn it_is_sealed_where_it_lies_and_in_no_version() {
    let world = World::of(5, 0);
    let url = talked(&world);
    assert_eq!(world.count("SELECT count(*) FROM record WHERE minutes <> ''"), 0);
    assert_eq!(world.count("SELECT count(*) FROM talk_words"), 1);
    let mut again = world.plan("talk", "2026-11-19", &[]);
    again.set("partner", &world.people[3].to_string());
    again.set("recorder", "");
    let again =
        again.with("minutes", "又谈了孩子上学").with("reason", "日期记错了").with("_version", "1");
    let corrected = world.browser(0).post(&format!("{url}/correction"), &again.pairs());
    assert_eq!(corrected.status, 303, "{}", faults(&corrected));
    assert!(world.browser(3).get(&url).body.contains("又谈了孩子上学"));
    assert!(!world.browser(0).get(&format!("{url}/versions/1")).body.contains(SAID));
    assert_eq!(world.count("SELECT count(*) FROM record_version WHERE content LIKE '%住院%'"), 0);
    let reasons = world.home.reasons("record.correct");
    assert!(reasons.iter().all(|(_, words)| words.as_deref() == Some("日期记错了")), "{reasons:?}");
    assert_eq!(reasons.len(), 1);
}

#[test]
fn another_may_enter_that_it_was_held_but_not_a_word() {
    let world = World::of(5, 0);
    let mut plan = world.new_plan("talk", "2026-11-18", &[]);
    plan.set("title", "关于张某家庭矛盾的谈话");
    plan.set("chair", &world.people[2].to_string());
    plan.set("partner", &world.people[3].to_string());
    plan.set("recorder", "");
    let url = world.held(&plan);
    assert_eq!(world.close(&url, &minutes("听说是为了调动")).status, 409);
    let closed = world.close(&url, &minutes(""));
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    assert!(!world.browser(1).get(&url).body.contains("家庭矛盾"), "a title tells nothing either");
    for one in [2, 3] {
        let page = world.browser(one).get(&url);
        assert!(page.status == 200 && page.body.contains("name=\"words\""));
    }
    let words = [("words", SAID), ("_version", "0")];
    let written = world.browser(2).post(&format!("{url}/words"), &words);
    assert_eq!(written.status, 303, "{}", faults(&written));
    assert!(world.browser(3).get(&url).body.contains(SAID));
    let stale =
        world.browser(3).post(&format!("{url}/words"), &[("words", "另一说"), ("_version", "0")]);
    assert_eq!(stale.status, 409, "who wrote meanwhile is not overwritten");
    for other in [0, 1, 4] {
        let meddling = world
            .browser(other)
            .post(&format!("{url}/words"), &[("words", "x"), ("_version", "1")]);
        assert_eq!(meddling.status, 404);
    }
}

#[test]
fn it_goes_after_its_period_and_the_talk_stays() {
    let world = World::of(5, 0);
    let url = talked(&world);
    let eraser = eraser_of("talk_words");
    let past = |until: &str| Past {
        until: until.parse::<Day>().unwrap(),
        today: "2029-11-19".parse().unwrap(),
    };
    let ctx = world.home.operator();
    let due = |until: &str| {
        ctx.read(|read| Ok::<_, act::Error>((eraser.due)(read, past(until))?)).unwrap()
    };
    assert_eq!(due("2026-11-18"), 0);
    assert_eq!(due("2026-11-19"), 1);
    (eraser.erase)(&ctx, past("2026-11-19")).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM talk_words"), 0);
    let page = world.browser(3).get(&url);
    assert!(page.status == 200 && !page.body.contains(SAID));
}

#[test]
fn it_comes_under_a_new_key_and_opens_for_nobody_once_his_key_is_gone() {
    let world = World::of(5, 0);
    let url = talked(&world);
    let ctx = world.home.operator();
    let renewals = record::words_renewals();
    let proven: usize =
        renewals.iter().map(|it| ctx.read(|read| (it.prove)(read, &ctx.core.keys)).unwrap()).sum();
    assert_eq!(proven, 1);
    // As it was written before it was sealed.
    world.prepare(|w| {
        w.run("DELETE FROM talk_words", &[])?;
        w.run("UPDATE record SET minutes = '从前写的' WHERE kind = 'talk'", &[])?;
        Ok(())
    });
    assert!(world.browser(3).get(&url).body.contains("从前写的"));
    assert!(!world.browser(1).get(&url).body.contains("从前写的"));
    world.prepare(|w| {
        for renewal in &record::words_renewals() {
            (renewal.batch)(w, &world.home.core.keys, &[], i64::MIN)?;
        }
        Ok(())
    });
    assert_eq!(world.count("SELECT count(*) FROM record WHERE minutes <> ''"), 0);
    assert!(world.browser(3).get(&url).body.contains("从前写的"));
    let person = world.people[3];
    world.prepare(|w| keyring::destroy(w, person).map(|_| ()));
    let page = world.browser(0).get(&url);
    assert!(!page.body.contains("从前写的") && page.body.contains("已按保管期限清除"));
}
