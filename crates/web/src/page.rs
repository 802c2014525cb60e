//! What a handler answers: a page inside the shell, or a redirect, a file, data.

use act::{Error, Result};
use askama::Template;

use crate::{Markup, Section};

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage<'p> {
    words: &'p str,
    sheet: Markup,
    files: Vec<(&'p str, String)>,
    /// Its fonts are those of the machine that opens it, which the page says.
    has_word: bool,
}

/// Word and PDF of a paper, where a room offers them as `{url}/docx` and `{url}/pdf`.
pub fn word_and_pdf(url: &str) -> [(&'static str, String); 2] {
    [("Word", format!("{url}/docx")), ("PDF", format!("{url}/pdf"))]
}

/// A page: the content fragment and what the shell needs to know.
#[derive(Debug, Clone)]
pub struct Page {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) crumbs: Vec<(String, String)>,
    pub(crate) section: Option<Section>,
    pub(crate) is_task: bool,
    pub(crate) is_wall: bool,
    pub(crate) is_bare: bool,
    pub(crate) status: u16,
}

impl Page {
    /// The title stands in the browser's tab; the template's own `<h1>` says it on the page.
    pub fn of(title: impl Into<String>, body: &impl Template) -> Result<Self> {
        let body = body.render().map_err(|error| Error::Broken(error.into()))?;
        Ok(Self {
            title: title.into(),
            body,
            crumbs: Vec::new(),
            section: None,
            is_task: false,
            is_wall: false,
            is_bare: false,
            status: 200,
        })
    }

    /// A paper as it will be printed, with its files by name; `words` say what paper it is on and what it is for.
    pub fn of_paper(
        title: impl Into<String>,
        (words, sheet): (&str, Markup),
        files: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Result<Self> {
        let files: Vec<(&str, String)> = files.into_iter().collect();
        let has_word = files.iter().any(|(name, _)| *name == "Word");
        Self::of(title, &PaperPage { words, sheet, files, has_word })
    }

    /// Where the page stands, from above: (name, URL); the page itself is added from its title.
    pub fn under<N: Into<String>, U: Into<String>>(
        mut self,
        crumbs: impl IntoIterator<Item = (N, U)>,
    ) -> Self {
        self.crumbs = crumbs.into_iter().map(|(name, url)| (name.into(), url.into())).collect();
        self
    }

    /// Which menu section is marked.
    pub fn section(mut self, section: Section) -> Self {
        self.section = Some(section);
        self
    }

    /// One thing is filled in: on a phone the tab bar gives way to the main button.
    pub fn task(mut self) -> Self {
        self.is_task = true;
        self
    }

    /// For a screen on the wall: dark, larger, without menu.
    pub fn wall(mut self) -> Self {
        self.is_wall = true;
        self
    }

    /// Without menu: signing in.
    pub fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// What an act handler (or a download) answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// 303: where to go, what to say there, cookies to set.
    SeeOther {
        url: String,
        said: Option<String>,
        cookies: Vec<String>,
    },
    Page(Box<Page>),
    /// A download; never shown inside the page.
    File {
        name: String,
        media_type: &'static str,
        content: Vec<u8>,
    },
    /// A finished HTML document of its own: print views.
    Html(String),
    /// For programs.
    Json(String),
}

/// As programs read it.
pub fn json_text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Broken(error.into()))
}

impl Reply {
    pub fn json(value: &impl serde::Serialize) -> Result<Self> {
        Ok(Self::Json(json_text(value)?))
    }

    /// 303 to `url`.
    pub fn to(url: impl Into<String>) -> Self {
        Self::SeeOther { url: url.into(), said: None, cookies: Vec::new() }
    }

    /// One sentence shown on top of the page that follows: 第三季度支部党员大会已补录.
    pub fn saying(mut self, words: impl Into<String>) -> Self {
        if let Self::SeeOther { said, .. } = &mut self {
            *said = Some(words.into());
        }
        self
    }

    /// Sets a cookie (the whole header value).
    pub fn cookie(mut self, header: impl Into<String>) -> Self {
        if let Self::SeeOther { cookies, .. } = &mut self {
            cookies.push(header.into());
        }
        self
    }
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}
