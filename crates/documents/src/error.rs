//! What can go wrong with a paper, in words for the person who made it.

/// Every text is Chinese and names the file, the place, or the thing to put right.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{file}第{line}行：{problem}")]
    Template { file: String, line: usize, problem: String },
    #[error("{file}第{line}行：还没有给出“{place}”的内容")]
    PlaceNotFilled { file: String, line: usize, place: String },
    #[error("{file}里没有名为“{place}”的位置，它有：{known}")]
    PlaceUnknown { file: String, place: String, known: String },
    #[error("{file}第{line}行：“{place}”写在文字中间，只能填文字，不能填表格或者段落")]
    PlaceInline { file: String, line: usize, place: String },
    /// `missing` lists shapes, `advice` what to install or where to put a file.
    #[error("生成PDF还缺字体：{missing}。{advice}")]
    Fonts { missing: String, advice: String },
    /// Nothing is printed rather than a page with empty boxes in a name.
    #[error("现有字体里没有这些字：{chars}。{advice}")]
    Glyphs { chars: String, advice: String },
    #[error("排版没有成功：{0}")]
    Typeset(String),
    #[error("Word文件没有写成：{0}")]
    Word(String),
    #[error("Word文件读不出来：{0}")]
    Unreadable(String),
}
