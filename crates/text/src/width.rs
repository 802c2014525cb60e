//! Full-width digits, letters and signs, as Chinese input methods leave them.

/// Full-width ASCII and the ideographic space become their plain forms; all else stays.
pub fn half_width(text: &str) -> String {
    text.chars().map(half).collect()
}

pub(crate) fn half(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn only_forms_of_ascii_change() {
        assert_eq!(half_width("５１０７０４　Ｘ（ａ）．～！"), "510704 X(a).~!");
        assert_eq!(half_width("张三、𬀩·｡"), "张三、𬀩·｡");
    }
}
