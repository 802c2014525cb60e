//! What a file is, by its content. No I/O here.

use std::io::Cursor;

use zip::ZipArchive;

/// A kind of file that may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Pdf,
    Png,
    Jpeg,
    Webp,
    Docx,
    Xlsx,
    Pptx,
    Ofd,
    /// doc, xls, ppt, wps, et: which of them, only the name tells.
    Ole,
    Text,
}

/// Why a file stays outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unwanted {
    Empty,
    Macros,
    Archive,
    /// Nobody can look into it for marks.
    Encrypted,
    Unknown,
    /// The name says something else than the content.
    Misnamed,
}

/// The media type for a download's header: one of those that come in, or plain bytes.
pub fn media_type(file: &crate::Stored) -> &'static str {
    let mut known = Media::ALL.into_iter().map(Media::media_type);
    known.find(|it| *it == file.media_type).unwrap_or("application/octet-stream")
}

impl Media {
    const ALL: [Self; 10] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Ofd,
        Self::Ole,
        Self::Text,
    ];

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Ofd => "application/ofd",
            Self::Ole => "application/x-ole-storage",
            Self::Text => "text/plain",
        }
    }

    pub(crate) fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }

    /// How names of such files end.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Ofd => &["ofd"],
            Self::Ole => &["doc", "xls", "ppt", "wps", "et", "dps"],
            Self::Text => &["txt", "csv", "tsv", "md", "log", "srt", "vtt"],
        }
    }

    /// What it is by its content; its name must not say otherwise: `notice.docx.exe`, `photo.html`.
    pub(crate) fn named(name: &str, content: &[u8]) -> Result<Self, Unwanted> {
        let media = Self::of(content)?;
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.trim().to_lowercase());
        let fits = ending.is_some_and(|ending| media.endings().contains(&ending.as_str()));
        if fits { Ok(media) } else { Err(Unwanted::Misnamed) }
    }

    pub(crate) fn of(content: &[u8]) -> Result<Self, Unwanted> {
        match content {
            [] => Err(Unwanted::Empty),
            [b'%', b'P', b'D', b'F', b'-', ..] => of_pdf(content),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => of_ole(content),
            [b'P', b'K', 3, 4, ..] => of_zip(content),
            _ if is_text(content) => Ok(Self::Text),
            _ => Err(Unwanted::Unknown),
        }
    }
}

fn of_pdf(content: &[u8]) -> Result<Media, Unwanted> {
    if crate::pdf_text::is_encrypted(content) { Err(Unwanted::Encrypted) } else { Ok(Media::Pdf) }
}

fn of_zip(content: &[u8]) -> Result<Media, Unwanted> {
    let archive = ZipArchive::new(Cursor::new(content)).map_err(|_| Unwanted::Unknown)?;
    let has = |wanted: &[u8]| archive.file_names_raw().any(|name| name == wanted);
    if archive.file_names_raw().any(|name| name.ends_with(b"vbaProject.bin")) {
        return Err(Unwanted::Macros);
    }
    let known: [(&[u8], Media); 4] = [
        (b"word/document.xml", Media::Docx),
        (b"xl/workbook.xml", Media::Xlsx),
        (b"ppt/presentation.xml", Media::Pptx),
        (b"OFD.xml", Media::Ofd),
    ];
    let found = known.into_iter().find(|(name, _)| has(name));
    found.map(|(_, media)| media).ok_or(Unwanted::Archive)
}

/// An old Office file names its streams in UTF-16; a project of macros is one of them.
fn of_ole(content: &[u8]) -> Result<Media, Unwanted> {
    let macros = utf16("_VBA_PROJECT");
    if content.windows(macros.len()).any(|part| part == macros) {
        return Err(Unwanted::Macros);
    }
    let streams = ["WordDocument", "Workbook", "Book", "PowerPoint Document"].map(utf16);
    let has = |name: &Vec<u8>| content.windows(name.len()).any(|part| part == *name);
    if streams.iter().any(has) { Ok(Media::Ole) } else { Err(Unwanted::Unknown) }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Readable text in UTF-8, UTF-16 or GB 18030: no control characters but line ends and tabs.
fn is_text(content: &[u8]) -> bool {
    let decoded = crate::first_text::decode(content);
    decoded.is_some_and(|text| {
        text.chars().all(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t' | '\u{c}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_not_the_name() {
        assert_eq!(Media::of(b"%PDF-1.7 ..."), Ok(Media::Pdf));
        assert_eq!(Media::of("会议记录\r\n第一项".as_bytes()), Ok(Media::Text));
        assert_eq!(Media::of(&[0xbb, 0xe1, 0xd2, 0xe9]), Ok(Media::Text), "GBK");
        assert_eq!(Media::of(b""), Err(Unwanted::Empty));
        assert_eq!(Media::of(b"MZ\x90\0\x03\0\0\0"), Err(Unwanted::Unknown));
        assert_eq!(Media::of(b"PK\x03\x04 broken"), Err(Unwanted::Unknown));
    }

    #[test]
    fn a_name_that_says_otherwise_is_refused() {
        assert_eq!(Media::named("通知.PDF", b"%PDF-1.7 ..."), Ok(Media::Pdf));
        assert_eq!(Media::named("名单.csv", "姓名".as_bytes()), Ok(Media::Text));
        for name in ["通知.docx", "通知.pdf.exe", "通知", "通知.html", "通知.pdf\u{202e}"]
        {
            assert_eq!(Media::named(name, b"%PDF-1.7 ..."), Err(Unwanted::Misnamed), "{name}");
        }
        let page = b"<p>no page comes in</p>";
        assert_eq!(Media::named("说明.html", page), Err(Unwanted::Misnamed));
        assert_eq!(Media::named("说明.svg", page), Err(Unwanted::Misnamed));
    }
}
