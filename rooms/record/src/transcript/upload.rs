//! The words of a file that was sent: plain text, subtitles or a Word document. Its content is looked through for marks of
//! state secrecy like every upload, read, and let go.

use act::{Error, Result};
use files::Upload;
use web::Req;

use super::CHARS_AT_MOST;

/// Text of the file in field `file`.
pub(super) fn text_of(req: &Req) -> Result<String> {
    let refuse = |words: String| Error::invalid("file", words);
    let sent = req.upload("file").ok_or_else(|| refuse("请先选一个文件".into()))?;
    let upload = Upload::check("file", &sent.name, sent.content.clone())?;
    let text = match upload.media_type {
        "text/plain" => files::text(&upload.content).unwrap_or_default(),
        DOCX => documents::read_docx(&upload.content)
            .map_err(|_| refuse("这个Word文件读不出来。请在Word或WPS里另存为.docx再传".into()))?
            .join("\n"),
        "application/x-ole-storage" => {
            let words = "这是老格式的文件，读不出文字。请在Word或WPS里另存为.docx再传";
            return Err(refuse(words.into()));
        }
        _ => {
            let words = "这里只收文字：.docx、.txt，或者字幕.srt、.vtt。图片和扫描件请用“附上材料”";
            return Err(refuse(words.into()));
        }
    };
    let chars = text.chars().count();
    if chars > CHARS_AT_MOST {
        let most = CHARS_AT_MOST / 10_000;
        return Err(refuse(format!("这份文字有{chars}个字，一次最多放{most}万字。请分几次放")));
    }
    // What a person types is looked through whole; a file is no other.
    text::intake_lines(&text, CHARS_AT_MOST)
        .map_err(|fault| refuse(format!("文件里的文字：{fault}")))
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
