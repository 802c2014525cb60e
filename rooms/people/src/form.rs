//! The one page that every short form of this room is.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::PartDay;
use db::Read;
use web::{Markup, Page, Reader, Req, Section, parts, parts::Choice};

use crate::member::{self, Member};

/// One thing to fill in, on one page.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) problems: Markup,
    pub(crate) action: String,
    pub(crate) has_file: bool,
    pub(crate) key: Markup,
    pub(crate) version: Markup,
    pub(crate) fields: Vec<Markup>,
    /// A verb: 转到这个支部.
    pub(crate) button: String,
    pub(crate) back: String,
    /// It cannot be done now: why, and what to do first. Stands in place of the form.
    pub(crate) stays: Option<String>,
    /// One more button in a form of its own: where it goes, what it says.
    pub(crate) also: Option<(String, &'static str)>,
}

impl FormPage {
    pub(crate) fn new(req: &Req, title: &str, action: String, button: &str) -> Self {
        Self {
            title: title.to_owned(),
            lead: String::new(),
            problems: parts::problems(&req.form),
            action,
            has_file: false,
            key: req.key(),
            version: Markup::default(),
            fields: Vec::new(),
            button: button.to_owned(),
            back: "/members".to_owned(),
            stays: None,
            also: None,
        }
    }

    /// About somebody: his name above, his page behind.
    pub(crate) fn about(mut self, member: &Member) -> Self {
        self.lead = format!("{}，{}", member.name, member.unit_name);
        self.back = format!("/members/{}", member.id);
        self
    }

    pub(crate) fn with(mut self, field: Markup) -> Self {
        self.fields.push(field);
        self
    }

    pub(crate) fn page(self) -> Result<Page> {
        let crumbs = [("党员".to_owned(), "/members".to_owned())];
        let back = (self.back != "/members").then(|| (short(&self.lead), self.back.clone()));
        let crumbs: Vec<_> = crumbs.into_iter().chain(back).collect();
        Ok(Page::of(self.title.clone(), &self)?.under(crumbs).section(Section::Members).task())
    }
}

fn short(lead: &str) -> String {
    lead.split('，').next().unwrap_or_default().to_owned()
}

/// The person of the path, in sight of the hat worn; 404 otherwise.
pub(crate) fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Member> {
    let sight = ctx.sight(&member::actions::SEE);
    let found = member::find(&sight, read, req.id("id")?)?.ok_or(Error::NotFound)?;
    ctx.viewed(&member::actions::SEE, format!("person:{}", found.id), 1);
    Ok(found)
}

pub(crate) fn offers(choices: &[(&str, &str)]) -> Vec<Choice> {
    choices.iter().map(|(key, zh)| Choice::new(*key, *zh)).collect()
}

/// The same with nothing chosen in front.
pub(crate) fn maybe_offers(choices: &[(&str, &str)]) -> Vec<Choice> {
    let mut offers = offers(choices);
    offers.insert(0, Choice::new("", "未填"));
    offers
}

/// A day or a month, as old files have it.
pub(crate) fn part_day(reader: &Reader, name: &str, label: &str) -> Option<PartDay> {
    let typed = reader.optional_text(name, label, 12);
    let plain = typed.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let padded: Vec<String> =
        plain.trim_end_matches('-').split('-').map(|part| format!("{part:0>2}")).collect();
    let parsed = padded.join("-").parse().ok();
    if parsed.is_none() && !typed.is_empty() {
        reader.fault(name, format!("{label}要写成1998-07或者1998-07-01这样"));
    }
    parsed
}

/// From a day to the day before another, as a table shows it.
pub(crate) fn span(from: calendar::Day, to: Option<calendar::Day>) -> String {
    match to {
        Some(to) => format!("{from} 至 {}", to.plus_days(-1)),
        None => format!("{from} 起"),
    }
}
