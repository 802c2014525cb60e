//! Bytes as characters that people read out, print and type again: 32 of them, none like another.

/// Crockford's alphabet: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first `length` characters of `bytes` (five bits each), in groups of five.
pub fn groups(bytes: &[u8], length: usize) -> String {
    let letters = letters(bytes, length);
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The same without groups.
pub fn letters(bytes: &[u8], length: usize) -> Vec<char> {
    let bit = |place: usize| bytes.get(place / 8).map_or(0, |byte| byte >> (7 - place % 8) & 1);
    let value = |letter: usize| (0..5).fold(0, |sum, at| sum << 1 | bit(letter * 5 + at));
    (0..length).map(|letter| char::from(LETTERS[usize::from(value(letter))])).collect()
}

/// What was typed as it was printed: capitals, without spaces and dashes, look-alikes set right.
pub fn plain(typed: &str) -> String {
    let right = |letter: char| match letter.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        letter if letter.is_ascii_alphanumeric() => Some(letter),
        _ => None,
    };
    typed.chars().filter_map(right).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_bits_make_a_letter() {
        assert_eq!(groups(&[0, 0, 0, 0, 0], 8), "00000-000");
        assert_eq!(groups(&[0xff, 0xff, 0xff, 0xff], 6), "ZZZZZ-Z");
        assert_eq!(groups(&[0x08, 0x86, 0x42, 0x80], 5), "12345");
    }

    #[test]
    fn what_is_typed_carelessly_is_read_as_it_was_printed() {
        assert_eq!(plain(" 1o2l-abc d "), "1021ABCD");
    }
}
