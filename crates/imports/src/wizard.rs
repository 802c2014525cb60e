//! What a room says about one kind of list, so that the mechanism can ask.

use act::{Act, Acting, Ctx, Result};
use db::Read;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use web::{Markup, Reader, Req, Section};

use crate::{Batch, Finding, run::Told};

/// One kind of list that comes in. Implemented by an empty type of the room.
pub trait Wizard: Sized + 'static {
    const KIND: Kind;
    /// Columns of the page of a batch.
    const HEADS: &'static [Head];
    /// A file that was read, before anything is compared with the database.
    type File;
    /// What the importer decides; left out, everything goes the safe way.
    type Choices: Clone + Default + Serialize + DeserializeOwned;
    /// A file compared with what stands here.
    type Plan;
    type Done;

    /// The page on which a file is chosen.
    fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Start>;

    /// Into which unit; a fault at `unit` where that is left open.
    fn unit(req: &Req, reader: &Reader) -> Result<Option<i64>> {
        let _ = req;
        let unit = reader.id("unit");
        if unit.is_none() {
            reader.fault("unit", Self::KIND.words.unit_missing);
        }
        Ok(unit)
    }

    /// Where the pages stand, from above.
    fn crumbs(ctx: &Ctx, read: &Read, unit: i64) -> Result<Vec<(String, String)>> {
        let (_, _, _) = (ctx, read, unit);
        let (words, paths) = (&Self::KIND.words, &Self::KIND.paths);
        let crumbs = [words.above, (words.crumb, paths.start)];
        Ok(crumbs.map(|(name, url)| (name.to_owned(), url.to_owned())).into())
    }

    /// Where another file is chosen for the same unit.
    fn start_url(unit: i64) -> String {
        let _ = unit;
        Self::KIND.paths.start.to_owned()
    }

    /// Reads a file; *Invalid* at `file` when it cannot be read at all.
    fn read(ctx: &Ctx, source: Source, choices: &Self::Choices) -> Result<Self::File>;

    /// Compares with what stands here; writes nothing.
    fn rehearse(
        ctx: &Ctx,
        read: &Read,
        unit: i64,
        file: Self::File,
        choices: &Self::Choices,
    ) -> Result<Self::Plan>;

    /// What the page of the rehearsal shows.
    fn show(ctx: &Ctx, read: &Read, req: &Req, plan: Self::Plan) -> Result<Shown>;

    /// Rows that an import would write.
    fn to_write(plan: &Self::Plan) -> usize;

    /// What the form of the rehearsal says.
    fn choose(ctx: &Ctx, reader: &Reader, plan: &Self::Plan) -> Result<Self::Choices> {
        let (_, _, _) = (ctx, reader, plan);
        Ok(Self::Choices::default())
    }

    /// Writes the rows of one batch, within its act.
    fn write(it: &Writing, file: &Self::File, choices: &Self::Choices) -> Result<Self::Done>;

    fn wrote(done: &Self::Done) -> Wrote;

    /// The rows of a batch as its page lists them.
    fn rows(read: &Read, batch: i64, page: (i64, i64)) -> Result<Vec<Vec<Cell>>>;

    /// What an undo would take back and what it would leave.
    fn fate(ctx: &Ctx, read: &Read, batch: &Batch) -> Result<Fate>;

    /// Units that nobody may change meanwhile, besides that of the batch.
    fn locks(read: &Read, batch: i64) -> Result<Vec<i64>> {
        let (_, _) = (read, batch);
        Ok(Vec::new())
    }

    /// Takes back what [`Wizard::fate`] does not keep, within the undoing act.
    fn take_back(w: &Acting, batch: i64, fate: &Fate) -> Result<Taken>;
}

/// A file as it came.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub content: &'a [u8],
    pub file_name: &'a str,
}

/// What one kind of list is called, who may bring it, where its pages stand.
pub struct Kind {
    /// As kept files and batches name it: `members`.
    pub key: &'static str,
    pub import: Act,
    pub undo: Act,
    /// The read act under which a look at a batch is logged.
    pub see: Act,
    /// The job that writes long lists.
    pub job: &'static str,
    pub paths: Paths,
    pub words: Words,
}

/// Routes; `{file}` and `{batch}` stand for ids.
pub struct Paths {
    pub start: &'static str,
    pub files: &'static str,
    pub file: &'static str,
    pub list: &'static str,
    pub import: &'static str,
    pub batch: &'static str,
    pub undoing: &'static str,
    pub undo: &'static str,
}

