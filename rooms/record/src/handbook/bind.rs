//! The year bound as a book, and the code by which a printed one is compared with the system.

use crypto::code;
use documents::{Book, Paper, Part};
use systems::Systems;

use super::{
    gather::{Bound, Year},
    lists,
};

/// Letters of the code, in groups of five.
const LETTERS: usize = 15;

impl Year {
    pub(super) fn title(&self) -> String {
        format!("{}支部工作手册（{}年）", self.place.short_name, self.number)
    }

    /// `copy` says whose copy it is, where that was noted.
    pub(super) fn book(&self, systems: &Systems, copy: Option<&str>) -> Book {
        let holder = |kind: &str| {
            let held = self.held.iter().find(|post| post.kind == kind);
            held.map_or_else(String::new, |post| post.name.clone())
        };
        let mut book = Book::new(format!("支部工作手册\n（{}年）", self.number))
            .fact("党支部", &self.place.name)
            .fact("上级党组织", &self.above)
            .fact("书记", holder("secretary"))
            .imprint(self.on.zh())
            .part(Part::alone("支部概况", lists::about(systems, self)))
            .part(Part::alone("党员名册", lists::roll(systems, self)));
        if let Some(plan) = &self.plan {
            book = book.part(Part::alone("年度计划", plan.clone()));
        }
        for paper in &self.beside {
            book = book.part(Part::alone(paper.title(), paper.clone()));
        }
        for month in self.months() {
            book = book.part(month);
        }
        let lists = [
            lists::summary(self),
            lists::attendance(self),
            lists::resolutions(self),
            lists::tasks(self),
            lists::rectification(self),
            lists::talks(self),
            lists::excused(self),
            lists::duties(self),
            lists::changed(self),
        ];
        for paper in lists.into_iter().flatten() {
            book = book.part(Part::alone(paper.title(), paper));
        }
        book.part(Part::alone("装订说明", self.colophon(copy)))
    }

    /// Records month by month, in the order they were held.
    fn months(&self) -> Vec<Part> {
        let month = |meetings: &[Bound]| {
            let title = month_zh(meetings[0].record.plan_on.month());
            meetings.iter().fold(Part::new(title), |part, it| part.paper(it.entry(), it.printed()))
        };
        let same = |a: &Bound, b: &Bound| a.record.plan_on.month() == b.record.plan_on.month();
        self.meetings.chunk_by(same).map(month).collect()
    }

    fn colophon(&self, copy: Option<&str>) -> Paper {
        let mut paper = Paper::new("装订说明").paragraph(format!(
            "本手册由系统按{}的记录生成，收入记录{}份。页码连续，主持人、记录人在各次记录后签字，即为支部的记录本，不另做一套。",
            self.on.zh(),
            self.meetings.len()
        ));
        for line in self.apart.say() {
            paper = paper.paragraph(line);
        }
        paper = paper.pair("校验码", self.code()).paragraph(
            "把校验码输进系统“支部工作手册”一页，可以核对这一本的记录和系统里的是不是一样。",
        );
        if let Some(copy) = copy {
            paper = paper.paragraph(copy);
        }
        paper.sign("党支部书记").sign("装订人")
    }

    /// Over the texts of all records in it, in their order: the same as long as none of them was corrected, withdrawn
    /// or added.
    pub(super) fn code(&self) -> String {
        let mut all = Vec::with_capacity(self.meetings.len() * 40);
        for it in &self.meetings {
            all.extend_from_slice(&it.record.id.0.to_be_bytes());
            all.extend_from_slice(&crypto::sm3(it.paper.words().as_bytes()));
        }
        code::groups(&crypto::sm3(&all), LETTERS)
    }

    /// Whether a code that was typed off a printed book is that of the records as they are.
    pub(super) fn is_as_printed(&self, typed: &str) -> bool {
        code::plain(typed) == code::plain(&self.code())
    }
}

impl Bound {
    /// Its paper, with the names of the files that belong to it.
    fn printed(&self) -> Paper {
        let paper = self.paper.clone();
        if self.files.is_empty() {
            return paper;
        }
        paper.paragraph(format!("附件在系统里：{}。", self.files.join("、")))
    }
}

pub(super) fn month_zh(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "一月",
        "二月",
        "三月",
        "四月",
        "五月",
        "六月",
        "七月",
        "八月",
        "九月",
        "十月",
        "十一月",
        "十二月",
    ];
    MONTHS[usize::try_from(month - 1).unwrap_or_default().min(11)]
}
