//! The shipped regulations against the names and the judge of this room.

use duty::judge::vocabulary;
use rules::{Rules, Sources, check_sources};

#[test]
fn the_shipped_regulations_and_all_their_cases_hold() {
    let report = check_sources(Sources::built_in(), &vocabulary());
    assert!(report.is_clean(), "\n{report}");
    let cases = Rules::built_in().cases();
    let asked = cases.iter().filter(|c| c.duty.is_some()).count();
    assert!(asked >= 170, "only {asked} cases of duties");
}

#[test]
fn no_case_holds_whatever_it_expects() {
    let shipped = Sources::built_in();
    let mut sources = Sources::built_in();
    for path in shipped.paths().filter(|path| path.contains("/cases/")) {
        let text = shipped.text(path).unwrap();
        let wrong = text.replace("state = \"done\"", "state = \"missed\"");
        sources = sources.with(path, &wrong.replace("state = \"overdue\"", "state = \"done\""));
    }
    let of = |state: &str| {
        let cases = Rules::built_in().cases().iter().filter_map(|c| c.duty.as_ref());
        cases.filter(|c| c.expect.state == state).count()
    };
    let report = check_sources(sources, &vocabulary()).plain();
    assert_eq!(report.matches("不成立").count(), of("done") + of("overdue"), "\n{report}");
}

#[test]
fn a_case_that_does_not_hold_is_shown_at_its_line() {
    let text = "[[case]]\ntitle = \"第三季度没有开会\"\non = 2026-11-20\nconfirmed_by = \"待核\"\n\
        [case.duty]\nkey = \"branch/general-meeting\"\nperiod = \"2026-Q3\"\n\
        bearer = { kinds = [\"branch\"], from = 2015-07-01 }\nexpect = { state = \"done\" }\n";
    let sources = Sources::built_in().with("branch/cases/wrong.toml", text);
    let report = check_sources(sources, &vocabulary()).plain();
    let wanted = "\
错误: 判例“第三季度没有开会”不成立
 --> branch/cases/wrong.toml:9:20
  |
9 | expect = { state = \"done\" }
  |                    ^^^^^^ 得出的是overdue：应有1次，能计入的0次。";
    assert_eq!(report, wanted);
}

#[test]
fn every_name_that_regulations_use_is_listed_and_every_title_is_chinese() {
    for (list, names) in vocabulary().lists() {
        assert!(!names.is_empty(), "{list}");
        for (name, title) in names {
            assert!(name.is_ascii() && !title.is_ascii(), "{name} {title}");
        }
    }
}
