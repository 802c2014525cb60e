//! What people see, by lead and by line, and what their forms do.

use testkit::{Browser, Home, app};

use crate::place::{BRANCH, COMMITTEE, SECRETARY, by, fact, home, prepare, serve};

const Q3: &str = "/duties/21/branch.general-meeting/2026-Q3";

fn browser(home: &Home, person: i64, post: i64) -> Browser {
    Browser::of(&app(home, vec![duty::room()]), person, Some(post))
}

#[test]
fn a_secretary_sees_his_year_and_why_a_quarter_is_overdue() {
    let home = home("2026-11-20");
    let secretary = browser(&home, SECRETARY, 901);
    assert_eq!(secretary.get("/duties").location, "/duties/21");
    let year = secretary.get("/duties/21");
    assert_eq!(year.status, 200, "{}", year.body);
    assert!(year.body.contains("第三季度党员大会") && year.statements <= 8, "{}", year.statements);
    let verdict = secretary.get(Q3);
    assert_eq!(verdict.status, 200, "{}", verdict.body);
    for words in
        ["逾期", "已过51天", "支部工作条例", "第十一条", "补录", "没有开，写明原因", "提出来"]
    {
        assert!(verdict.body.contains(words), "{words}");
    }
    // Two of them are the session's.
    assert!(verdict.statements <= 10, "{}", verdict.statements);
    assert!(
        verdict.body.contains("/records/new?kind=general_meeting&amp;unit=21&amp;period=2026-Q3")
            || verdict
                .body
                .contains("/records/new?kind=general_meeting&#38;unit=21&#38;period=2026-Q3")
    );
}

#[test]
fn the_duties_of_a_year_hang_on_the_wall_a_row_for_each() {
    let home = home("2026-11-20");
    let secretary = browser(&home, SECRETARY, 901);
    let sheet = secretary.get("/duties/21/print?year=2026").body;
    let table = sheet.split("按条例和规定的次序排列").nth(1).unwrap();
    assert_eq!(table.matches("<td>主题党日</td>").count(), 1, "{table}");
    let at = |words: &str| table.find(words).unwrap_or_else(|| panic!("{words}: {table}"));
    assert!(at("<td>党员大会</td>") < at("<td>党课</td>"), "by article");
    assert!(at("<td>党课</td>") < at("<td>主题党日</td>"), "by article");
    let word = secretary.get("/duties/21/paper/docx?year=2026");
    assert_eq!((word.status, &word.bytes[..2]), (200, &b"PK"[..]));
    let list = secretary.post("/duties/21/lists?year=2026", &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]), "{}", list.body);
    assert_eq!(secretary.get("/duties/999/print").status, 404);
    let year = secretary.get("/duties/21").body;
    let rows = year.split("全年事项").nth(2).unwrap();
    assert!(rows.find("党员大会") < rows.find("主题党日"), "the page has the same order");
}

#[test]
fn a_paper_is_registered_for_the_one_event_that_it_answers() {
    let home = home("2026-11-20");
    prepare(&home, |w| {
        let fact = ("record", 7);
        duty::occur(w, COMMITTEE, ("letter-received", "7"), testkit::day("2026-11-10"), fact)
    });
    let officer = browser(&home, 700, 905);
    let year = officer.get("/duties/20").body.replace("&#38;", "&").replace("&amp;", "&");
    let from = year.find("/duties/20/organ.letter-receipt/").expect("the receipt is owed");
    let url = year[from..].split('"').next().unwrap();
    let verdict = officer.get(url).body.replace("&#38;", "&").replace("&amp;", "&");
    assert!(verdict.contains("已经寄回，登记"), "{verdict}");
    let form = verdict.find("/records/new?kind=receipt&unit=20&period=2026-11-10~").unwrap();
    assert!(verdict[form..].split('"').next().unwrap().ends_with("&about=7"));
}

#[test]
fn a_reason_is_asked_for_and_stops_the_reminders() {
    let home = home("2026-11-20");
    let secretary = browser(&home, SECRETARY, 901);
    let url = format!("{Q3}/explanation");
    assert_eq!(secretary.get(&url).status, 200);
    let empty = secretary.post(&url, &[("reason", "")]);
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("请填写原因"));
    let sent = secretary.post(&url, &[("reason", "全体党员外出执行任务")]);
    assert_eq!((sent.status, sent.location.as_str()), (303, Q3));
    let verdict = secretary.get(Q3);
    assert!(verdict.body.contains("有说明") && verdict.body.contains("撤回原因"));
    let back = secretary.post(&format!("{Q3}/explanation/withdrawal"), &[]);
    assert_eq!(back.status, 303);
    assert!(secretary.get(Q3).body.contains("已过51天"));
}

