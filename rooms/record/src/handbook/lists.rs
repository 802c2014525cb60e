//! The lists of the handbook, each a table on pages of its own.

use calendar::Day;
use documents::{Paper, Table};
use people::Status;
use systems::Systems;

use super::gather::{Bound, Excused, Year};
use crate::task::Task;

/// 支部概况: the branch, its subgroups and its committee.
pub(super) fn about(systems: &Systems, year: &Year) -> Paper {
    let count = |status| year.roll.iter().filter(|it| it.status == status).count();
    let (full, probationary) = (count(Status::Full), count(Status::Probationary));
    let groups: Vec<&str> = year.subgroups.iter().map(|(_, name)| name.as_str()).collect();
    let groups =
        if groups.is_empty() { "没有划分党小组".to_owned() } else { groups.join("、") };
    let table = Table::new(["职务", "姓名", "任职时间", "依据"]).widths([4, 3, 4, 5]);
    let in_committee = |kind: &str| systems.post(kind).is_some_and(|it| it.committee);
    let mut held: Vec<&people::Post> =
        year.held.iter().filter(|post| in_committee(&post.kind)).collect();
    let place = |post: &people::Post| {
        systems.posts_in(&year.place.kind).position(|it| it.key() == post.kind)
    };
    held.sort_by_key(|post| (place(post).is_none(), place(post)));
    let row = |table: Table, post: &people::Post| {
        let title = systems.post_title(&post.kind, &year.place.kind);
        table.row([title, post.name.clone(), post.from_on.zh(), post.basis.clone()])
    };
    let paper = Paper::new("支部概况").pair("党支部", &year.place.name);
    let paper =
        if year.above.is_empty() { paper } else { paper.pair("上级党组织", &year.above) };
    let paper = paper
        .pair("党员", format!("正式党员{full}人，预备党员{probationary}人（{}）", year.on.zh()))
        .pair("党小组", groups);
    let set_up = set_up(year);
    let paper = if set_up.is_empty() { paper } else { paper.pair("组织设置", set_up.concat()) };
    if held.is_empty() {
        return paper.paragraph("系统里没有登记这个支部的支部委员会。");
    }
    paper.paragraph("支部委员会：").table(held.into_iter().fold(table, row))
}

/// 党员名册: names, no numbers of any kind.
pub(super) fn roll(systems: &Systems, year: &Year) -> Paper {
    let group = |id: Option<i64>| {
        let found = year.subgroups.iter().find(|(group, _)| Some(*group) == id);
        found.map_or_else(String::new, |(_, name)| name.clone())
    };
    let table =
        Table::new(["序号", "姓名", "党员身份", "党小组", "党内职务"]).widths([2, 4, 4, 5, 5]);
    let table = year.roll.iter().enumerate().fold(table, |table, (at, it)| {
        let posts: Vec<String> =
            it.posts.iter().map(|post| systems.post_title(post, &year.place.kind)).collect();
        let cells =
            [it.name.clone(), it.status.zh().to_owned(), group(it.subgroup), posts.join("、")];
        table.row([(at + 1).to_string()].into_iter().chain(cells))
    });
    let note =
        format!("{}在册，共{}人。证件号码、电话等不印在手册上。", year.on.zh(), year.roll.len());
    Paper::new("党员名册").paragraph(note).table(table)
}

/// 到会情况: per meeting, never per person.
pub(super) fn attendance(year: &Year) -> Option<Paper> {
    let table =
        Table::new(["日期", "会议", "应到", "实到", "请假", "缺席"]).widths([4, 9, 2, 2, 2, 2]);
    let counted: Vec<&Bound> =
        year.meetings.iter().filter(|it| !it.is_filing && it.counts.present > 0).collect();
    let row = |table: Table, it: &&Bound| {
        let (leave, missing) = it.away;
        let known = it.record.batch.is_none();
        let figure = |n: i64| if known { n.to_string() } else { "—".to_owned() };
        table.row([
            it.record.plan_on.zh_short(),
            it.title(),
            figure(it.counts.expected),
            it.counts.present.to_string(),
            figure(leave as i64),
            figure(missing as i64),
        ])
    };
    (!counted.is_empty()).then(|| {
        let table = counted.iter().fold(table, row);
        Paper::new("各次会议到会情况").paragraph("按会统计，不按人统计。").table(table)
    })
}

