//! What this room keeps of somebody, for the copy that he takes: meetings, talks, wishes, cards, his calendar.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

use crate::{feed, kind::Kinds, meeting, roll, talk, wish, words};

pub(crate) fn data() -> Vec<OwnData> {
    vec![
        OwnData {
            title: "参加过的会议和活动、您的到会情况", keeps: &["life"], of: meetings
        },
        OwnData { title: "会上定了由您负责的事", keeps: &["life"], of: tasks },
        OwnData {
            title: "组织谈话的要点、您的陈述和签字，谈心谈话的内容",
            keeps: &["talk", "talk_words"],
            of: talks,
        },
        OwnData { title: "我想找人谈谈", keeps: &["wish"], of: wish::own },
        OwnData { title: "政治生日贺卡", keeps: &["birthday_card"], of: cards },
        OwnData { title: "日历订阅", keeps: &["feed"], of: feed::own },
    ]
}

/// Closed ones on whose roll he stands, and those ahead for which something is noted of him.
fn meetings(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    const CLASS: &str = "组织生活";
    let units = people::units_ever(read, person)?;
    let mut entries = Vec::new();
    for it in store::meetings(read, &units, person)? {
        let parts: Vec<String> = it.parts(person);
        if !parts.is_empty() {
            let item = format!("{}，{}", it.unit_name, it.title);
            entries.push(OwnEntry::new(CLASS, item, parts.join("，")).on(it.plan_on));
        }
    }
    Ok(entries)
}

fn tasks(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let of = |it: store::Agreed| {
        let done = it.done_at.map(|at| format!("{}办结", at.day().zh()));
        let state = done.unwrap_or_else(|| "没有办结".to_owned());
        let words = [it.text, state, it.outcome];
        let words: Vec<String> = words.into_iter().filter(|it| !it.is_empty()).collect();
        OwnEntry::new("组织生活", it.title, words.join("，")).on(it.plan_on)
    };
    Ok(store::agreed(read, person)?.into_iter().map(of).collect())
}

/// Talks that are his to read, either side.
fn talks(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let mut entries = Vec::new();
    for id in talk::ids_of(read, person)? {
        let Some(record) = meeting::find_any(read, id)? else { continue };
        let (title, on) = (record.title.clone(), record.plan_on);
        if let Some(seen) = talk::seen(ctx, read, id)? {
            let class = "组织谈话";
            for (item, value) in seen.own_words() {
                entries.push(OwnEntry::new(class, format!("{title}：{item}"), value).on(on));
            }
        } else {
            let words = words::of(ctx, read, &record)?;
            let value =
                if words.is_erased { "（已按保管期限清除）".into() } else { words.text };
            entries.push(OwnEntry::new("谈心谈话", title, value).on(on));
        }
    }
    Ok(entries)
}

fn cards(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    const CLASS: &str = "政治生日贺卡";
    let mut entries = Vec::new();
    for (year, own_words, words) in store::cards(read, person)? {
        let filled = [("您愿意印上的话", own_words), ("支部的话", words)];
        for (item, value) in filled.into_iter().filter(|(_, value)| !value.is_empty()) {
            entries.push(OwnEntry::new(CLASS, format!("{year}年，{item}"), value));
        }
    }
    Ok(entries)
}

impl store::Meeting {
    /// 到会，主持
    fn parts(&self, person: i64) -> Vec<String> {
        let roll = self.roll.as_deref().map(roll::read).unwrap_or_default();
        let entry = roll.into_iter().find(|it| it.person == person);
        let noted = self.state.as_deref().map(|state| {
            let word = self.word.as_deref().unwrap_or_default();
            roll::Presence::of(state, word, self.session.unwrap_or_default())
        });
        let presence = entry.as_ref().map(|it| it.presence.clone()).or(noted).map(|it| it.zh());
        let votes = entry.filter(|it| it.votes).map(|_| "有表决权".to_owned());
        let posts = [(self.chair, "主持"), (self.recorder, "记录"), (self.lecturer, "主讲")];
        let posts = posts.into_iter().filter(|(who, _)| *who == Some(person));
        presence.into_iter().chain(votes).chain(posts.map(|(_, zh)| zh.to_owned())).collect()
    }

    /// A talk of the organization or between two stands elsewhere in the copy.
    fn is_talk(&self) -> bool {
        let kind = Kinds::built_in().find(&self.kind);
        kind.is_some_and(|kind| kind.kept_talk().is_some() || kind.is_private())
    }
}
