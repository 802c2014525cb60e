//! Who a speaker of a transcript is, as far as his name tells. No I/O here.

use crate::speaker::Candidate;

/// In a form instead of somebody: what was said goes into the text without a name.
pub(super) const UNNAMED: &str = "*";
/// It is left out.
pub(super) const LEFT_OUT: &str = "-";

/// The key of who is meant; "" where the recorder has to say it.
pub(super) fn matched(label: &str, candidates: &[Candidate]) -> String {
    if label.is_empty() {
        return UNNAMED.to_owned();
    }
    let exact: Vec<&Candidate> = candidates.iter().filter(|it| it.name == label).collect();
    let near = |it: &&Candidate| {
        let is_long = |name: &str| name.chars().count() > 1;
        is_long(&it.name) && label.contains(&it.name) || is_long(label) && it.name.contains(label)
    };
    let near: Vec<&Candidate> = candidates.iter().filter(near).collect();
    match (exact.as_slice(), near.as_slice()) {
        ([one], _) | ([], [one]) => one.key.clone(),
        // Two of one name: nobody but the recorder can tell.
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_and_doubt_is_left_to_the_recorder() {
        let of = |key: &str, name: &str| Candidate {
            key: key.into(),
            name: name.into(),
            note: String::new(),
        };
        let all = [of("p1", "张伟"), of("p2", "张伟"), of("p3", "李四"), of("p4", "李四光")];
        let is = |label: &str| matched(label, &all);
        assert_eq!(is("李四"), "p3", "exactly he, though another name begins so");
        assert_eq!(is("书记李四光"), "", "two names stand in it");
        assert_eq!(is("四光"), "p4");
        assert_eq!([is("张伟"), is("发言人1"), is("李")], ["", "", ""]);
        assert_eq!(is(""), UNNAMED);
    }
}
