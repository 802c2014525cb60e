//! Half-filled forms: what of a form is kept, when it is put back, and the line that says so.

use act::{Ctx, Error, Keeping, KeptForm, Result};

use calendar::Instant;

use crate::{Form, Page, Reply, Req, markup::escape};

/// The hidden field with the URL of the page on which the form stands.
pub(crate) const FORM: &str = "_form";

/// Names that only password fields carry. What they hold is never kept, whatever a page forgets.
pub const SECRET_FIELDS: [&str; 4] = ["password", "current", "new", "again"];

const URL_CHARS_AT_MOST: usize = 500;
const TITLE_CHARS_AT_MOST: usize = 80;

/// The page of a sent form when it is one to keep: it names its page, and something stands in its fields.
pub(crate) fn page_of(form: &Form) -> Option<&str> {
    let page = form.value(FORM);
    let is_worth_it =
        fields(form).iter().any(|(name, value)| name != "_version" && !value.is_empty());
    // What is under state secrecy does not stay, not even half-filled.
    let is_marked = form.fields().iter().any(|(_, value)| text::secrecy_mark(value).is_some());
    (is_ours(page) && is_worth_it && !is_marked).then_some(page)
}

/// What is kept: no one-time key, no password; files were never among the fields.
fn fields(form: &Form) -> Vec<(String, String)> {
    let is_kept = |name: &str| {
        !SECRET_FIELDS.contains(&name) && (!name.starts_with('_') || name == "_version")
    };
    form.fields().iter().filter(|(name, _)| is_kept(name)).cloned().collect()
}

/// A page of this site, as the browser asked for it.
fn is_ours(url: &str) -> bool {
    url.starts_with('/')
        && !url.starts_with("//")
        && url.len() <= URL_CHARS_AT_MOST
        && !url.contains(|letter: char| letter == '\\' || letter.is_control())
}

/// A page in plain words: its title, and the pages above it.
pub(crate) fn words_of(page: &Page) -> (String, String) {
    let above: Vec<&str> = page.crumbs.iter().map(|(name, _)| name.as_str()).collect();
    (page.title.clone(), above.join(" › "))
}

/// Keeps a form that was sent and not done: whatever stopped it, what was typed is there again next time.
/// Gives the page of the form when it is kept. `words` are title and place where its page is at hand.
pub(crate) fn keep_refused(
    ctx: &Ctx,
    req: &Req,
    words: Option<(String, String)>,
    fallback: &str,
) -> Option<String> {
    let page = page_of(&req.form)?;
    let keep = || -> Result<Keeping> {
        let before = ctx.read(|read| ctx.kept_form(read, page))?;
        let known = || before.map(|(kept, _)| (kept.title, kept.place));
        let words = words.or_else(|| said_by_page(&req.form)).or_else(known);
        let words = words.unwrap_or_else(|| (fallback.to_owned(), String::new()));
        // Without its key: an act that failed half-way may have used it up.
        ctx.keep_form(page, &kept_form(req, words), "")
    };
    match keep() {
        Ok(Keeping::Kept) => Some(page.to_owned()),
        Ok(Keeping::TooLong | Keeping::Done) => None,
        Err(error) => {
            tracing::warn!(cause = %error, "a half-filled form could not be kept");
            None
        }
    }
}

fn kept_form(req: &Req, (title, place): (String, String)) -> KeptForm {
    let action = match req.form.value("_action") {
        "" => &req.path,
        action => action,
    };
    KeptForm { title, place, action: action.to_owned(), fields: fields(&req.form) }
}

/// Title and place as the script of the page sends them.
fn said_by_page(form: &Form) -> Option<(String, String)> {
    let short = |name: &str| form.value(name).chars().take(TITLE_CHARS_AT_MOST).collect();
    form.has("_title").then(|| (short("_title"), short("_place")))
}

/// Keeps what the script of a page sends while somebody is typing; one route for every form.
pub fn keep(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = &req.form;
    let Some(page) = page_of(form) else { return Reply::json(&serde_json::json!({})) };
    let kept = kept_form(req, said_by_page(form).unwrap_or_default());
    let words = match ctx.keep_form(page, &kept, form.value("_key"))? {
        Keeping::Kept => format!("没填完的内容{}已存", ctx.now.time_zh()),
        Keeping::TooLong => "填得太长，没填完的内容存不下，请先交这一次".to_owned(),
        Keeping::Done => String::new(),
    };
    Reply::json(&serde_json::json!({ "said": words }))
}

/// The author wants it no longer: back to the empty form, or to the list it was deleted from.
pub fn forget(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let page = req.form.value("form");
    if !is_ours(page) {
        return Err(Error::NotFound);
    }
    ctx.forget_form(page)?;
    match req.form.value("back") {
        "list" => Ok(Reply::to("/me").saying("没填完的这一张已删除")),
        _ => Ok(Reply::to(page)),
    }
}

/// What the author left in the form of a page, if the page still has that form: minutes are not put into the plan
/// of a meeting, nor into a record that somebody has closed meanwhile.
pub(crate) fn put_back(ctx: &Ctx, req: &Req, page: &Page) -> Result<Option<Form>> {
    let Some((kept, at)) = ctx.read(|read| ctx.kept_form(read, &req.target))? else {
        return Ok(None);
    };
    // `formaction` of a second button ends alike.
    let has_form = page.body.contains(&format!("action=\"{}\"", escape(&kept.action)));
    Ok(has_form.then(|| Form::kept(kept, at)))
}

/// `11月20日9:05`: of the last thirty days nobody needs the year.
pub fn short_moment(at: Instant) -> String {
    format!("{}月{}日{}", at.day().month(), at.day().day(), at.time_zh())
}

/// For the shell: since when what was put back stands on the page.
pub(crate) struct PutBack {
    pub(crate) since: String,
    pub(crate) form: String,
    /// Files are not kept.
    pub(crate) has_file: bool,
}

impl PutBack {
    pub(crate) fn on(page: &Page, req: &Req) -> Option<Self> {
        let since = req.form.kept_since()?;
        Some(Self {
            since: short_moment(since),
            form: req.target.clone(),
            has_file: forms_with(&page.body, FORM).any(|form| form.contains("type=\"file\"")),
        })
    }
}

/// The forms of a page that have a field of this name.
fn forms_with<'b>(body: &'b str, name: &'static str) -> impl Iterator<Item = &'b str> {
    let forms = body.split("<form").skip(1);
    let forms = forms.map(|rest| rest.split("</form>").next().unwrap_or_default());
    forms.filter(move |form| form.contains(&format!("name=\"{name}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::sent(fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn keys_and_passwords_are_never_kept() {
        let form = form(&[
            ("_key", "k"),
            ("_form", "/me"),
            ("_version", "3"),
            ("password", "x"),
            ("name", "张三"),
        ]);
        let names: Vec<String> = fields(&form).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["_version", "name"]);
    }

    #[test]
    fn an_empty_form_and_a_foreign_page_are_not_kept() {
        assert_eq!(page_of(&form(&[("_form", "/a?b=c"), ("name", "张")])), Some("/a?b=c"));
        for fields in [
            &[("_form", "/a"), ("name", ""), ("_version", "3")][..],
            &[("_form", "/a"), ("new", "secret")],
            &[("_form", "//evil.cn"), ("name", "张")],
            &[("_form", "https://evil.cn"), ("name", "张")],
            &[("name", "张")],
        ] {
            assert_eq!(page_of(&form(fields)), None, "{fields:?}");
        }
    }
}
