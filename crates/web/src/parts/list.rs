//! Around lists: scope and count above, pages below, and what to do when there is nothing.

use std::fmt::Write;

use crate::{Markup, Pager, Req, markup::escape};

/// The line above every list: what it covers, and how many there are.
pub fn scope(scope: &str, count: &str) -> Markup {
    let (scope, count) = (escape(scope), escape(count));
    Markup(format!("<div class=\"scope\"><p>{scope}</p><p class=\"soft\">{count}</p></div>"))
}

/// Links to the neighbouring pages; nothing when all fits on one.
pub fn pager(req: &Req, pager: Pager) -> Markup {
    turn(pager, |page| req.with_query("page", page))
}

/// The same for one list of several on a page, whose part has the id `list-NAME`.
pub fn pager_of_list(req: &Req, name: &str, pager: Pager) -> Markup {
    turn(pager, |page| {
        let url = req.with_queries(&[("list", name), ("page", page)]);
        format!("{url}#list-{name}")
    })
}

fn turn(pager: Pager, url: impl Fn(&str) -> String) -> Markup {
    if pager.last() == 1 {
        return Markup::default();
    }
    let link = |page: i64, words: &str| {
        if page < 1 || page > pager.last() {
            return String::new();
        }
        let url = escape(&url(&page.to_string()));
        format!("<a class=\"button\" href=\"{url}\">{words}</a>")
    };
    let mut links = link(pager.page - 1, "上一页");
    let _ = write!(links, "<span>第{}页，共{}页</span>", pager.page, pager.last());
    links.push_str(&link(pager.page + 1, "下一页"));
    Markup(format!("<nav class=\"pages row apart no-print\" aria-label=\"翻页\">{links}</nav>"))
}

/// Nothing there yet, and the next step.
pub fn empty(words: &str, next: Option<(&str, &str)>) -> Markup {
    let words = escape(words);
    let button = next.map_or_else(String::new, |(label, url)| {
        format!("<a class=\"button\" href=\"{}\">{}</a>", escape(url), escape(label))
    });
    Markup(format!("<div class=\"empty\"><p>{words}</p>{button}</div>"))
}
