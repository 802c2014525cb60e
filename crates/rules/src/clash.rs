//! The checks of several things against each other: overlapping dates, contradictory duties.

use crate::duty::Duty;
use crate::report::{Finding, Report};
use crate::source::Place;
use crate::{Modality, Rules};
use calendar::Day;

pub(crate) fn check(rules: &Rules, report: &mut Report) {
    for versions in rules.duty_groups() {
        let spans = versions.iter().map(|d| (d.place.to("from"), d.from, d.to));
        overlaps(&versions[0].key, spans, report);
    }
    for (n, first) in rules.duties().iter().enumerate() {
        for second in &rules.duties()[n + 1..] {
            if contradict(first, second) {
                contradiction(first, second, report);
            }
        }
    }
}

/// Versions of one thing must not hold on the same day.
pub(crate) fn overlaps(
    key: &str,
    spans: impl Iterator<Item = (Place, Day, Option<Day>)>,
    report: &mut Report,
) {
    let mut spans: Vec<_> = spans.collect();
    spans.sort_by_key(|(_, from, _)| *from);
    for pair in spans.windows(2) {
        let (_, _, to) = &pair[0];
        let (place, from, _) = &pair[1];
        if to.is_none_or(|to| to >= *from) {
            let until = to.map_or("一直有效".to_owned(), |to| format!("到{}才止", to.zh()));
            report.add(Finding::at(
                place,
                format!("“{key}”有两个版本同时有效"),
                format!("前一个版本{until}"),
            ));
        }
    }
}

/// The same bearers, the same records, the same days, and yet another answer.
fn contradict(a: &Duty, b: &Duty) -> bool {
    let local = a.modality == Modality::Local || b.modality == Modality::Local;
    let same_facts = a.serves == b.serves && a.accepts == b.accepts && !a.serves.is_empty();
    let same_start = a.period == b.period && a.start == b.start;
    let bound =
        a.who == b.who && a.applies == b.applies && a.binds.iter().any(|k| b.binds.contains(k));
    let together = a.to.is_none_or(|to| b.from <= to) && b.to.is_none_or(|to| a.from <= to);
    !local && a.key != b.key && same_facts && same_start && bound && together
}

fn contradiction(first: &Duty, second: &Duty, report: &mut Report) {
    let title = format!("义务“{}”与“{}”互相抵触", second.key, first.key);
    let label = "同样的承担者、同样的记录、同样的周期，另一个义务已经规定了";
    report.add(
        Finding::at(&second.place.to("key"), title, label)
            .help(format!("另一个在{}，出自{}{}", first.place.path, first.text, first.article)),
    );
}
