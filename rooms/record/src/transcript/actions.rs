//! Taking over what was shown: what each said goes to the speakers, what nobody is named for into the text.

use act::{Ctx, Error, Result};

use super::{
    sent::Arranged,
    who::{LEFT_OUT, UNNAMED},
};
use crate::{
    closing,
    meeting::RecordId,
    paper,
    speaker::{self, Speaker},
};

pub(super) fn take(ctx: &Ctx, id: RecordId, version: i64, arranged: &Arranged) -> Result<()> {
    for (at, (label, key)) in arranged.labels.iter().enumerate() {
        if key.is_empty() {
            let words = format!("请选一下“{label}”是谁；不是到会的人，选“不放进记录”");
            return Err(Error::invalid(&format!("who_{at}"), words));
        }
    }
    closing::write_text(ctx, id, version, |record, text, speakers| {
        let agenda = record.agenda();
        let mut text = text;
        for turn in &arranged.turns {
            let item = agenda.get(turn.at).copied().unwrap_or_default();
            match arranged.labels[turn.by].1.as_str() {
                LEFT_OUT => {}
                UNNAMED => text = under(&text, item, &turn.text),
                key => said(speakers, item, key, &turn.text),
            }
        }
        Ok(text)
    })
}

/// Minutes that were written elsewhere, below what is there or in its place.
pub(super) fn take_whole(
    ctx: &Ctx,
    id: RecordId,
    version: i64,
    (written, replaces): (&str, bool),
) -> Result<()> {
    closing::write_text(ctx, id, version, |_, text, _| {
        let text = text.trim_end();
        let whole = if replaces || text.is_empty() {
            written.to_owned()
        } else {
            format!("{text}\n{written}")
        };
        Ok(whole)
    })
}

/// Everything that somebody says to one item stands together.
fn said(speakers: &mut Vec<Speaker>, item: &str, key: &str, words: &str) {
    let known = speakers.iter_mut().find(|it| it.item == item && it.key() == key);
    if let Some(speaker) = known {
        if !speaker.words.is_empty() {
            speaker.words.push('\n');
        }
        speaker.words.push_str(words);
        return;
    }
    if let Some(somebody) = speaker::Speaker::of_key(key) {
        speakers.push(Speaker { item: item.to_owned(), words: words.to_owned(), ..somebody });
    }
}

/// The text with more below the head of an item; at its end where there is no such head.
fn under(text: &str, item: &str, more: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().position(|line| paper::heading(line.trim()) == Some(item));
    let Some(head) = head else {
        return format!("{}\n{more}", text.trim_end()).trim_start().to_owned();
    };
    let next = lines[head + 1..].iter().position(|line| paper::heading(line.trim()).is_some());
    let end = next.map_or(lines.len(), |at| head + 1 + at);
    let before = lines[..end].join("\n");
    let after = lines[end..].join("\n");
    let gap = if after.is_empty() { "" } else { "\n\n" };
    format!("{}\n{more}{gap}{after}", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_below_the_head_of_their_item() {
        let text = "一、听取报告\n报告了。\n\n二、讨论\n";
        let once = under(text, "听取报告", "大家同意。");
        assert_eq!(once, "一、听取报告\n报告了。\n大家同意。\n\n二、讨论");
        assert_eq!(under(&once, "讨论", "通过。"), format!("{once}\n通过。"));
        assert_eq!(under("开会。", "没有的", "散会。"), "开会。\n散会。");
        assert_eq!(under("", "", "散会。"), "散会。");
    }

    #[test]
    fn what_one_says_to_an_item_stands_together() {
        let mut speakers = Vec::new();
        for (item, key, words) in
            [("甲", "p1", "一"), ("甲", "p2", "二"), ("甲", "p1", "三"), ("乙", "p1", "四")]
        {
            said(&mut speakers, item, key, words);
        }
        let all: Vec<(&str, &str)> =
            speakers.iter().map(|it| (it.item.as_str(), it.words.as_str())).collect();
        assert_eq!(all, [("甲", "一\n三"), ("甲", "二"), ("乙", "四")]);
    }
}
