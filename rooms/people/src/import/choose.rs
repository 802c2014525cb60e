//! What the importer decides, as the form of the rehearsal asks and answers it.

use std::collections::BTreeMap;

use act::Ctx;
use web::{Markup, Reader, Req, parts};

use super::{Choice, Choices, Doing, Named, Plan};
use crate::roster;

/// A branch that the tree lacks, with what can be done about it.
pub(super) struct BranchLine {
    pub(super) name: String,
    pub(super) rows: usize,
    /// (value, label, chosen)
    pub(super) offers: Vec<(String, String, bool)>,
}

/// The choices of a form that was sent; faults stay with the reader.
pub(super) fn choices(ctx: &Ctx, reader: &Reader, plan: &Plan) -> Choices {
    let since = reader.optional_day("since", "从哪天起");
    if since.is_some_and(|since| since > ctx.today) {
        reader.fault("since", "日期在今天之后");
    }
    let names: Vec<String> = unknown(plan).map(|named| named.name.clone()).collect();
    Choices {
        move_here: reader.is_ticked("move_here"),
        take_names: reader.is_ticked("take_names"),
        take_hidden: reader.is_ticked("take_hidden"),
        since,
        branches: branch_choices(reader, &names),
    }
}

fn branch_choices(reader: &Reader, names: &[String]) -> BTreeMap<String, Choice> {
    let sent: BTreeMap<&str, &str> = reader.starting_with("branch-").into_iter().collect();
    let choice = |place: usize| {
        Some(match *sent.get(place.to_string().as_str())? {
            "found" => Choice::Found,
            "leave" => Choice::Leave,
            "list" => Choice::List,
            unit => Choice::Unit(unit.strip_prefix("unit-")?.parse().ok()?),
        })
    };
    let chosen = names.iter().enumerate().map(|(place, name)| (name.clone(), choice(place)));
    chosen.filter_map(|(name, choice)| Some((name, choice?))).collect()
}

pub(super) fn unknown(plan: &Plan) -> impl Iterator<Item = &Named> {
    plan.branches.iter().filter(|named| !named.is_known)
}

pub(super) fn branch_line(req: &Req, no: usize, named: &Named) -> BranchLine {
    let mut offers: Vec<(String, String)> = named
        .suggestions
        .iter()
        .map(|branch| (format!("unit-{}", branch.id), format!("就是{}", branch.name)))
        .collect();
    offers.push(("list".into(), "先不编支部，记在机关名下".into()));
    offers.push(("found".into(), format!("新建“{}”", named.name)));
    offers.push(("leave".into(), "不导入这些人".into()));
    let first = offers[0].0.clone();
    let shown = req.form.shown(&format!("branch-{no}"), &first);
    let offers = offers.into_iter().map(|(value, label)| {
        let on = value == shown;
        (value, label, on)
    });
    BranchLine { name: named.name.clone(), rows: named.rows, offers: offers.collect() }
}

pub(super) fn options(req: &Req, plan: &Plan) -> Markup {
    let form = &req.form;
    let hint = "空着：支部第一次有人，从启用日算起；以后从今天算起。新建的支部也从这天起用";
    let mut html = parts::field_day(form, "since", "从哪天起在这个支部", hint, "").0;
    let mut tick = |name: &str, label: &str, is_wanted: bool| {
        if is_wanted {
            html.push_str(&parts::field_check(form, name, label, false).0);
        }
    };
    let has = |is: fn(&Doing) -> bool| plan.count(is) > 0;
    tick(
        "move_here",
        "在别的支部的人，转到文件里写的支部",
        has(|it| matches!(it, Doing::Elsewhere(_))),
    );
    tick("take_names", "姓名不一样的，用文件里的", has(|it| matches!(it, Doing::Differs(_))));
    let hidden = plan.rehearsal.sheets.iter().any(|sheet| {
        let is_hidden = |it: &roster::Finding| it.reason == roster::Reason::HiddenRow;
        sheet.reasons.contains(&roster::Reason::HiddenSheet)
            || sheet.refused.iter().any(|row| row.findings.iter().any(is_hidden))
    });
    tick("take_hidden", "隐藏的行和工作表也导入", hidden);
    Markup(html)
}
