//! A file on its way in, checked; and the two writes: store, remove.

use act::{Acting, Core, Error, Result};

use crate::{
    Label, first_text,
    media::{Media, Unwanted},
    picture, scanner, secrecy, store as rows,
};

/// 20 MB: a scan of a signed record fits, a film does not.
pub const BYTES_AT_MOST: usize = 20 * 1024 * 1024;
const NAME_CHARS: usize = 120;

/// A file that may come in.
#[derive(Debug, Clone)]
pub struct Upload {
    pub name: String,
    pub media_type: &'static str,
    pub content: Vec<u8>,
    /// SM3 of the content, hexadecimal.
    pub digest: String,
}

impl Upload {
    /// [`Upload::check`], then the scanner of the installation where there is one: for what others will be given.
    pub fn scanned(core: &Core, field: &str, name: &str, content: Vec<u8>) -> Result<Self> {
        let upload = Self::check(field, name, content)?;
        scanner::scan(core, field, &upload)?;
        Ok(upload)
    }

    /// Checks size, type and marks; *Invalid* at `field` with what to do. Pictures are drawn anew. Call it before the
    /// act: it reads the whole content.
    pub fn check(field: &str, name: &str, content: Vec<u8>) -> Result<Self> {
        let refuse = |words: String| Err(Error::invalid(field, words));
        if content.len() > BYTES_AT_MOST {
            let size = content.len().div_ceil(1024 * 1024);
            return refuse(format!("这个文件有{size}MB，最多收20MB。请压缩图片或分成几个文件"));
        }
        let media = match Media::named(&plain_name(name), &content) {
            Ok(media) => media,
            Err(why) => return refuse(words(why).to_owned()),
        };
        if let Some(mark) = secrecy::mark(name, &first_text::of(media, &content)) {
            return refuse(text::marked_file(mark));
        }
        let content = if media.is_picture() {
            let Some(redrawn) = picture::redrawn(media, &content) else {
                return refuse("这张图片读不出来，或者太大。请用看图软件另存一次再传".into());
            };
            redrawn
        } else {
            content
        };
        let digest = crypto::hex(&crypto::sm3(&content));
        Ok(Self { name: plain_name(name), media_type: media.media_type(), content, digest })
    }
}

fn words(why: Unwanted) -> &'static str {
    match why {
        Unwanted::Empty => "这个文件是空的，请重新选择",
        Unwanted::Macros => "这个文件带宏，不能收。请另存为不带宏的格式再传",
        Unwanted::Encrypted => {
            "这个PDF加了密，看不了里面有没有密级标志，没有保存。请用原来的程序另存为不加密的，再传"
        }
        Unwanted::Archive => "压缩包不能收，请把里面的文件一个个传",
        Unwanted::Misnamed => {
            "文件名的结尾和里面的内容对不上，没有保存。请用原来的程序另存一次，再传新存的文件"
        }
        Unwanted::Unknown => {
            "这种文件不能收。可以收：PDF、OFD、Word、Excel、PPT、图片（PNG、JPG、WebP）、纯文本"
        }
    }
}

/// The last part of a path, without signs that mean something to a file system or a header.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|sign| !sign.is_control() && !r#"":*?<>|;"#.contains(*sign))
        .take(NAME_CHARS)
        .collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() { "未命名".to_owned() } else { plain.to_owned() }
}

/// Stores the file in the act it belongs to; its id. `unit` answers for it, `by` is the person.
pub fn store(w: &Acting, upload: &Upload, unit: i64, label: Label, by: Option<i64>) -> Result<i64> {
    let id = w.id();
    rows::add_content(w, &upload.digest, &upload.content)?;
    rows::add(w, id, upload, (unit, label, by))?;
    Ok(id)
}

/// Removes a file; its content too, when no other file has the same. False when it was gone.
pub fn remove(w: &Acting, id: i64) -> Result<bool> {
    let removed = rows::remove(w, id, w.now)?;
    if removed {
        rows::remove_unused_content(w, id)?;
    }
    Ok(removed)
}

/// Removes a file with all others of the same content, and the content.
pub fn take_out(w: &Acting, file: &crate::Stored) -> Result<()> {
    for other in rows::all(w)?.into_iter().filter(|other| other.digest == file.digest) {
        remove(w, other.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(plain_name("C:\\用户\\会议\r\n记录\".docx"), "会议记录.docx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name(".."), "未命名");
        assert_eq!(plain_name("𠮷野.pdf"), "𠮷野.pdf");
    }
}
