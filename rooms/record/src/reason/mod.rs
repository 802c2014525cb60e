//! What of others opens only with a reason: the page that asks for it. Which classes do is data
//! (`systems/personal.toml`).

use act::{Act, Ctx, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Markup, Page, Req, Section, parts};

/// Something sensitive, and what it is about.
pub(crate) struct Sensitive<'s> {
    /// Key of a class in `systems/personal.toml`.
    pub(crate) class: &'s str,
    pub(crate) act: Act,
    /// `person:7`
    pub(crate) about: String,
}

impl Sensitive<'_> {
    /// Whether it must be asked for why.
    pub(crate) fn is_closed(&self, ctx: &Ctx, read: &Read) -> Result<bool> {
        let systems = ctx.part::<Systems>();
        let class = systems.personal().iter().find(|it| it.key == self.class);
        let Some(class) = class.filter(|it| it.asks_reason) else { return Ok(false) };
        Ok(!ctx.has_given_reason(read, &self.act, &self.about, class.reason_lasts)?)
    }
}

#[derive(Template)]
#[template(path = "reason/ask.html")]
struct Ask<'p> {
    title: &'p str,
    lead: &'p str,
    problems: Markup,
    key: Markup,
    action: &'p str,
    field: Markup,
    back: &'p str,
}

/// (title, lead), where the reason goes, and where the way back leads.
pub(crate) fn page(
    req: &Req,
    (title, lead): (&str, &str),
    action: &str,
    (above, back): (&str, &str),
) -> Result<Page> {
    let ask = Ask {
        title,
        lead,
        problems: parts::problems(&req.form),
        key: req.once(),
        action,
        field: field(req, "如核对归档、准备检查。本人能看到谁在什么时候、为什么看过"),
        back,
    };
    let crumbs = [("组织生活", "/records"), (above, back)];
    Ok(Page::of(title.to_owned(), &ask)?.under(crumbs).section(Section::Life))
}

pub(crate) fn field(req: &Req, hint: &str) -> Markup {
    parts::field_text(&req.form, "reason", "为什么要看", hint, "")
}
