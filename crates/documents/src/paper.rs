//! What a paper is made of, and the builder that puts it together.

use crate::Text;
use crate::text::{clean, ems};
use calendar::Day;

/// Heading levels of GB/T 9704; the numbers (一、 （一） 1. （1）) are given by the renderers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    One,
    Two,
    Three,
    Four,
}

/// The red head of an outgoing document (发文机关标志). A record has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masthead {
    pub(crate) issuer: String,
    pub(crate) number: Option<String>,
    pub(crate) signer: Option<String>,
}

impl Masthead {
    /// 发文机关标志 in points: the largest size with which it fits on one line.
    pub(crate) fn size(&self) -> u32 {
        let fits = crate::columns::AREA * 0.98 / ems(&self.issuer).max(1.0);
        SIZES.into_iter().find(|size| f64::from(*size) <= fits).unwrap_or(16)
    }

    pub fn new(issuer: impl AsRef<str>) -> Self {
        Self { issuer: clean(issuer.as_ref()), number: None, signer: None }
    }

    /// 文号, as 南公党〔2026〕8号.
    pub fn number(self, number: impl AsRef<str>) -> Self {
        Self { number: filled(number.as_ref()), ..self }
    }

    /// 签发人, on documents that go upwards.
    pub fn signer(self, signer: impl AsRef<str>) -> Self {
        Self { signer: filled(signer.as_ref()), ..self }
    }
}

/// Each has its class in the style sheet.
const SIZES: [u32; 9] = [48, 44, 40, 36, 32, 28, 24, 20, 16];

/// A ruled table. Short rows are completed with empty cells, nothing is cut off; a cell may have several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) widths: Vec<u8>,
    pub(crate) is_small: bool,
}

impl Table {
    pub fn new<S: AsRef<str>>(head: impl IntoIterator<Item = S>) -> Self {
        Self { head: cells(head), ..Self::default() }
    }

    /// Shares of the width, one for each column; without them columns are equally wide.
    pub fn widths(self, widths: impl IntoIterator<Item = u8>) -> Self {
        Self { widths: widths.into_iter().collect(), ..self }
    }

    /// Set in 小四, for a sheet that must fit one page.
    pub fn small(self) -> Self {
        Self { is_small: true, ..self }
    }

    /// Points of its letters, and of each line.
    pub(crate) fn size(&self) -> f64 {
        if self.is_small { 12.0 } else { 14.0 }
    }

    pub(crate) fn line(&self) -> f64 {
        if self.is_small { 15.75 } else { 18.0 }
    }

    pub fn row<S: AsRef<str>>(mut self, row: impl IntoIterator<Item = S>) -> Self {
        self.rows.push(cells(row));
        self
    }

    pub(crate) fn has_head(&self) -> bool {
        self.head.iter().any(|cell| !cell.is_empty())
    }

    pub(crate) fn columns(&self) -> usize {
        self.rows.iter().chain([&self.head]).map(Vec::len).max().unwrap_or(0)
    }

    /// One share for each column that exists.
    pub(crate) fn shares(&self) -> Vec<u8> {
        let given = |i| self.widths.get(i).copied().unwrap_or(1).max(1);
        (0..self.columns()).map(given).collect()
    }

    /// The width of every column in percents, for a page that knows no points.
    pub(crate) fn percents(&self) -> Vec<String> {
        let percent = |wide: &f64| format!("{:.2}", wide * 100.0 / crate::columns::AREA);
        self.columns_wide().iter().map(percent).collect()
    }

    /// Which columns hold sentences or lists: their cells begin at the left, those of the others are centred.
    pub(crate) fn wordy(&self) -> Vec<bool> {
        let longest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let lines = cells.flat_map(|cell| cell.lines());
            lines.map(|line| line.chars().count()).max().unwrap_or(0)
        };
        let lists = self.rows.iter().flatten().any(|cell| cell.contains('\n'));
        (0..self.columns()).map(|column| lists || longest(column) > WORDY).collect()
    }

    /// The cells of a row, each with whether its column is wordy.
    pub(crate) fn with_shape<'a>(&self, row: &'a [String], wordy: &[bool]) -> Vec<(&'a str, bool)> {
        self.padded(row).into_iter().zip(wordy.iter().copied()).collect()
    }

    pub(crate) fn padded<'a>(&self, row: &'a [String]) -> Vec<&'a str> {
        (0..self.columns()).map(|i| row.get(i).map_or("", String::as_str)).collect()
    }
}

/// Characters; a cell that is longer is read as a sentence.
const WORDY: usize = 14;

/// A vote and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motion {
    /// What was put to the vote, as 接收罗一鸣同志为预备党员.
    pub text: String,
    /// 无记名投票, 举手.
    pub manner: String,
    /// 应到会有表决权.
    pub due: u32,
    /// 实到会有表决权.
    pub present: u32,
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
    /// The sentence that follows from the figures; whoever judged the vote writes it.
    pub result: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(Level, String),
    Paragraph(Text),
    /// 时　　间：…
    Pair(String, Text),
    Table(Table),
    Motion(Motion),
}

impl Block {
    /// One block per line that is not empty.
    pub fn paragraphs(text: &str) -> Vec<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Self::Paragraph(line.into())).collect()
    }
}

