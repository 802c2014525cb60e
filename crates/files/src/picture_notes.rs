//! What is written into a picture beside its pixels: descriptions, comments, titles. No I/O here.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::media::Media;

/// Of one note, unpacked, and of all.
const NOTE_AT_MOST: u64 = 1024 * 1024;
const NOTES_AT_MOST: usize = 200;

/// Each note as it is stored, unpacked where it was packed.
pub(crate) fn of(media: Media, content: &[u8]) -> Vec<Vec<u8>> {
    let notes = match media {
        Media::Png => png(content),
        Media::Jpeg => jpeg(content),
        Media::Webp => webp(content),
        _ => None,
    };
    notes.unwrap_or_default()
}

/// Chunks after the eight bytes of the signature: length, name, body, check sum.
fn png(content: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut notes, mut rest) = (Vec::new(), content.get(8..)?);
    while notes.len() < NOTES_AT_MOST {
        let Some((length, after)) = rest.split_first_chunk::<4>() else { break };
        let Some((name, after)) = after.split_first_chunk::<4>() else { break };
        let length = (u32::from_be_bytes(*length) as usize).min(after.len());
        let (body, after) = after.split_at(length);
        match name {
            b"tEXt" | b"eXIf" => notes.push(first(body)),
            b"zTXt" | b"iTXt" => notes.push(unpacked(body)),
            _ => {}
        }
        rest = after.get(4..).unwrap_or_default();
    }
    Some(notes)
}

/// A text of PNG with its key word; what follows packed is unpacked, wherever it begins.
fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut note = first(body);
    // A packed text begins with the two bytes that such streams begin with.
    let begins =
        body.windows(2).position(|two| two[0] == 0x78 && matches!(two[1], 1 | 0x5e | 0x9c | 0xda));
    if let Some(at) = begins {
        // What cannot be unpacked was plain.
        let _ = ZlibDecoder::new(&body[at..]).take(NOTE_AT_MOST).read_to_end(&mut note);
    }
    note
}

/// Segments up to the picture itself: APPn and comments.
fn jpeg(content: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut notes, mut rest) = (Vec::new(), content.get(2..)?);
    while let [0xff, marker, high, low, ..] = rest {
        if *marker == 0xda || notes.len() == NOTES_AT_MOST {
            break;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low])) + 2;
        let segment = &rest[..length.min(rest.len())];
        if matches!(marker, 0xe0..=0xef | 0xfe) {
            notes.push(first(segment));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Some(notes)
}

/// Chunks after twelve bytes of head: name, length, body, even.
fn webp(content: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut notes, mut rest) = (Vec::new(), content.get(12..)?);
    while notes.len() < NOTES_AT_MOST {
        let Some((name, after)) = rest.split_first_chunk::<4>() else { break };
        let Some((length, after)) = after.split_first_chunk::<4>() else { break };
        let length = (u32::from_le_bytes(*length) as usize).min(after.len());
        let (body, after) = after.split_at(length);
        if matches!(name, b"EXIF" | b"XMP ") {
            notes.push(first(body));
        }
        rest = after.get(length % 2..).unwrap_or_default();
    }
    Some(notes)
}

fn first(body: &[u8]) -> Vec<u8> {
    body[..body.len().min(NOTE_AT_MOST as usize)].to_vec()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    const MARK: &str = "机密★1年";

    fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32).to_be_bytes()[..], &name, body, b"\0\0\0\0"].concat()
    }

    fn holds(notes: &[Vec<u8>], bytes: &[u8]) -> bool {
        notes.iter().any(|note| note.windows(bytes.len()).any(|part| part == bytes))
    }

    #[test]
    fn notes_of_png_are_read_plain_and_packed() {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(MARK.as_bytes()).unwrap();
        let packed = [b"Title\0\0".as_slice(), &packer.finish().unwrap()].concat();
        for chunk in [chunk(*b"tEXt", MARK.as_bytes()), chunk(*b"zTXt", &packed)] {
            let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk].concat();
            assert!(holds(&of(Media::Png, &png), MARK.as_bytes()));
        }
    }

    #[test]
    fn a_length_that_lies_ends_the_reading() {
        assert_eq!(of(Media::Png, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtabc"), [b"abc"]);
        assert_eq!(of(Media::Jpeg, b"\xff\xd8\xff\xe1\xff\xff12"), [b"\xff\xe1\xff\xff12"]);
        assert_eq!(of(Media::Webp, b"RIFF\0\0\0\0WEBPEXIF\xff\xff\xff\xffabc"), [b"abc"]);
        assert!(of(Media::Jpeg, b"\xff").is_empty());
    }
}
