//! The print page: a fragment for the style sheet's `.sheet`. Everything is escaped by askama.

use crate::lines::{Line, annex_label, attachments, closing, lines, sign_label};
use crate::{Level, Paper, title};
use askama::Template;

#[derive(Template)]
#[template(path = "html/sheet.html")]
struct Sheet<'a> {
    paper: &'a Paper,
    /// 附件1, on an attachment itself.
    label: Option<String>,
    /// Lines as they were given, each in the lines that it breaks into.
    title: Vec<Vec<String>>,
    lines: Vec<Line>,
    attachments: Vec<(&'static str, String)>,
    signatures: Vec<String>,
    /// How issuer and date stand: `sealed`, `wide`, `plain`, or `alone` for a date.
    closing: &'static str,
    annexes: Vec<String>,
}

/// An `<article class="sheet">`, and one more for each attachment that is part of it; style and page come
/// from the style sheet of the site.
pub fn html(paper: &Paper) -> String {
    sheet(paper, None)
}

fn sheet(paper: &Paper, label: Option<String>) -> String {
    let annexes = paper.annexes.iter().enumerate();
    let sheet = Sheet {
        paper,
        label,
        title: title::lines(&paper.title),
        lines: lines(paper),
        attachments: attachments(paper),
        signatures: paper.signatures.iter().map(|role| sign_label(role)).collect(),
        closing: match closing(paper) {
            _ if !paper.sealed && paper.issuer.is_some() => "plain",
            _ if !paper.sealed => "alone",
            it if it.is_wide => "wide",
            _ => "sealed",
        },
        annexes: annexes.map(|(at, annex)| sheet(annex, Some(annex_label(paper, at)))).collect(),
    };
    sheet.render().expect("writing to a string cannot fail")
}
