//! A draft on a phone: what goes there, what comes back once, and what happens where the server's has changed.

use act::{Core, Hat};
use serde_json::Value;
use testkit::Answer;

use crate::world::{Fields, World, faults, minutes};

/// A site that lets drafts go to phones.
fn world(full: usize) -> World {
    with_hats(full, |_, _, _| Ok(Some(Vec::new())))
}

type HatsOf = fn(&Core, &db::Read, i64) -> act::Result<Option<Vec<Hat>>>;

fn with_hats(full: usize, hats: HatsOf) -> World {
    World::with(full, 0, move |core: Core| {
        core.with(record::Offline { hours: 72, was_ended: |_, token| Ok(token == "ended"), hats })
    })
}

fn drafted(world: &World, kind: &str) -> String {
    let answer =
        world.browser(0).post("/records", &world.new_plan(kind, "2026-11-20", &[]).pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

fn taken(world: &World, url: &str) -> Value {
    let answer = world.browser(0).post(&format!("{url}/offline"), &[]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("a draft is JSON")
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The form that a phone sends of what it took, with a text under its first head.
fn phone(taken: &Value, key: &str, text: &str) -> Fields {
    let mut form = Fields::default();
    for (field, name) in [("on", "on1"), ("from", "from1"), ("to", "to1"), ("place", "place1")] {
        form.set(name, &word(&taken["session"][field]));
    }
    form.set("chair", &word(&taken["chair"]));
    form.set("lecturer", &word(&taken["lecturer"]));
    for person in taken["people"].as_array().expect("people") {
        form.set(&format!("att_{}", word(&person["id"])), &word(&person["state"]));
        form.set(&format!("word_{}", word(&person["id"])), &word(&person["word"]));
    }
    for (place, item) in taken["items"].as_array().expect("items").iter().enumerate() {
        form.add("head", &word(&item["head"]));
        form.add("item", if place == 0 { text } else { "" });
    }
    for (name, value) in [("purpose", "close"), ("written", "2026-11-20 16:30"), ("_key", key)] {
        form.set(name, value);
    }
    form.set("before", &taken["before"].to_string());
    form
}

fn send(world: &World, url: &str, form: &Fields) -> Answer {
    world.browser(0).post(&format!("{url}/upload"), &form.pairs())
}

/// How many events of an act say in their reasons that it was written offline, and at what time.
fn written_offline(world: &World, act: &str, at: &str) -> usize {
    let reasons = world.home.reasons(act);
    let says = |(_, words): &&(String, Option<String>)| {
        words.as_ref().is_some_and(|it| it.starts_with("离线写的") && it.contains(at))
    };
    reasons.iter().filter(says).count()
}

/// (field, label) of what is to be chosen on a page.
fn choices(page: &Answer) -> Vec<(String, String)> {
    let parts = page.body.split("<fieldset class=\"card\">").skip(1);
    let one = |part: &str| {
        let label = part.split("<h2>").nth(1)?.split("</h2>").next()?.to_owned();
        let field = part.split("name=\"use_").nth(1)?.split('"').next()?;
        Some((format!("use_{field}"), label))
    };
    parts.filter_map(one).collect()
}

#[test]
fn what_was_written_offline_goes_up_once() {
    let world = world(5);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let taken = "SELECT count(*) FROM event WHERE act = 'record.take_offline'";
    assert_eq!(world.count(taken), 1);
    let away = word(&draft["people"][3]["id"]);
    let form = phone(&draft, "k1", "同意。")
        .with(&format!("att_{away}"), "leave")
        .with(&format!("word_{away}"), "travel");
    let first = send(&world, &url, &form);
    assert_eq!((first.status, first.location.as_str()), (303, url.as_str()), "{}", faults(&first));
    let again = send(&world, &url, &form);
    assert_eq!((again.status, again.location.as_str()), (303, url.as_str()), "{}", faults(&again));
    assert_eq!(written_offline(&world, "record.hold", ""), 1);
    assert_eq!(written_offline(&world, "record.close", "16:30"), 1);
    let page = world.browser(0).get(&url).body;
    for words in ["已存档", "实到4人", "请假（出差）", "一、听取工作报告", "同意。"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    let kept = format!("/offline/state?keep={}.k1", word(&draft["record"]));
    assert!(world.browser(0).get(&kept).body.contains(&word(&draft["record"])));
}

#[test]
fn where_the_recorder_was_not_there_the_writer_on_the_phone_is_it() {
    let world = world(5);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let recorder: i64 = world.ask("SELECT recorder FROM record", &[]);
    assert_eq!(recorder, world.people[1]);
    let form = phone(&draft, "k1", "同意。").with(&format!("att_{recorder}"), "absent");
    let sent = send(&world, &url, &form);
    assert_eq!(sent.status, 303, "{}", faults(&sent));
    assert_eq!(world.ask::<i64>("SELECT recorder FROM record", &[]), world.people[0]);
}

#[test]
fn a_draft_on_a_phone_holds_names_and_what_is_to_be_written() {
    let world = world(3);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let person = draft["people"][0].as_object().expect("a person");
    let fields: Vec<&str> = person.keys().map(String::as_str).collect();
    assert_eq!(fields, ["id", "name", "votes", "state", "word"]);
    assert_eq!(word(&person["name"]), "党员00");
    assert_eq!(draft["hours"], 72);
    assert_eq!(word(&draft["items"][0]["head"]), "一、听取工作报告");
    let page = world.browser(0).get("/records/offline");
    assert!(page.body.contains("共1份"), "{}", page.body);
    assert!(world.browser(0).get(&url).body.contains("存到本机离线用"));
}

#[test]
fn what_changed_here_meanwhile_is_chosen_part_by_part() {
    let world = world(5);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let changed = world.plan("general_meeting", "2026-11-20", &[(2, "leave:sick"), (3, "absent")]);
    let saved = world.browser(1).post(&url, &changed.with("_version", "0").pairs());
    assert_eq!(saved.status, 303, "{}", faults(&saved));
    let third = world.people[2].to_string();
    let form = phone(&draft, "k1", "同意。").with(&format!("att_{third}"), "absent");
    let asked = send(&world, &url, &form);
    assert_eq!(asked.status, 409, "{}", asked.body);
    let found = choices(&asked);
    let labels: Vec<&str> = found.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["党员02", "党员03"]);
    assert!(asked.body.contains("缺席") && asked.body.contains("请假（病假）"), "{}", asked.body);
    assert_eq!(world.count("SELECT count(*) FROM record WHERE held_at IS NOT NULL"), 0);
    // The phone's for one, the server's for the other: as each is proposed.
    let chosen = form.with("_version", "1").with(&found[0].0, "phone").with(&found[1].0, "server");
    let done = send(&world, &url, &chosen);
    assert_eq!(done.status, 303, "{}", faults(&done));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("实到3人") && page.contains("同意。"), "{page}");
    assert_eq!(world.count("SELECT count(*) FROM record_attendance WHERE state = 'absent'"), 2);
}

#[test]
fn a_choice_about_an_older_state_is_asked_again() {
    let world = world(5);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    for (version, state) in [("0", "absent"), ("1", "leave")] {
        let changed = world.plan("general_meeting", "2026-11-20", &[(2, state)]);
        let saved = world.browser(1).post(&url, &changed.with("_version", version).pairs());
        assert_eq!(saved.status, 303, "{}", faults(&saved));
    }
    let form = phone(&draft, "k1", "同意。");
    let found = choices(&send(&world, &url, &form));
    let chosen = form.with("_version", "1").with(&found[0].0, "phone");
    assert_eq!(send(&world, &url, &chosen).status, 409);
    assert_eq!(send(&world, &url, &chosen.with("_version", "2")).status, 303);
}

#[test]
fn a_record_closed_here_is_not_touched_and_the_phones_text_becomes_a_correction() {
    let world = world(5);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let held = world.plan("general_meeting", "2026-11-20", &[]).with("_version", "0");
    assert_eq!(world.browser(1).post(&format!("{url}/holding"), &held.pairs()).status, 303);
    let closing = minutes("一、听取工作报告\n网上写的。").with("_version", "1");
    assert_eq!(world.browser(1).post(&format!("{url}/closing"), &closing.pairs()).status, 303);

    let form = phone(&draft, "k1", "会场上写的。");
    let over = send(&world, &url, &form);
    assert_eq!(over.status, 409, "{}", over.body);
    for words in ["服务器上已经存档", "会场上写的。", "网上写的。", "放进更正表"]
    {
        assert!(over.body.contains(words), "{words} in {}", over.body);
    }
    let correct = form.with("purpose", "correct");
    let done = world.browser(0).post(&format!("{url}/settlement"), &correct.pairs());
    assert_eq!((done.status, done.location), (303, format!("{url}/correction")));
    let page = world.browser(0).get(&format!("{url}/correction")).body;
    assert!(page.contains("会场上写的。") && page.contains("会上离线记的与存档的不同"), "{page}");
    assert!(world.browser(0).get(&url).body.contains("网上写的。"));
    let kept = format!("/offline/state?keep={}.k1", word(&draft["record"]));
    assert!(world.browser(0).get(&kept).body.contains(&word(&draft["record"])));
}

#[test]
fn a_withdrawn_record_leaves_the_phones_text_to_copy() {
    let world = world(3);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let reason = [("reason", "不开了"), ("_version", "0")];
    assert_eq!(world.browser(0).post(&format!("{url}/withdrawal"), &reason).status, 303);
    let form = phone(&draft, "k1", "会场上写的。");
    let over = send(&world, &url, &form);
    assert_eq!(over.status, 409, "{}", over.body);
    assert!(over.body.contains("服务器上已经撤回") && over.body.contains("会场上写的。"));
    assert!(!over.body.contains("放进更正表"));
    let drop = form.with("purpose", "drop");
    assert_eq!(world.browser(0).post(&format!("{url}/settlement"), &drop.pairs()).status, 303);
}

#[test]
fn the_rules_are_judged_here_and_before_anything_is_written() {
    let world = world(6);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let mut form =
        crate::world::motion(phone(&draft, "k1", "表决。"), "general-meeting", [3, 0, 0]);
    for person in &world.people[1..4] {
        form.set(&format!("att_{person}"), "absent");
    }
    let refused = send(&world, &url, &form);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("至少要4人到会才能表决；现在到会3人"), "{}", faults(&refused));
    assert_eq!(world.count("SELECT count(*) FROM record WHERE held_at IS NOT NULL"), 0);
    form.set(&format!("att_{}", world.people[1]), "came1");
    let taken = send(&world, &url, &form);
    assert_eq!(taken.status, 303, "{}", faults(&taken));
    assert_eq!(world.count("SELECT count(*) FROM record_motion WHERE present = 4"), 1);
}

#[test]
fn what_is_not_closed_yet_goes_up_as_minutes() {
    let world = world(3);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let form = phone(&draft, "k1", "还没写完").with("purpose", "minute");
    assert_eq!(send(&world, &url, &form).status, 303);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("会开过了，写好记录就存档") && page.contains("还没写完"), "{page}");
}

#[test]
fn a_late_upload_says_why() {
    let world = world(3);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    world.home.wait_until("2027-01-20");
    let form = phone(&draft, "k1", "同意。");
    let asked = send(&world, &url, &form);
    assert_eq!(asked.status, 422, "{}", asked.body);
    assert!(asked.body.contains("name=\"late_reason\""), "{}", asked.body);
    let said = form.with("late_reason", "会场没有网络");
    assert_eq!(send(&world, &url, &said).status, 303);
}

#[test]
fn who_may_not_hold_a_meeting_takes_none_along_and_sends_none_up() {
    let world = world(4);
    let url = drafted(&world, "general_meeting");
    let draft = taken(&world, &url);
    let member = world.browser(3);
    assert_eq!(member.post(&format!("{url}/offline"), &[]).status, 403);
    assert_eq!(member.get("/records/offline").status, 404);
    let form = phone(&draft, "k1", "同意。");
    assert_eq!(member.post(&format!("{url}/upload"), &form.pairs()).status, 403);
    assert_eq!(world.count("SELECT count(*) FROM record WHERE held_at IS NOT NULL"), 0);
}

#[test]
fn a_phone_erases_what_its_owner_may_not_write_any_more() {
    let world = world(4);
    let url = drafted(&world, "general_meeting");
    let record = word(&taken(&world, &url)["record"]);
    let asked = format!("/offline/state?keep={record}.k1");
    let of = |number: usize| -> Value {
        serde_json::from_str(&world.browser(number).get(&asked).body).unwrap()
    };
    assert_eq!(of(0)["erase"], serde_json::json!([]));
    assert_eq!(of(3)["erase"], serde_json::json!([record]));
    let stranger = testkit::Browser::stranger(&world.app).get(&asked);
    assert_eq!(stranger.body, r#"{"wipe":false,"person":null,"erase":[]}"#);
    let ended = testkit::Browser::with_cookie(&world.app, "guantong=ended").get(&asked);
    assert!(ended.body.contains("\"wipe\":true"), "{}", ended.body);
}

#[test]
fn a_hat_that_is_not_worn_keeps_its_drafts() {
    let world = with_hats(4, |_, _, _| Ok(None));
    let url = drafted(&world, "general_meeting");
    let record = word(&taken(&world, &url)["record"]);
    let asked = format!("/offline/state?keep={record}.k1");
    assert!(world.browser(3).get(&asked).body.contains("\"erase\":[]"));
}

#[test]
fn talks_and_distant_meetings_stay_here() {
    let world = world(4);
    let fields = world.new_plan("general_meeting", "2027-03-01", &[]);
    let far = world.browser(0).post("/records", &fields.pairs()).location;
    assert_eq!(world.browser(0).post(&format!("{far}/offline"), &[]).status, 409);
    assert!(!world.browser(0).get(&far).body.contains("存到本机离线用"));
    assert!(world.browser(0).get("/records/offline").body.contains("没有开着的会议草稿"));
}

#[test]
fn work_secrets_stay_here() {
    let mut world = world(4);
    world.appoint(2, 1, "secretary");
    let secretary = world.browser(2);
    let fields = world.new_plan("leading_meeting", "2026-11-20", &[]).with("unit", "1");
    let drafted = secretary.post("/records", &fields.pairs());
    assert_eq!(drafted.status, 303, "{}", faults(&drafted));
    let taken = secretary.post(&format!("{}/offline", drafted.location), &[]);
    assert_eq!(taken.status, 409, "{}", taken.body);
    assert!(taken.body.contains("不属于工作秘密的会议草稿"), "{}", taken.body);
}

#[test]
fn where_it_is_switched_off_nothing_of_it_is_there() {
    let world = World::of(4, 0);
    let url = drafted(&world, "general_meeting");
    let secretary = world.browser(0);
    assert!(!secretary.get(&url).body.contains("存到本机"));
    assert!(!secretary.get("/records").body.contains("离线准备"));
    for page in ["/records/offline", "/offline"] {
        assert_eq!(secretary.get(page).status, 404, "{page}");
    }
    assert_eq!(secretary.post(&format!("{url}/offline"), &[]).status, 409);
    assert_eq!(secretary.get("/offline/state").body, r#"{"wipe":true}"#);
}