/// 决议: what was put to the vote.
pub(super) fn resolutions(year: &Year) -> Option<Paper> {
    let table = Table::new(["日期", "会议", "表决事项", "结果"]).widths([3, 4, 6, 8]);
    let all = year.meetings.iter().flat_map(|it| it.motions.iter().map(move |vote| (it, vote)));
    let mut all = all.peekable();
    all.peek()?;
    let row = |table: Table, (it, (text, outcome)): (&Bound, &(String, String))| {
        table.row([it.record.plan_on.zh_short(), it.short(), text.clone(), outcome.clone()])
    };
    Some(Paper::new("表决事项一览").table(all.fold(table, row)))
}

/// 议定事项, each with how it ended; what a life meeting found stands in its own list.
pub(super) fn tasks(year: &Year) -> Option<Paper> {
    let table = Table::new(["议定日期", "会议", "事项", "负责人", "期限", "办理"])
        .widths([3, 3, 6, 3, 3, 4]);
    let mut all = agreed(year, false).peekable();
    all.peek()?;
    let row = |table: Table, (it, task): (&Bound, &Task)| {
        let day = it.record.plan_on.zh_short();
        let (text, owner) = (task.text.clone(), task.owner.clone());
        table.row([day, it.short(), text, owner, due(task), ended(task, year.on)])
    };
    Some(Paper::new("议定事项办理情况").table(all.fold(table, row)))
}

/// 整改清单: what life meetings found, what is done about it, and what came of it.
pub(super) fn rectification(year: &Year) -> Option<Paper> {
    let table = Table::new(["序号", "问题", "整改措施", "责任人", "期限", "完成情况"])
        .widths([2, 6, 6, 3, 3, 5]);
    let all: Vec<(&Bound, &Task)> = agreed(year, true).collect();
    let mut meetings: Vec<String> = all
        .iter()
        .map(|(it, _)| format!("{}{}", it.record.plan_on.zh_short(), it.title()))
        .collect();
    meetings.dedup();
    let done = all.iter().filter(|(_, task)| task.done_at.is_some()).count();
    let row = |table: Table, (at, (_, task)): (usize, &(&Bound, &Task))| {
        let (problem, text, owner) = (task.problem.clone(), task.text.clone(), task.owner.clone());
        table.row([(at + 1).to_string(), problem, text, owner, due(task), ended(task, year.on)])
    };
    (!all.is_empty()).then(|| {
        let table = all.iter().enumerate().fold(table, row);
        let note = format!("{}查摆的，共{}项，办结{done}项。", meetings.join("、"), all.len());
        Paper::new("整改清单").paragraph(note).table(table)
    })
}

/// What was agreed on; what is put right alone, or the rest.
fn agreed(year: &Year, is_found: bool) -> impl Iterator<Item = (&Bound, &Task)> {
    let all = year.meetings.iter().flat_map(|it| it.tasks.iter().map(move |task| (it, task)));
    all.filter(move |(_, task)| task.problem.is_empty() != is_found)
}

fn due(task: &Task) -> String {
    task.due_on.map_or_else(String::new, Day::zh)
}

/// As of `on`.
fn ended(task: &Task, on: Day) -> String {
    let open = if task.is_late(on) { "逾期，没有办结" } else { "正在办理" };
    task.ended().unwrap_or_else(|| open.to_owned())
}

