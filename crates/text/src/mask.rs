//! Protected fields as a list shows them; showing the rest is an act of its own.

/// Place and last four stay, the birth date is hidden. Anything too short is hidden whole.
pub fn mask_id(number: &str) -> String {
    hide(number, 6, 4)
}

/// `138****5678`
pub fn mask_phone(number: &str) -> String {
    hide(number, 3, 4)
}

fn hide(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let hidden = |i: usize| count <= first + last || (i >= first && i + last < count);
    text.chars().enumerate().map(|(i, c)| if hidden(i) { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden() {
        assert_eq!(mask_id("51070420000423055X"), "510704********055X");
        assert_eq!(mask_phone("13144521862"), "131****1862");
    }

    #[test]
    fn a_short_text_is_hidden_whole() {
        assert_eq!(mask_id("5107042000"), "**********");
        assert_eq!(mask_phone("110"), "***");
        assert_eq!(mask_phone(""), "");
    }
}
