//! What is handed over verifies anywhere, and only as it was written.

use audit::{Broken, Code, Range, Report};
use testkit::day;

use crate::world::World;

fn export(world: &World, range: Range) -> String {
    let mut file = Vec::new();
    audit::write_export(&world.ctx(), range, &mut file).unwrap();
    String::from_utf8(file).unwrap()
}

fn verify(text: &str) -> Report {
    audit::verify_export(text.as_bytes(), None).unwrap()
}

/// The line after which everything stays as it was.
fn with_line(text: &str, line: usize, change: impl Fn(&str) -> String) -> String {
    let changed = |(no, it): (usize, &str)| if no + 1 == line { change(it) } else { it.to_owned() };
    text.lines().enumerate().map(changed).fold(String::new(), |all, it| all + &it + "\n")
}

fn line_with(text: &str, mark: &str) -> usize {
    text.lines().position(|line| line.contains(mark)).unwrap() + 1
}

#[test]
fn an_export_verifies_without_database_and_keys() {
    let world = World::with_a_head();
    let text = export(&world, Range::default());
    let (here, there) = (world.verify(), verify(&text));
    assert_eq!(there.broken, None);
    assert_eq!((there.seals, there.events, there.heads), (here.seals, here.events, here.heads));
    assert_eq!(there.fingerprints, here.fingerprints);
    assert_eq!(there.code, here.code);
    assert!(!text.contains("练习"), "reasons are nobody's business elsewhere");
    let code = world.code();
    assert_eq!(audit::verify_export(text.as_bytes(), Some(&code)).unwrap().broken, None);
}

#[test]
fn days_asked_for_are_there_whole_and_no_others() {
    let world = World::with_a_head();
    let second = day("2026-11-21");
    let text = export(&world, Range { since: Some(second), until: Some(second) });
    let report = verify(&text);
    assert_eq!((report.broken, report.seals, report.events), (None, 2, 2));
    let before = Range { since: None, until: Some(day("2026-11-20")) };
    assert_eq!(verify(&export(&world, before)).events, 6);
    let nothing = Range { since: Some(day("2027-01-01")), until: None };
    assert_eq!(verify(&export(&world, nothing)).events, 0);
}

#[test]
fn a_changed_line_is_found() {
    let world = World::with_a_head();
    let text = export(&world, Range::default());
    let line = line_with(&text, "\"look\"");
    let changed = with_line(&text, line, |it| it.replace("10.3.2.1", "10.3.2.2"));
    assert_eq!(verify(&changed).broken, Some(Broken::TextChanged { from: line, to: line + 1 }));

    let digest = |it: &str| {
        let at = it.find("\"digest\":\"").unwrap() + 10;
        let (head, tail) = it.split_at(at);
        format!("{head}{}{}", if tail.starts_with('0') { '1' } else { '0' }, &tail[1..])
    };
    let broken = verify(&with_line(&text, line, digest)).broken;
    let is_it = matches!(broken, Some(Broken::SealWrong { seal: 4, at: Some(_), .. }));
    assert!(is_it, "{broken:?}");
    let head = line_with(&text, "\"head\"");
    let forged = with_line(&text, head, |it| it.replace("\"events\":", "\"events\":1"));
    assert!(matches!(verify(&forged).broken, Some(Broken::HeadForged { .. })));
}

#[test]
fn lines_taken_away_are_found() {
    let world = World::with_a_head();
    let text = export(&world, Range::default());
    let without = |line: usize| -> String {
        let kept = text.lines().enumerate().filter(|(no, _)| no + 1 != line);
        kept.fold(String::new(), |all, (_, it)| all + it + "\n")
    };
    let lines = text.lines().count();
    assert_eq!(verify(&without(lines)).broken, Some(Broken::ExportCut));
    for line in 1..lines {
        assert!(verify(&without(line)).broken.is_some(), "line {line}");
    }
    let half: String = text.lines().take(lines / 2).fold(String::new(), |all, it| all + it + "\n");
    assert_eq!(verify(&half).broken, Some(Broken::ExportCut));
    assert_eq!(verify("").broken, Some(Broken::ExportCut));
    assert_eq!(verify("{}\n").broken, Some(Broken::ExportUnreadable { line: 1 }));
}

#[test]
fn a_file_signed_by_somebody_else_has_another_fingerprint() {
    let (ours, theirs) = (World::with_a_head(), World::with_a_head());
    let (a, b) =
        (verify(&export(&ours, Range::default())), verify(&export(&theirs, Range::default())));
    assert_ne!(a.fingerprints, b.fingerprints);
    let text = export(&ours, Range::default());
    let other = export(&theirs, Range::default());
    let top = other.lines().next().unwrap();
    let mixed = with_line(&text, 1, |_| top.to_owned());
    assert!(verify(&mixed).broken.is_some());
}

#[test]
fn a_code_of_later_than_the_end_tells_that_the_export_was_cut_before() {
    let world = World::with_a_head();
    let text = export(&world, Range::default());
    world.act();
    let code: Code = world.code();
    let report = audit::verify_export(text.as_bytes(), Some(&code)).unwrap();
    assert!(matches!(report.broken, Some(Broken::CodeBeyond { .. })));
}

#[test]
fn a_broken_chain_is_not_handed_over() {
    let world = World::with_a_head();
    world.tamper("UPDATE event SET reason = '别的'", &[]);
    let refused = audit::write_export(&world.ctx(), Range::default(), &mut Vec::new());
    assert!(refused.unwrap_err().to_string().contains("不能导出"));
    let unsigned = audit::write_export(&World::new().ctx(), Range::default(), &mut Vec::new());
    assert!(unsigned.unwrap_err().to_string().contains("还没有签名密钥"));
}
