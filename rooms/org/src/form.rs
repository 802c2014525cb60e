//! The one page on which a unit is founded, renamed, moved, merged, split, dissolved or given a term.

use act::{Act, Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{
    Form, Markup, Page, Reader, Req, Section,
    parts::{Choice, field_select, field_text, problems},
};

use crate::unit::{self, Unit, store};

/// One thing about one unit is filled in.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct UnitForm {
    title: String,
    /// What will happen, in a sentence.
    intro: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    action: String,
    back: String,
    fields: Vec<Markup>,
    button: &'static str,
    /// What goes along, and a heading that counts it.
    along: Vec<String>,
    along_words: String,
}

impl UnitForm {
    pub(crate) fn new(req: &Req, unit: &Unit, title: &str, intro: &str) -> Self {
        Self {
            title: title.to_owned(),
            intro: intro.to_owned(),
            problems: problems(&req.form),
            key: req.key(),
            version: req.version(unit.version),
            action: String::new(),
            back: url(unit.id),
            fields: Vec::new(),
            button: "保存",
            along: Vec::new(),
            along_words: String::new(),
        }
    }

    pub(crate) fn field(mut self, field: Markup) -> Self {
        self.fields.push(field);
        self
    }

    pub(crate) fn button(mut self, words: &'static str) -> Self {
        self.button = words;
        self
    }

    /// Names of what is affected; `words` stands above them.
    pub(crate) fn along(mut self, words: String, names: Vec<String>) -> Self {
        (self.along_words, self.along) = (words, names);
        self
    }

    /// The page; the form goes to `/units/{id}/{noun}`.
    pub(crate) fn page(mut self, unit: &Unit, noun: &str) -> Result<Page> {
        self.action = format!("{}/{noun}", url(unit.id));
        let crumbs = [("组织".to_owned(), "/units".to_owned()), (unit.name.clone(), url(unit.id))];
        Ok(Page::of(self.title.clone(), &self)?.under(crumbs).section(Section::Units).task())
    }
}

pub(crate) fn url(unit: i64) -> String {
    format!("/units/{unit}")
}

/// The unit of the path, when it is in sight and `act` may be done there.
pub(crate) fn open(ctx: &Ctx, read: &Read, req: &Req, act: &Act) -> Result<Unit> {
    let unit = unit::find(ctx, read, req.id("id")?)?.ok_or(Error::NotFound)?;
    if !ctx.allows(act, &unit.place()) {
        return Err(Error::NotAllowed(*act));
    }
    Ok(unit)
}

/// A list of units to choose from and a field for the code of one that is not in it.
pub(crate) fn pick(
    form: &Form,
    name: &str,
    label: &str,
    offered: &[Unit],
    current: Option<i64>,
) -> Vec<Markup> {
    let mut choices = vec![Choice::new("", "——")];
    choices.extend(offered.iter().map(|unit| Choice::new(unit.id.to_string(), &unit.name)));
    let current = current.map_or_else(String::new, |id| id.to_string());
    let code = format!("{name}_code");
    let hint = "上面没有的，写它的编码；写了编码，以编码为准";
    vec![
        field_select(form, name, label, &choices, &current),
        field_text(form, &code, &format!("{label}的编码"), hint, ""),
    ]
}

/// What [`pick`] brought.
pub(crate) struct Picked {
    id: Option<i64>,
    code: String,
}

impl Picked {
    pub(crate) fn read(reader: &Reader, name: &str, label: &str) -> Self {
        let code = reader.optional_text(&format!("{name}_code"), &format!("{label}的编码"), 40);
        Self { id: reader.id(name), code }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.id.is_none() && self.code.is_empty()
    }

    /// The unit meant; outside bodies, and units upon which the hat may do `act` too.
    pub(crate) fn resolve(
        &self,
        ctx: &Ctx,
        read: &Read,
        act: &Act,
        name: &str,
    ) -> Result<Option<i64>> {
        if self.is_empty() {
            return Ok(None);
        }
        let found = match self.id {
            _ if !self.code.is_empty() => store::by_code(read, &self.code)?,
            Some(id) => store::get(read, id)?,
            None => None,
        };
        let field = if self.code.is_empty() { name.to_owned() } else { format!("{name}_code") };
        let unit = found.ok_or_else(|| Error::invalid(&field, "没有这个组织，核对一下编码"))?;
        if unit.family == systems::Family::Outside || ctx.allows(act, &unit.place()) {
            return Ok(Some(unit.id));
        }
        Err(Error::invalid(&field, "这个组织不在您管的范围内，要由它的上级来办"))
    }
}