#[test]
fn an_officer_exempts_and_reminds_a_branch_below() {
    let home = home("2026-11-20");
    let officer = browser(&home, 700, 905);
    let url = "/duties/22/branch.theme-day/2026-10";
    let verdict = officer.get(url);
    assert!(verdict.body.contains("决定免办") && verdict.body.contains("提醒书记"));
    let reminded = officer.post(&format!("{url}/reminder"), &[]);
    assert_eq!(reminded.status, 303, "{}", reminded.body);
    let again = officer.post(&format!("{url}/reminder"), &[]);
    assert_eq!(again.status, 409);
    assert!(officer.get(url).body.contains("提醒过"));
    let form = officer.get(&format!("{url}/exemption"));
    assert!(form.body.contains("value=\"单位20\""), "{}", form.body);
    let fields = [("reason", "执行任务"), ("decided_by", "单位20"), ("decided_on", "2026-11-10")];
    assert_eq!(officer.post(&format!("{url}/exemption"), &fields).status, 303);
    assert!(officer.get(url).body.contains("免办"));
}

#[test]
fn the_line_sees_verdicts_and_reasons_but_no_record_behind_them() {
    let home = home("2026-11-20");
    serve(&home, &fact(1, "general_meeting", "2026-09-25"), &by(BRANCH));
    let line = browser(&home, 701, 906);
    let seen = line.get(Q3);
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("记录1") && !seen.body.contains("/records/1"));
    let lead = browser(&home, 700, 905);
    assert!(lead.get(Q3).body.contains("href=\"/records/1\""));
}

#[test]
fn what_is_out_of_sight_is_not_there() {
    let home = home("2026-11-20");
    let other = browser(&home, 601, 904);
    assert_eq!(other.get(Q3).status, 404);
    assert_eq!(other.get("/duties/22").status, 200);
    assert_eq!(other.get("/duties/22/branch.nothing/2026-Q3").status, 404);
    let sent = other.post(&format!("{Q3}/explanation"), &[("reason", "忙")]);
    assert!(sent.status == 403 || sent.status == 404, "{}", sent.status);
}

#[test]
fn the_regulations_are_open_to_everybody_with_their_doubts() {
    let home = home("2026-11-20");
    let secretary = browser(&home, SECRETARY, 901);
    for url in [
        "/regulations",
        "/regulations/texts/V-02",
        "/regulations/duties/branch.general-meeting",
        "/regulations/values/branch.committee-threshold",
        "/regulations/local",
        "/regulations/burden",
    ] {
        let page = secretary.get(url);
        assert_eq!(page.status, 200, "{url}: {}", page.body);
    }
    let lecture = secretary.get("/regulations/duties/person.branch-secretary-lecture");
    assert!(lecture.body.contains("条文未写明"));
    assert_eq!(secretary.get("/regulations/duties/no.thing").status, 404);
    assert_eq!(secretary.get("/regulations/local/new").status, 404);
}

#[test]
fn a_city_sets_a_local_rule_by_form() {
    let home = home("2026-03-20");
    let city = browser(&home, 701, 906);
    assert_eq!(city.get("/regulations/local/new").status, 200);
    let fields = [
        ("title", "月度集中学习"),
        ("kinds", "branch"),
        ("serves", "training"),
        ("rhythm", "month"),
        ("needed", "1"),
        ("quote", "党支部每月集中学习不少于1次。"),
        ("document_no", "临公党〔2026〕8号"),
        ("from", "2026-04-01"),
        ("to", "2026-12-31"),
        ("minutes", "60"),
    ];
    let sent = city.post("/regulations/local", &fields);
    assert_eq!(sent.status, 303, "{}", sent.body);
    home.wait_until("2026-05-10");
    let seen = browser(&home, SECRETARY, 901).get("/duties/21");
    assert!(seen.body.contains("月度集中学习（加码）"));
    let list = city.get("/regulations/local").body;
    let end = list.split("action=\"").nth(1).and_then(|it| it.split('"').next()).unwrap();
    assert_eq!(city.post(end, &[]).status, 303);
}

#[test]
fn the_home_page_has_this_months_things_for_a_secretary() {
    let home = home("2026-11-20");
    serve(&home, &fact(1, "theme_day", "2026-11-06"), &by(BRANCH));
    let read = |ctx: &act::Ctx| {
        ctx.read(|read| web::at_home(ctx, read, &[duty::room()])).unwrap().remove(0)
    };
    let secretary = crate::place::wearing(&home, SECRETARY, 901, "secretary", BRANCH);
    let (things, cards) = read(&secretary);
    let q3 = things.iter().find(|it| it.title == "第三季度党员大会").unwrap();
    assert!(q3.tag.0.contains("逾期51天") && q3.actions.len() == 2);
    assert!(things.iter().all(|it| it.title != "11月主题党日"));
    assert!(
        cards[0].0.contains("本月已完成1件") && cards[0].0.contains("12月要办"),
        "{}",
        cards[0].0
    );
}

#[test]
fn in_december_the_home_page_asks_for_january_in_the_same_breath() {
    let home = home("2026-12-20");
    let ctx = crate::place::wearing(&home, SECRETARY, 901, "secretary", BRANCH);
    let read = || ctx.read(|read| web::at_home(&ctx, read, &[duty::room()])).unwrap();
    let (gathered, tally) = db::tally(read);
    let [(_, cards)] = &gathered[..] else { panic!("one room") };
    let january = cards[0].0.split("1月要办").nth(1).unwrap();
    assert!(january.contains("1月主题党日"), "{}", cards[0].0);
    assert_eq!(tally.statements, 1, "the law, two years of the branch and what counts for it");
}
