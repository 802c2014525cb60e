//! The record of a talk as a paper, with places for both signatures.

use act::{Error, Result};
use documents::{Block, Fill, Level, Paper};
use systems::Systems;

use super::{How, Seen, pages};

pub(crate) fn paper(systems: &Systems, seen: &Seen) -> Result<Paper> {
    let path = &seen.kind.document;
    let template = crate::paper::template(systems, path)?;
    let facts = pages::facts(seen).into_iter();
    let fill = Fill::new()
        .text("unit", &seen.place.name)
        .text("heading", format!("{}记录", seen.kind.title))
        .text("day", seen.record.plan_on.zh())
        .blocks("facts", facts.map(|(name, words)| Block::Pair(name, words.into())))
        .blocks("body", body(seen));
    template.fill(&fill).map_err(Error::broken)
}

fn body(seen: &Seen) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut part = |heading: &str, text: &str| {
        if text.is_empty() {
            return;
        }
        blocks.push(Block::Heading(Level::One, heading.to_owned()));
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        blocks.extend(lines.map(|line| Block::Paragraph(line.into())));
    };
    part("谈话要点", &seen.talk.points);
    part("本人陈述", &seen.talk.statement);
    part("签字情况", &pages::signed(seen));
    if let Some(settled) = &seen.talk.settled {
        let heading = if settled.how == How::Refused {
            "没有签字的情况"
        } else {
            "本人补充意见"
        };
        part(heading, &settled.remark);
    }
    blocks
}
