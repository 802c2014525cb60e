//! What must hold between the files of `systems/`, beyond their form.

use std::{collections::BTreeSet, ops::Range};

use act::Reach;
use toml::Spanned;

use crate::{Finding, KINDS, PERSONAL, POSTS, Report, Systems};

/// The post that everybody signed in holds; it reaches only himself.
const MEMBER: &str = "member";

pub(crate) fn all(systems: &Systems, report: &mut Report) {
    unique(systems.kinds.iter().map(|kind| &kind.key), KINDS, report);
    unique(systems.posts.iter().map(|post| &post.key), POSTS, report);
    kinds(systems, report);
    posts(systems, report);
    crate::rights::all(systems, report);
    crate::periods::all(systems, report);
    rows(systems, report);
}

pub(crate) fn acts(systems: &Systems, known: &BTreeSet<&str>, report: &mut Report) {
    let granted = systems.posts.iter().flat_map(|post| &post.powers).flat_map(|grant| &grant.acts);
    let named = granted.chain(&systems.seat_acts).chain(&systems.never_by_stand_in);
    let shown = systems.personal.iter().flat_map(|class| &class.acts);
    let both = named.map(|act| (POSTS, act)).chain(shown.map(|act| (PERSONAL, act)));
    for (path, act) in both.filter(|(_, act)| !known.contains(act.get_ref().as_str())) {
        let label = nearest(act.get_ref(), known.iter().copied());
        report.add(Finding::at(path, act.span(), "没有这个动作", label));
    }
}

pub(crate) fn unique<'a>(
    keys: impl Iterator<Item = &'a Spanned<String>>,
    path: &str,
    report: &mut Report,
) {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key.get_ref()) {
            let label = format!("“{}”前面已经有了", key.get_ref());
            report.add(Finding::at(path, key.span(), "同一个名称写了两次", label));
        }
    }
}

fn kinds(systems: &Systems, report: &mut Report) {
    for kind in &systems.kinds {
        for child in kind.children.all() {
            known_kind(systems, child, KINDS, report);
        }
        if kind.family == crate::Family::Administrative && kind.level.is_none() {
            let label = "行政机构要写明 level".to_owned();
            report.add(Finding::at(KINDS, kind.key.span(), "缺少层级", label));
        }
    }
}

fn posts(systems: &Systems, report: &mut Report) {
    for post in &systems.posts {
        for kind in post.held_in.iter().chain(&post.held_at_top_in) {
            known_kind(systems, kind, POSTS, report);
        }
        let is_member = post.key() == MEMBER;
        if post.held_in.is_empty() && !is_member {
            let label = "held_in 至少要有一种组织".to_owned();
            report.add(Finding::at(POSTS, post.key.span(), "这个职务没有地方设", label));
        }
        let reaches_others = post.powers.iter().find(|grant| grant.reach != Reach::Own);
        if let Some(grant) = reaches_others.filter(|_| is_member) {
            let span = grant.acts.first().map_or(0..0, Spanned::span);
            let label = "member 只能用 reach = \"own\"".to_owned();
            report.add(Finding::at(POSTS, span, "人人都有的职务不能管到别人", label));
        }
    }
}

fn rows(systems: &Systems, report: &mut Report) {
    for system in systems.rows.values().filter(|system| system.zones.is_empty()) {
        let path = format!("{}/system.toml", system.key);
        let label = "zones 至少写一个".to_owned();
        report.add(Finding::at(&path, whole_first_line(systems, &path), "没有写明可用网域", label));
    }
}

fn whole_first_line(systems: &Systems, path: &str) -> Range<usize> {
    0..systems.sources.text(path).and_then(|text| text.lines().next()).map_or(0, str::len)
}

fn known_kind(systems: &Systems, key: &Spanned<String>, path: &str, report: &mut Report) {
    if systems.unit_kind(key.get_ref()).is_none() {
        let label = nearest(key.get_ref(), systems.kinds.iter().map(crate::UnitKind::key));
        report.add(Finding::at(path, key.span(), "没有这种组织", label));
    }
}

/// Names the known word that shares the longest beginning with the unknown one.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let shared = |other: &str| word.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    match known.max_by_key(|other| shared(other)).filter(|other| shared(other) > 2) {
        Some(other) => format!("是不是 {other}"),
        None => "拼写核对一下".to_owned(),
    }
}