impl Paths {
    pub(crate) fn of_file(&self, id: i64) -> String {
        self.file.replace("{file}", &id.to_string())
    }

    pub(crate) fn of_batch(&self, id: i64) -> String {
        self.batch.replace("{batch}", &id.to_string())
    }
}

/// What people read; each is a part of a sentence or a whole one, as its example shows.
pub struct Words {
    pub section: Section,
    /// `("党员", "/members")`
    pub above: (&'static str, &'static str),
    /// 导入花名册
    pub title: &'static str,
    pub intro: &'static str,
    /// 导入
    pub crumb: &'static str,
    pub unit_missing: &'static str,
    /// 花名册文件
    pub file: &'static str,
    pub file_hint: &'static str,
    pub file_missing: &'static str,
    /// What a nameless file is called: 花名册
    pub nameless: &'static str,
    /// 人, 次会议
    pub measure: &'static str,
    /// Heading of the column that counts them: 人数
    pub count: &'static str,
    /// 没有要写入的人：都已经有了，或者都有问题
    pub nothing: &'static str,
    /// 导入后可以整批撤回。
    pub promise: &'static str,
    /// 撤回这一批导入？
    pub undo_title: &'static str,
    /// Behind a number of them, why an undo leaves them: 导入后有人改过
    pub stay: &'static str,
    /// 没有人在导入后被改过
    pub all_go: &'static str,
}

/// The page on which a file is chosen.
pub struct Start {
    /// The field that asks into which unit; empty where the address says it.
    pub unit_field: Markup,
    /// Where the form goes.
    pub action: String,
    /// Only batches of this unit are listed.
    pub only: Option<i64>,
    pub crumbs: Vec<(String, String)>,
    /// Beside the form: how the list should look.
    pub help: Markup,
}

/// A rehearsal for the eye.
#[derive(Default)]
pub struct Shown {
    pub unit_name: String,
    /// Rows with content.
    pub in_file: usize,
    /// xlsx，工作表：名册
    pub source: String,
    pub to_write: usize,
    /// 新增3人，更新1人，2人已有且相同
    pub to_write_words: String,
    /// Rows that are not written.
    pub left: usize,
    /// What is true of the file as a whole.
    pub notes: Vec<String>,
    pub findings: Vec<Finding>,
    /// 身份证号只显示前6位和后4位。
    pub findings_note: &'static str,
    /// What the downloaded list has besides the findings.
    pub further: Vec<Finding>,
    /// Places to look at that are no findings.
    pub questions: usize,
    /// What else there is to decide or to read, above the button.
    pub tables: Markup,
    pub options: Markup,
    /// 标为“往年记录导入”，没有名单和会议记录。
    pub remark: &'static str,
}

/// Within the act that writes a batch.
pub struct Writing<'a, 'w, 'c> {
    pub ctx: &'a Ctx,
    pub w: &'a Acting<'w, 'c>,
    pub batch: i64,
    pub unit: i64,
    pub told: Told<'a>,
}

/// What a batch holds in the end.
pub struct Wrote {
    pub rows: usize,
    pub refused: usize,
    /// 已导入：新增3人，更新1人
    pub words: String,
}

/// A column of the page of a batch.
pub struct Head {
    pub name: &'static str,
    pub is_number: bool,
}

/// One field of a row; the one with an address names the row.
pub struct Cell {
    pub text: String,
    pub url: Option<String>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), url: None }
    }

    pub fn link(text: impl Into<String>, url: String) -> Self {
        Self { text: text.into(), url: Some(url) }
    }
}

/// What an undo will do.
#[derive(Debug, Clone, Default)]
pub struct Fate {
    pub goes: usize,
    /// 33人的登记，恢复到导入之前
    pub goes_words: String,
    pub stays: Vec<Stays>,
}

/// A row that an undo leaves as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stays {
    pub id: i64,
    pub name: String,
    pub url: String,
    /// 有党员2人; empty where somebody simply changed it.
    pub why: String,
}

/// What an undo did to the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    pub removed: usize,
    /// Were here before the import, and are again as they were.
    pub restored: usize,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    pub taken: Taken,
    /// Changed since: left as they are.
    pub kept: Vec<Stays>,
}