/// A document or a record, without any page yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    pub(crate) urgency: Option<String>,
    pub(crate) mark: Option<Masthead>,
    pub(crate) title: Vec<String>,
    pub(crate) addressee: Option<String>,
    pub(crate) body: Vec<Block>,
    pub(crate) attachments: Vec<String>,
    pub(crate) signatures: Vec<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) sealed: bool,
    pub(crate) note: Option<String>,
    pub(crate) annexes: Vec<Paper>,
    pub(crate) copies: Option<String>,
    pub(crate) printed: Option<(String, String)>,
}

impl Paper {
    /// Lines of the title are broken where the text is.
    pub fn new(title: impl AsRef<str>) -> Self {
        let title = title.as_ref().lines().filter_map(filled).collect();
        Self { title, ..Self::default() }
    }

    pub fn masthead(self, masthead: Masthead) -> Self {
        Self { mark: Some(masthead), ..self }
    }

    /// A letter that is not issued yet: without red head, number, issuer, seal and 版记.
    pub fn as_draft(self) -> Self {
        let (mark, issuer, copies, printed) = (None, None, None, None);
        Self { mark, issuer, copies, printed, date: None, sealed: false, ..self }
    }

    /// Its title in one line.
    pub fn title(&self) -> String {
        self.title.concat()
    }

    /// Rows of all its tables.
    pub fn rows(&self) -> usize {
        let of = |block: &Block| if let Block::Table(table) = block { table.rows.len() } else { 0 };
        self.body.iter().map(of).sum()
    }

    /// 紧急程度: 特急 or 加急, in the upper left corner.
    pub fn urgency(self, urgency: impl AsRef<str>) -> Self {
        Self { urgency: filled(urgency.as_ref()), ..self }
    }

    /// 主送机关, without the colon.
    pub fn to(self, addressee: impl AsRef<str>) -> Self {
        Self { addressee: filled(addressee.as_ref()), ..self }
    }

    /// Without its number: the renderers count.
    pub fn heading(self, level: Level, text: impl AsRef<str>) -> Self {
        self.block(Block::Heading(level, clean(text.as_ref())))
    }

    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    /// What people typed, one paragraph per line.
    pub fn paragraphs(self, text: &str) -> Self {
        self.blocks(Block::paragraphs(text))
    }

    /// A label (without colon) and its words; two- and three-character labels are spread to four.
    pub fn pair(self, label: impl AsRef<str>, value: impl Into<Text>) -> Self {
        self.block(Block::Pair(clean(label.as_ref()), value.into()))
    }

    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    pub fn motion(self, motion: Motion) -> Self {
        self.block(Block::Motion(motion))
    }

    pub fn block(mut self, block: Block) -> Self {
        self.body.push(block);
        self
    }

    pub fn blocks(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.body.extend(blocks);
        self
    }

    /// One entry of the attachments note (附件说明), without its number.
    pub fn attachment(mut self, name: impl AsRef<str>) -> Self {
        self.attachments.extend(filled(name.as_ref()));
        self
    }

    /// A line to sign by hand: 主持人 gives 主持人（签字）：＿＿.
    pub fn sign(mut self, role: impl AsRef<str>) -> Self {
        self.signatures.extend(filled(role.as_ref()));
        self
    }

    /// 发文机关署名.
    pub fn issued_by(self, issuer: impl AsRef<str>) -> Self {
        Self { issuer: filled(issuer.as_ref()), ..self }
    }

    /// 成文日期, in Arabic figures as the standard wants.
    pub fn dated(self, day: Day) -> Self {
        Self { date: Some(day.zh()), ..self }
    }

    /// Leaves the place of a seal over the name of the issuer and the date; without it both stand as the
    /// standard wants them on a paper without one.
    pub fn sealed(self) -> Self {
        Self { sealed: true, ..self }
    }

    /// 附注 below the date, without its brackets: whom to ask, who may read it.
    pub fn note(self, note: impl AsRef<str>) -> Self {
        Self { note: filled(note.as_ref()), ..self }
    }

    /// An attachment itself: on pages of its own behind the text, under 附件 and its number. The note of
    /// attachments is given by its name.
    pub fn annex(mut self, annex: Self) -> Self {
        self.annexes.push(annex);
        self
    }

    /// 抄送机关, at the foot of the last page.
    pub fn copy_to(self, copies: impl AsRef<str>) -> Self {
        Self { copies: filled(copies.as_ref()), ..self }
    }

    /// 印发机关 and 印发日期, below the copies.
    pub fn printed(self, by: impl AsRef<str>, on: Day) -> Self {
        Self { printed: Some((clean(by.as_ref()), on.zh())), ..self }
    }

    /// Something stands below the text: signatures, the issuer or the date.
    pub(crate) fn is_closed(&self) -> bool {
        !self.signatures.is_empty() || self.issuer.is_some() || self.date.is_some()
    }

    /// 版记: copies and printing stand between rules at the foot of the last page.
    pub(crate) fn has_foot(&self) -> bool {
        self.copies.is_some() || self.printed.is_some()
    }
}

/// A cleaned line, or nothing where nothing is written.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = clean(text.trim());
    (!text.is_empty()).then_some(text)
}

fn cells<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> Vec<String> {
    let lines = |cell: &str| cell.lines().map(clean).collect::<Vec<_>>().join("\n");
    cells.into_iter().map(|cell| lines(cell.as_ref())).collect()
}
