//! Whether a number format shows a number as a date.

/// Built-in formats, with those that Chinese and Japanese editions keep at 27–36 and 50–58.
pub(crate) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// A code with a year, a month beside a day, or a day, outside quotes, brackets and escapes.
pub(crate) fn is_date_code(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => skip_to(&mut chars, '"'),
            '[' => skip_to(&mut chars, ']'),
            '\\' | '_' | '*' => drop(chars.next()),
            'y' | 'Y' | 'd' | 'D' | 'e' if c != 'e' || code.contains('年') => return true,
            ';' => return false,
            _ => {}
        }
    }
    false
}

fn skip_to(chars: &mut std::str::Chars<'_>, end: char) {
    chars.find(|c| *c == end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in ["yyyy-mm-dd", "m/d/yy", "[$-804]yyyy\"年\"m\"月\"", "yyyy.mm", "d-mmm", "e年"]
        {
            assert!(is_date_code(code), "{code}");
        }
        for code in ["General", "0.00", "0.00E+00", "@", "[Red]0", "\"day\"0", "#,##0_d", "h:mm"] {
            assert!(!is_date_code(code), "{code}");
        }
        assert!(is_built_in_date(14) && is_built_in_date(57) && !is_built_in_date(49));
    }
}
