//! Reports, plans and notices: entered once, they serve, are corrected, withdrawn and printed.

use crate::world::{Fields, World, faults};

/// A county's 局党委 (7) with its 机关党委 (8), both led by the first of the people.
fn committees() -> World {
    let mut world = World::of(4, 0);
    world.found(7, "leading_committee", "南屏县公安局党委", "/7/", "/100/7/");
    world.found(8, "organ_committee", "南屏县公安局机关党委", "/7/8/", "/100/8/");
    world.appoint(2, 7, "secretary");
    world.appoint(3, 8, "secretary");
    world
}

fn filing(kind: &str, unit: i64, on: &str) -> Fields {
    let mut fields = Fields::default();
    let unit = unit.to_string();
    for (name, value) in [
        ("kind", kind),
        ("unit", &unit),
        ("title", "情况报告"),
        ("on1", on),
        ("topic", "南公党〔2026〕12号"),
        ("guests", "县委组织部"),
        ("minutes", "今年培训党员四批，都按计划完成。"),
    ] {
        fields.set(name, value);
    }
    fields
}

/// The URL of what was filed.
fn filed(world: &World, by: usize, fields: &Fields) -> String {
    let answer = world.browser(by).post("/records/filing", &fields.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

#[test]
fn a_report_is_entered_once_and_serves_its_duty() {
    let world = committees();
    let form = world.browser(3).get("/records/new?kind=year_report&unit=8&period=2026");
    for words in ["2026年党员教育管理情况报告", "报送日期", "报送给", "文号", "主要内容"]
    {
        assert!(form.body.contains(words), "{words}\n{}", form.body);
    }
    assert!(!form.body.contains("到会") && !form.body.contains("议题"), "{}", form.body);
    let url = filed(&world, 3, &filing("year_report", 8, "2026-11-20"));
    let page = world.browser(3).get(&url);
    for words in [
        "南公党〔2026〕12号",
        "县委组织部",
        "培训党员四批",
        "报告党员教育管理工作",
        "计入",
        "已存档",
    ] {
        assert!(page.body.contains(words), "{words}\n{}", page.body);
    }
    assert!(!page.body.contains("到会"), "{}", page.body);
    let list = world.browser(3).get("/records?kind=year_report");
    assert!(list.body.contains("情况报告") && list.body.contains("教育管理报告"));
    let paper = world.browser(3).get(&format!("{url}/print"));
    assert!(paper.body.contains("南屏县公安局机关党委") && paper.body.contains("培训党员四批"));
    assert_eq!(world.browser(3).get(&format!("{url}/minutes.docx")).status, 200);
}

#[test]
fn what_is_missing_is_asked_for_at_its_field() {
    let world = committees();
    let send = |fields: Fields| world.browser(3).post("/records/filing", &fields.pairs());
    let silent = send(filing("year_report", 8, "2026-11-20").with("minutes", ""));
    assert!(silent.status == 422 && silent.body.contains("请用一段话写清"), "{}", faults(&silent));
    assert!(silent.body.contains("南公党〔2026〕12号"), "what was typed stays");
    let early = send(filing("year_report", 8, "2026-12-20"));
    assert!(early.status == 422 && early.body.contains("还没有到"), "{}", faults(&early));
    let late = filing("year_report", 8, "2026-10-20");
    let asked = send(late.clone());
    assert!(asked.status == 422 && asked.body.contains("过了31天才登记"), "{}", faults(&asked));
    let url = filed(&world, 3, &late.with("late_reason", "经办人出差"));
    let page = world.browser(3).get(&url);
    assert!(
        page.body.contains("补录") && page.body.contains("2026年10月20日报送"),
        "{}",
        page.body
    );
    let elsewhere = send(filing("study_plan", 8, "2026-11-20"));
    assert_eq!(elsewhere.status, 422, "a 机关党委 has no study plan of its own");
}

#[test]
fn a_correction_keeps_the_old_paper_and_a_withdrawal_its_effect() {
    let world = committees();
    let url = filed(&world, 3, &filing("year_report", 8, "2026-11-20"));
    let form = world.browser(3).get(&format!("{url}/correction"));
    assert!(form.status == 200 && form.body.contains("为什么更正") && !form.body.contains("议题"));
    let mut typed = filing("year_report", 8, "2026-11-19").with("minutes", "改过的内容。");
    typed.remove("kind");
    typed.remove("unit");
    let typed = typed.with("reason", "写错批数").with("_version", "1");
    let answer = world.browser(3).post(&format!("{url}/correction"), &typed.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.browser(3).get(&url);
    assert!(page.body.contains("改过的内容。") && page.body.contains("写错批数"));
    let old = world.browser(3).get(&format!("{url}/versions/1"));
    assert!(old.body.contains("培训党员四批") && old.body.contains("2026年11月20日"));
    let served = "SELECT count(*) FROM service WHERE duty = 'organ/year-report' AND counts";
    assert_eq!(world.count(served), 1);
    let form = [("_version", "2"), ("reason", "另有一份")];
    assert_eq!(world.browser(3).post(&format!("{url}/withdrawal"), &form).status, 303);
    assert_eq!(world.count(served), 0);
    assert!(world.browser(3).get(&url).body.contains("已撤回"));
}

#[test]
fn what_is_reported_after_the_year_counts_for_the_year() {
    let world = committees();
    let fields = filing("building_report", 7, "2026-11-20").with("makes_up", "2025");
    filed(&world, 2, &fields);
    let sql =
        "SELECT count(*) FROM service WHERE duty = 'leading/building-report' AND period = '2025'";
    assert_eq!(world.count(sql), 1);
}

#[test]
fn a_secretary_reports_himself_and_his_post_is_served() {
    let world = committees();
    let report = filing("duty_report", 3, "2026-11-20");
    let other = report.clone().with("chair", &world.people[1].to_string());
    let answer = world.browser(0).post("/records/filing", &other.pairs());
    assert!(answer.status == 422 && answer.body.contains("不担任这个职务"), "{}", faults(&answer));
    let url = filed(&world, 0, &report.with("chair", &world.people[0].to_string()));
    assert!(world.browser(0).get(&url).body.contains("述职人"));
    let sql = "SELECT count(*) FROM service WHERE duty = 'person/secretary-report' AND counts
               AND bearer_kind = 'post' AND bearer = 3";
    assert_eq!(world.count(sql), 1);
}

/// A life meeting of the 局党委, held and closed; its id.
fn life_meeting(world: &World, on: &str) -> String {
    let mut plan = world.new_plan("democratic_life_meeting", on, &[]).with("unit", "7");
    plan.set("title", "民主生活会");
    plan.set("topic", "对照检查");
    plan.set("chair", &world.people[2].to_string());
    plan.set("recorder", &world.people[2].to_string());
    let held = world.browser(2).post("/records/held", &plan.pairs());
    assert_eq!(held.status, 303, "{}", faults(&held));
    let minutes = [
        ("minutes", "逐个对照检查。"),
        ("problem", "下基层少"),
        ("task", "每月到所队两次"),
        ("owner", "党员02"),
        ("due", "2026-12-31"),
        ("late_reason", "会后补录"),
        ("_version", "0"),
    ];
    let closed = world.browser(2).post(&format!("{}/closing", held.location), &minutes);
    assert_eq!(closed.status, 303, "{}", faults(&closed));
    held.location.trim_start_matches("/records/").to_owned()
}

const REPORTED: &str = "SELECT count(*) FROM service s JOIN occurrence o
    ON o.about = s.about AND o.name = 'life-meeting-held' AND o.unit = s.unit
    WHERE s.duty = 'leading/life-meeting-report' AND s.counts AND o.on_day = $1";

#[test]
fn each_report_is_of_one_life_meeting_and_serves_it_alone() {
    let world = committees();
    let (last, this) = (life_meeting(&world, "2025-12-25"), life_meeting(&world, "2026-11-18"));
    let events = "SELECT count(DISTINCT about) FROM occurrence WHERE name = 'life-meeting-held'";
    assert_eq!(world.count(events), 2);
    let choose = world.browser(2).get("/records/new?kind=life_meeting_report&unit=7").body;
    for words in ["2025年12月25日的民主生活会", "2026年11月18日的民主生活会"] {
        assert!(choose.contains(words), "{words}\n{choose}");
    }
    assert!(!choose.contains("name=\"minutes\""), "first which meeting: {choose}");
    let silent = filing("life_meeting_report", 7, "2026-11-20");
    let refused = world.browser(2).post("/records/filing", &silent.pairs());
    assert!(
        refused.status == 422 && refused.body.contains("请选择是哪一次"),
        "{}",
        faults(&refused)
    );
    let other = silent.clone().with("about", "4711");
    assert_eq!(world.browser(2).post("/records/filing", &other.pairs()).status, 422);

    let url = format!("/records/new?kind=life_meeting_report&unit=7&about={last}");
    let form = world.browser(2).get(&url).body;
    for words in [
        "value=\"2025年民主生活会情况报告\"",
        "2025年12月25日召开民主生活会",
        "主题是“对照检查”",
        "1. 下基层少：每月到所队两次",
    ] {
        assert!(form.contains(words), "{words}\n{form}");
    }
    assert!(!form.contains("算哪一期的"), "a meeting is of no half-year: {form}");
    let report = filed(&world, 2, &silent.clone().with("about", &last));
    let page = world.browser(2).get(&report).body;
    assert!(page.contains("报送民主生活会情况") && page.contains("2025年12月25日的会"), "{page}");
    let of = |day: &str| -> i64 { world.ask(REPORTED, db::bind![day]) };
    assert_eq!((of("2025-12-25"), of("2026-11-18")), (1, 0));

    let next = world.browser(2).get("/records/new?kind=life_meeting_report&unit=7").body;
    assert!(next.contains("value=\"2026年民主生活会情况报告\""), "the only one left: {next}");
    let card = world.browser(2).get(&format!("/records/{this}")).body;
    assert!(
        card.contains(&format!("kind=life_meeting_report&#38;unit=7&#38;about={this}")),
        "{card}"
    );
    filed(&world, 2, &silent.with("about", &this));
    assert_eq!((of("2025-12-25"), of("2026-11-18")), (1, 1));
    let card = world.browser(2).get(&format!("/records/{this}")).body;
    assert!(!card.contains("kind=life_meeting_report&#38;"), "{card}");
    assert!(
        card.contains("民主生活会") && !card.contains("专题民主生活会"),
        "nobody asked for one: {card}"
    );
}

#[test]
fn a_plan_sent_before_its_meeting_is_there_becomes_its_own() {
    let world = committees();
    let form = world.browser(2).get("/records/new?kind=life_meeting_plan&unit=7").body;
    assert!(form.contains("name=\"about\" value=\"none\""), "{form}");
    let early = filing("life_meeting_plan", 7, "2026-11-13").with("about", "none");
    let plan = filed(&world, 2, &early);
    assert_eq!(world.count("SELECT count(*) FROM record WHERE about <> ''"), 0);
    let meeting = life_meeting(&world, "2026-11-18");
    let named: String = world.ask(
        "SELECT about FROM record WHERE id = $1",
        db::bind![plan.trim_start_matches("/records/").parse::<i64>().unwrap()],
    );
    assert_eq!(named, meeting);
    let sql = "SELECT count(*) FROM service s JOIN occurrence o ON o.about = s.about
               WHERE s.duty = 'leading/life-meeting-plan' AND o.name = 'life-meeting-held'";
    assert_eq!(world.count(sql), 1);
    life_meeting(&world, "2026-11-19");
    assert_eq!(world.count(sql), 1, "and of no later one");
}

#[test]
fn a_circular_may_be_about_something_else() {
    let world = committees();
    life_meeting(&world, "2026-11-18");
    let choose = world.browser(2).get("/records/new?kind=circular&unit=7").body;
    assert!(choose.contains("和民主生活会无关") && choose.contains("11月18日"), "{choose}");
    filed(&world, 2, &filing("circular", 7, "2026-11-20").with("about", "none"));
    let sql = "SELECT count(*) FROM service s JOIN occurrence o ON o.about = s.about
               WHERE s.duty = 'leading/life-meeting-circular'";
    assert_eq!(world.count(sql), 0);
}

#[test]
fn two_letters_want_two_receipts() {
    let world = committees();
    let letter = |on: &str| filed(&world, 3, &filing("letter_received", 8, on));
    let (first, second) = (letter("2026-11-16"), letter("2026-11-16"));
    assert_ne!(first, second);
    assert_eq!(world.count("SELECT count(DISTINCT about) FROM occurrence"), 2);
    let about = first.trim_start_matches("/records/");
    filed(&world, 3, &filing("receipt", 8, "2026-11-20").with("about", about));
    let sql = "SELECT count(*) FROM service s JOIN occurrence o ON o.about = s.about
               WHERE s.duty = 'organ/letter-receipt' AND o.name = 'letter-received'";
    assert_eq!(world.count(sql), 1);
}

#[test]
fn a_filing_is_for_those_who_lead() {
    let mut world = committees();
    let stranger = world.admit("外单位党员", people::Status::Full, 5);
    world.appoint(stranger, 5, "secretary");
    let url = filed(
        &world,
        0,
        &filing("duty_report", 3, "2026-11-20").with("chair", &world.people[0].to_string()),
    );
    assert_eq!(world.browser(stranger).get(&url).status, 404);
    let member = world.admit("普通党员", people::Status::Full, 3);
    assert_eq!(world.browser(member).get(&url).status, 404);
    world.appoint(member, 3, "publicity_member");
    let choose = world.browser(member).get("/records/new");
    assert!(choose.body.contains("主题党日") && !choose.body.contains("书记抓党建述职"));
    let refused = world
        .browser(member)
        .post("/records/filing", &filing("election_report", 3, "2026-11-20").pairs());
    assert_eq!(refused.status, 403);
}

#[test]
fn a_year_of_filings_arrives_at_once() {
    let world = committees();
    let session = |on: &str| record::Session {
        on: testkit::day(on),
        from: String::new(),
        to: String::new(),
        place: String::new(),
    };
    let at = calendar::Instant::at(testkit::day("2026-11-19"), 17, 30);
    let one = |unit, kind: &str| record::Closed {
        guests: "县委组织部".into(),
        minutes: "按要求报送。".into(),
        ..record::Closed::new(unit, kind, session("2026-11-19"), at)
    };
    let closed = [one(7, "study_plan"), one(7, "study_report"), one(8, "letter_received")];
    let rules = rules::Rules::built_in();
    let ids = world.prepare(|w| record::close_many(w, rules, &closed));
    assert_eq!(world.count("SELECT count(*) FROM service WHERE counts AND unit = 7"), 2);
    let starts = "SELECT count(*) FROM occurrence WHERE about <> ''";
    assert_eq!(world.count(starts), 1);
    let page = world.browser(2).get(&format!("/records/{}", ids[0]));
    assert!(page.body.contains("县委组织部") && page.body.contains("计入"), "{}", page.body);
}