/// 全年情况: counted out of what the book binds; nobody writes a figure into it.
pub(super) fn summary(year: &Year) -> Option<Paper> {
    if year.meetings.is_empty() {
        return None;
    }
    let mut held: Vec<(String, usize)> = Vec::new();
    for it in year.meetings.iter().filter(|it| !it.is_filing) {
        let name = it.kind_zh();
        match held.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => held.push((name, 1)),
        }
    }
    let held: Vec<String> = held.into_iter().map(|(name, n)| format!("{name}{n}次")).collect();
    let mut lines = Vec::new();
    if !held.is_empty() {
        lines.push(format!("到{}，开展{}。", year.on.zh(), held.join("、")));
    }
    let votes: usize = year.meetings.iter().map(|it| it.motions.len()).sum();
    if votes > 0 {
        lines.push(format!("表决{votes}项。"));
    }
    for (what, is_found) in [("议定事项", false), ("查摆问题", true)] {
        let (all, done) = agreed(year, is_found).fold((0, 0), |(all, done), (_, task)| {
            (all + 1, done + i32::from(task.done_at.is_some()))
        });
        if all > 0 {
            lines.push(format!("{what}{all}项，办结{done}项。"));
        }
    }
    if !year.talks.is_empty() {
        lines.push(format!("谈心谈话{}次。", year.talks.len()));
    }
    let mut paper = Paper::new("全年情况");
    for line in lines {
        paper = paper.paragraph(line);
    }
    Some(paper.paragraph("数字都从手册里的记录数出来，不另填。"))
}

/// 谈心谈话: that they were held; what was said belongs to the two.
pub(super) fn talks(year: &Year) -> Option<Paper> {
    if year.talks.is_empty() {
        return None;
    }
    let table = Table::new(["序号", "日期", "谈话人", "谈话对象"]).widths([2, 5, 5, 5]);
    let table = year.talks.iter().enumerate().fold(table, |table, (at, (day, by, with))| {
        table.row([(at + 1).to_string(), day.zh(), by.clone(), with.clone()])
    });
    let note = "只登记谈过，谈话内容由谈话双方掌握，不在手册里。";
    Some(Paper::new("谈心谈话登记").paragraph(note).table(table))
}

/// 免办和说明.
pub(super) fn excused(year: &Year) -> Option<Paper> {
    if year.excused.is_empty() {
        return None;
    }
    let table = Table::new(["事项", "情况", "理由"]).widths([6, 3, 10]);
    let row = |table: Table, it: &Excused| table.row([&it.title, &it.tag, &it.reason]);
    Some(Paper::new("免办和说明").table(year.excused.iter().fold(table, row)))
}

/// 应办事项: what was owed and how it stands, one row for each, with its rule.
pub(super) fn duties(year: &Year) -> Option<Paper> {
    let mut all = year.duties.iter().filter(|it| !it.is_standing).peekable();
    all.peek()?;
    let table = Table::new(["事项", "应办", "情况", "依据"]).widths([5, 3, 9, 6]);
    let row = |table: Table, it: &duty::Listed| {
        table.row([it.title.as_str(), it.rhythm, &it.words, &it.rule])
    };
    let note = format!("按{}的记录判定，按条例和规定的次序排列。", year.on.zh());
    Some(Paper::new("应办事项完成情况").paragraph(note).table(all.fold(table, row)))
}

/// Whether the branch is set up as the regulations ask.
fn set_up(year: &Year) -> Vec<String> {
    let standing = || year.duties.iter().filter(|it| it.is_standing);
    let done: Vec<&str> = standing().filter(|it| it.is_done).map(|it| it.title.as_str()).collect();
    let mut lines = Vec::new();
    if !done.is_empty() {
        lines.push(format!("{}，符合规定。", done.join("、")));
    }
    let open = standing().filter(|it| !it.is_done);
    lines.extend(open.map(|it| format!("{}：{}。", it.title, it.words)));
    lines
}

/// 更正和撤回.
pub(super) fn changed(year: &Year) -> Option<Paper> {
    let corrected = year.meetings.iter().filter_map(|it| {
        let (times, reason) = it.corrected.as_ref()?;
        let state = format!("更正{times}次，手册印第{}稿", times + 1);
        Some([it.record.plan_on.zh_short(), it.title(), state, reason.clone()])
    });
    let withdrawn = year.apart.withdrawn.iter().map(|it| {
        let reason = it.withdrawn_why.clone().unwrap_or_default();
        [it.plan_on.zh_short(), it.title.clone(), "已撤回，不印正文".to_owned(), reason]
    });
    let rows: Vec<[String; 4]> = corrected.chain(withdrawn).collect();
    if rows.is_empty() {
        return None;
    }
    let table = Table::new(["日期", "记录", "情况", "原因"]).widths([3, 6, 5, 6]);
    let table = rows.into_iter().fold(table, Table::row);
    Some(Paper::new("更正和撤回").table(table))
}
