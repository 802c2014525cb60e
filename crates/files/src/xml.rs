//! The words in XML, whole or broken: between tags, in attributes, in comments and CDATA. No I/O here.
//!
//! No parser: what no reader would open is looked through all the same.

use crate::first_text::Piece;

/// The text as a reader sees it, and apart from it what stands in tags: alternative texts, drawn words.
pub(crate) fn words(xml: &str, is_page: bool) -> Vec<Piece> {
    let (mut text, mut in_tags) = (String::new(), String::new());
    for piece in xml.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if ends_a_line(tag) {
            text.push('\n');
        }
        decoded(words, &mut text);
        if !tag.is_ascii() || tag.contains("&#") {
            decoded(tag, &mut in_tags);
            in_tags.push('\n');
        }
    }
    let seen = Piece { text, is_page };
    if in_tags.is_empty() { vec![seen] } else { vec![seen, Piece::other(in_tags)] }
}

/// Paragraphs, cells, items.
fn ends_a_line(tag: &str) -> bool {
    matches!(tag, "/w:p" | "/a:p" | "/si" | "/row" | "/ofd:TextCode" | "/is" | "/text")
}

/// With `&#9733;`, `&#x2605;` and the five names as what they stand for; what is none of them stays.
fn decoded(raw: &str, into: &mut String) {
    let mut pieces = raw.split('&');
    into.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let known = piece.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
        let (sign, rest) = known.unwrap_or(('&', piece));
        into.push(sign);
        into.push_str(rest);
    }
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok();
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            };
            char::from_u32(code?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(xml: &str) -> Vec<String> {
        words(xml, true).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn entities_are_what_they_stand_for() {
        assert_eq!(seen("<w:t>&#26426;&#x5BC6;&#9733;1&amp;2</w:t>"), ["机密★1&2"]);
        assert_eq!(seen("a &nbsp; & b &#xZZ; &#1114112;"), ["a &nbsp; & b &#xZZ; &#1114112;"]);
    }

    #[test]
    fn attributes_comments_and_cdata_are_read_apart() {
        let xml = "<v:textpath string=\"机密&#9733;\"/><w:t>通知</w:t><![CDATA[绝密★]]>";
        assert_eq!(seen(xml), ["通知", "v:textpath string=\"机密★\"/\n![CDATA[绝密★]]\n"]);
        assert_eq!(seen("<broken <a>x"), ["broken x"]);
    }
}
