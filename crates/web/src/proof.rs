//! Before what is dangerous: the page that asks once more who is at the screen, and the form that waits behind it.

use act::{Ctx, Error, Result};
use askama::Template;

use crate::{Door, Form, Markup, Page, Req, kept, parts};

/// The field in which somebody proves that it is he. It is gone before a handler sees the form.
pub(crate) const PROOF: &str = "_proof";

/// How somebody proves that he sits at the screen: a part of `Core`, brought by room `account`. Without it nobody is
/// asked.
#[derive(Clone, Copy)]
pub struct Proving {
    /// Whether what was typed (a password, a code) proves that the person at work sits at the screen of this session.
    pub prove: fn(&Ctx, session: i64, typed: &str) -> Result<()>,
    /// Another way beside typing it, for this person here; often none.
    pub beside: fn(&Ctx, &Req) -> Result<Markup>,
}

/// Who has no password here proves it where he signs on: what that is called, a part of `Core`.
#[derive(Debug, Clone)]
pub struct ProvingElsewhere(pub String);

#[derive(Template)]
#[template(path = "proof.html")]
struct Proof<'p> {
    action: &'p str,
    /// “开通账号”
    what: Option<&'static str>,
    fields: Vec<(&'p str, &'p str)>,
    problems: Markup,
    field: Markup,
    beside: Markup,
    /// “省厅统一认证”
    elsewhere: Option<&'p str>,
    key: Markup,
    /// Where his form waits meanwhile.
    to: &'p str,
}

/// Asks for the proof; everything that was typed goes on with it.
pub(crate) fn page(
    ctx: &Ctx,
    req: &Req,
    door: Door,
    refused: Option<&Error>,
    beside: Markup,
) -> Result<Page> {
    let mut form = Form::default();
    if let Some(Error::Invalid(faults)) = refused {
        for (_, words) in &faults.0 {
            form.faults.add(PROOF, words.clone());
        }
    }
    let hint = "设了两步验证的，也可以填验证器上的6位数字";
    let page = Proof {
        action: &req.target,
        what: match door {
            Door::See(act) | Door::Do(act) => Some(act.title),
            Door::Public | Door::SignedIn => None,
        },
        fields: req.form.fields().iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
        problems: parts::problems(&form),
        field: parts::field_password(&form, PROOF, "您的口令", hint, "current-password"),
        beside,
        elsewhere: ctx.core.maybe_part::<ProvingElsewhere>().map(|it| it.0.as_str()),
        key: req.once(),
        to: kept::page_of(&req.form).unwrap_or("/me"),
    };
    let status = if refused.is_some() { 422 } else { 401 };
    Ok(Page::of("请再证明是您本人", &page)?.task().with_status(status))
}
