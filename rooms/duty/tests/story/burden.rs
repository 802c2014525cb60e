//! The burden ledger: what stands on branches beyond the regulations, whose it is, and its minutes.

use act::Error;
use duty::NewDemand;
use testkit::{Browser, Home, app, day};

use crate::place::{SECRETARY, home, wearing};

fn browser(home: &Home, person: i64, post: i64) -> Browser {
    Browser::of(&app(home, vec![duty::room()]), person, Some(post))
}

fn demand() -> NewDemand {
    NewDemand {
        sort: "handwriting".into(),
        title: "党员大会手写记录本".into(),
        quote: "党支部会议记录须手写。".into(),
        document_no: "临公党〔2026〕9号".into(),
        owner: 701,
        minutes: 90,
        from: day("2026-03-01"),
        to: day("2026-12-31"),
    }
}

#[test]
fn a_demand_of_handwriting_stands_in_the_ledger_with_its_minutes() {
    let home = home("2026-03-20");
    let city = wearing(&home, 701, 906, "line_officer", 100);
    duty::enter_demand(&city, 100, &demand()).unwrap();
    let ledger = browser(&home, SECRETARY, 901).get("/regulations/burden").body;
    for words in [
        "党员大会手写记录本",
        "要求手写记录（加码）",
        "临公党〔2026〕9号",
        "90分钟",
        "合计每个支部每月90分钟",
        "市级",
    ] {
        assert!(ledger.contains(words), "{words}\n{ledger}");
    }
    assert!(!ledger.contains("登记一项要求"), "a branch enters none: {ledger}");
    let secretary = browser(&home, SECRETARY, 901);
    let print = secretary.get("/regulations/burden/print").body;
    assert!(
        print.contains("党员大会手写记录本") && print.contains("合计每个支部每月90分钟"),
        "{print}"
    );
    let word = secretary.get("/regulations/burden/paper/docx");
    assert_eq!((word.status, &word.bytes[..2]), (200, &b"PK"[..]));
    let list = secretary.post("/regulations/burden/lists", &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]), "{}", list.body);
}

#[test]
fn a_city_enters_a_demand_by_form_and_ends_it() {
    let home = home("2026-03-20");
    let city = browser(&home, 701, 906);
    assert_eq!(city.get("/regulations/burden/new").status, 200);
    let fields = [
        ("sort", "second_book"),
        ("title", "另做纸质台账"),
        ("quote", "每月另做一本纸质台账。"),
        ("document_no", "临公党〔2026〕10号"),
        ("owner", "701"),
        ("minutes", "120"),
        ("from", "2026-03-20"),
        ("to", "2026-12-31"),
    ];
    let sent = city.post("/regulations/burden", &fields);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = city.get("/regulations/burden").body;
    let end = page
        .split("action=\"")
        .find_map(|it| it.split('"').next().filter(|it| it.ends_with("/end")))
        .unwrap();
    assert_eq!(browser(&home, SECRETARY, 901).post(end, &[]).status, 403, "not his");
    assert_eq!(city.post(end, &[]).status, 303);
    assert!(!city.get("/regulations/burden").body.contains("另做纸质台账</"), "ended");
}

#[test]
fn a_county_may_not_demand_and_what_is_forbidden_is_refused() {
    let home = home("2026-03-20");
    let post = home.hold(702, "line_officer", 200);
    let county = wearing(&home, 702, post, "line_officer", 200);
    let refused = duty::enter_demand(&county, 200, &demand());
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    let city = wearing(&home, 701, 906, "line_officer", 100);
    let check_in = NewDemand { title: "每日打卡".into(), ..demand() };
    assert!(matches!(duty::enter_demand(&city, 100, &check_in), Err(Error::Invalid(_))));
    let backwards = NewDemand { to: day("2026-02-01"), ..demand() };
    assert!(matches!(duty::enter_demand(&city, 100, &backwards), Err(Error::Invalid(_))));
}
