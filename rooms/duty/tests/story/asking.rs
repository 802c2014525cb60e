//! 请上级免办: asked by a branch, answered by the committee that leads it.

use db::bind;
use testkit::{Browser, Home, app};

use crate::place::{SECRETARY, home};

const Q3: &str = "/duties/21/branch.general-meeting/2026-Q3";

fn browser(home: &Home, person: i64, post: i64) -> Browser {
    Browser::of(&app(home, vec![duty::room()]), person, Some(post))
}

fn notices(home: &Home, person: i64) -> Vec<String> {
    let sql = "SELECT text FROM notice WHERE person = $1 ORDER BY id";
    home.core.db.read(|read| read.all(sql, bind![person])).unwrap()
}

fn ask(home: &Home) -> Browser {
    let secretary = browser(home, SECRETARY, 901);
    assert!(secretary.get(Q3).body.contains("请上级免办"));
    let url = format!("{Q3}/request");
    assert_eq!(secretary.get(&url).status, 200);
    assert_eq!(secretary.post(&url, &[("reason", "")]).status, 422);
    assert_eq!(secretary.post(&url, &[("reason", "全体外出执行任务")]).status, 303);
    secretary
}

#[test]
fn a_request_stands_on_the_page_until_the_committee_exempts() {
    let home = home("2026-11-20");
    let secretary = ask(&home);
    let seen = secretary.get(Q3).body;
    assert!(seen.contains("还没有答复") && seen.contains("逾期"), "{seen}");
    assert_eq!(secretary.post(&format!("{Q3}/request"), &[("reason", "再请")]).status, 409);
    assert_eq!(notices(&home, 700), ["单位21请求免办“第三季度党员大会”：全体外出执行任务"]);
    let officer = browser(&home, 700, 905);
    assert!(officer.get(Q3).body.contains("不同意免办"));
    let fields = [("reason", "执行任务"), ("decided_by", "单位20"), ("decided_on", "2026-11-20")];
    assert_eq!(officer.post(&format!("{Q3}/exemption"), &fields).status, 303);
    assert_eq!(notices(&home, SECRETARY), ["已决定免办“第三季度党员大会”"]);
    let seen = secretary.get(Q3).body;
    assert!(seen.contains("免办") && !seen.contains("还没有答复"));
    let late = officer.post(&format!("{Q3}/refusal"), &[("words", "不同意")]);
    assert_eq!(late.status, 409);
}

#[test]
fn a_refusal_has_words_and_the_branch_may_ask_again() {
    let home = home("2026-11-20");
    let secretary = ask(&home);
    let url = format!("{Q3}/refusal");
    let own = secretary.post(&url, &[("words", "不同意")]);
    assert!(own.status == 403 || own.status == 404, "{}", own.status);
    let officer = browser(&home, 700, 905);
    assert_eq!(officer.get(&url).status, 200);
    assert_eq!(officer.post(&url, &[("words", "可以分两批召开")]).status, 303);
    let seen = secretary.get(Q3).body;
    assert!(seen.contains("11月20日答复不同意：可以分两批召开"), "{seen}");
    assert_eq!(notices(&home, SECRETARY), ["没有同意免办“第三季度党员大会”：可以分两批召开"]);
    assert_eq!(officer.post(&url, &[("words", "再答")]).status, 409);
    assert_eq!(secretary.post(&format!("{Q3}/request"), &[("reason", "分不开")]).status, 303);
    assert!(secretary.get(Q3).body.contains("还没有答复"));
}

#[test]
fn only_the_branch_itself_asks() {
    let home = home("2026-11-20");
    let sent = browser(&home, 601, 904).post(&format!("{Q3}/request"), &[("reason", "忙")]);
    assert!(sent.status == 403 || sent.status == 404, "{}", sent.status);
    assert!(notices(&home, 700).is_empty());
}
