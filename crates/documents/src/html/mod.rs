//! The print page: a fragment for the style sheet's `.sheet`. Everything is escaped by askama.

use crate::lines::{Line, attachments, lines, sign_label};
use crate::{Level, Paper};
use askama::Template;

#[derive(Template)]
#[template(path = "html/sheet.html")]
struct Sheet<'a> {
    paper: &'a Paper,
    lines: Vec<Line>,
    attachments: Vec<(&'static str, String)>,
    signatures: Vec<String>,
}

/// An `<article class="sheet">`; style and page come from the style sheet of the site.
pub fn html(paper: &Paper) -> String {
    let signatures = paper.signatures.iter().map(|role| sign_label(role)).collect();
    let sheet = Sheet { paper, lines: lines(paper), attachments: attachments(paper), signatures };
    sheet.render().expect("writing to a string cannot fail")
}
