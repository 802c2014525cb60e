//! Lists in pages: which rows, and the links around them.

use crate::Req;

/// One page of a list. Every list says its scope and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pager {
    /// From 1.
    pub page: i64,
    pub per: i64,
    pub total: i64,
}

impl Pager {
    /// The page that the request asks for, within what there is.
    pub fn of(req: &Req, per: i64, total: i64) -> Self {
        let wanted: i64 = req.query_as("page").unwrap_or(1);
        let last = (total + per - 1) / per;
        Self { page: wanted.clamp(1, last.max(1)), per, total }
    }

    /// Where a page holds several lists, `?list=NAME&page=2` turns over one of them; the others show their first page.
    pub fn of_list(req: &Req, name: &str, per: i64, total: i64) -> Self {
        let is_turned = req.query("list") == name;
        if is_turned { Self::of(req, per, total) } else { Self::of(&Req::default(), per, total) }
    }

    /// (offset, how many), for a store.
    pub fn span(self) -> (i64, i64) {
        (self.offset(), self.per)
    }

    /// Its rows out of all, where all are at hand.
    pub fn cut<T>(self, all: Vec<T>) -> Vec<T> {
        let (skip, most) = (self.offset().max(0) as usize, self.per.max(0) as usize);
        all.into_iter().skip(skip).take(most).collect()
    }

    pub fn offset(self) -> i64 {
        (self.page - 1) * self.per
    }

    pub fn last(self) -> i64 {
        ((self.total + self.per - 1) / self.per).max(1)
    }

    /// 共347人，第1页，每页50人
    pub fn words(self, measure: &str) -> String {
        if self.total <= self.per {
            return format!("共{}{measure}，全部列出", self.total);
        }
        format!("共{}{measure}，第{}页，共{}页", self.total, self.page, self.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_last() {
        let req = Req { query: vec![("page".into(), "99".into())], ..Req::default() };
        let pager = Pager::of(&req, 50, 101);
        assert_eq!((pager.page, pager.offset(), pager.last()), (3, 100, 3));
        assert_eq!(Pager::of(&req, 50, 0).page, 1);
        assert_eq!(pager.cut((1..=101).collect()), [101]);
    }

    #[test]
    fn of_several_lists_one_is_turned_over() {
        let query = vec![("list".into(), "own".into()), ("page".into(), "2".into())];
        let req = Req { query, path: "/talks".into(), ..Req::default() };
        let page = |name: &str| Pager::of_list(&req, name, 50, 101).page;
        assert_eq!((page("own"), page("kept")), (2, 1));
        let links =
            crate::parts::pager_of_list(&req, "kept", Pager::of_list(&req, "kept", 50, 101));
        assert!(links.0.contains("href=\"/talks?list=kept&amp;page=2#list-kept\""), "{}", links.0);
    }
}
