//! Turns on the items of the agenda, as far as the text itself tells. Pure: the recorder moves what is wrong.

use std::collections::HashSet;

use super::Turn;

/// Where each turn belongs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Laid {
    /// Place in the agenda, one for each turn; never going back.
    pub(super) items: Vec<usize>,
    /// How many items were heard; 0 where they are shared out by length.
    pub(super) heard: usize,
}

/// This much of an item's pairs of signs must be heard together.
const HEARD_PERCENT: usize = 60;
/// Shorter items are heard only as a whole.
const FEWEST_PAIRS: usize = 3;

pub(super) fn lay(turns: &[Turn], agenda: &[&str]) -> Laid {
    if agenda.len() < 2 {
        return Laid { items: vec![0; turns.len()], heard: agenda.len() };
    }
    let titles: Vec<HashSet<[char; 2]>> = agenda.iter().map(|item| pairs(title(item))).collect();
    let mut here = 0;
    let mut items = Vec::with_capacity(turns.len());
    let mut heard = HashSet::new();
    for turn in turns {
        if let Some(at) = heard_in(&turn.text, agenda, &titles, here) {
            here = at;
            heard.insert(at);
        }
        items.push(here);
    }
    // What is heard of the first alone does not say where the second begins.
    match heard.iter().filter(|at| **at > 0).count() {
        0 => Laid { items: shared_out(turns, agenda.len()), heard: 0 },
        _ => Laid { items, heard: heard.len() },
    }
}

/// The item that a turn opens: called by its number, or by enough of its words. Meetings go on, not back.
fn heard_in(
    text: &str,
    agenda: &[&str],
    titles: &[HashSet<[char; 2]>],
    here: usize,
) -> Option<usize> {
    let numbered = (here..agenda.len()).rev().find(|at| is_called(text, *at));
    if numbered.is_some() {
        return numbered;
    }
    // Somebody opens an item at the beginning of what he says, or right after he has closed another.
    let said = pairs(text);
    let share = |at: usize| {
        let title = &titles[at];
        let both = title.intersection(&said).count();
        if title.len() < FEWEST_PAIRS { 0 } else { both * 100 / title.len() }
    };
    let best = (here + 1..agenda.len()).max_by_key(|at| (share(*at), usize::MAX - at))?;
    (share(best) >= HEARD_PERCENT && share(best) > share(here)).then_some(best)
}

/// `第二项议程`, `第2个议题`
fn is_called(text: &str, at: usize) -> bool {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let figures = (at + 1).to_string();
    let numbers = NUMBERS.get(at).copied().into_iter().chain([figures.as_str()]);
    let called = |number: &str| {
        ["项议程", "项议题", "个议题", "个议程", "项内容", "项任务"]
            .iter()
            .any(|word| text.contains(&format!("第{number}{word}")))
    };
    numbers.into_iter().any(called)
}

/// What an item is about, without what is done with it.
fn title(item: &str) -> &str {
    let verbs = [
        "听取和讨论",
        "听取",
        "讨论和决定",
        "讨论",
        "审议",
        "学习",
        "研究",
        "通报",
        "传达",
        "进行",
        "开展",
        "关于",
    ];
    let rest = verbs.iter().find_map(|verb| item.strip_prefix(verb));
    rest.filter(|rest| rest.chars().count() > FEWEST_PAIRS).unwrap_or(item)
}

fn pairs(text: &str) -> HashSet<[char; 2]> {
    let signs: Vec<char> = text.chars().filter(|it| it.is_alphanumeric()).collect();
    signs.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// By length, in order.
fn shared_out(turns: &[Turn], items: usize) -> Vec<usize> {
    let lengths: Vec<usize> = turns.iter().map(|turn| turn.text.chars().count()).collect();
    let all: usize = lengths.iter().sum::<usize>().max(1);
    let mut before = 0;
    lengths
        .iter()
        .map(|length| {
            // By where its middle lies.
            let at = (before + length / 2) * items / all;
            before += length;
            at.min(items - 1)
        })
        .collect()
}

/// The boundary that a turn stands at is moved: up takes it and those before it in its item to the one before, down it
/// and those after it to the next.
pub(super) fn moved(items: &mut [usize], turn: usize, is_up: bool, last: usize) {
    let Some(&here) = items.get(turn) else { return };
    if is_up && here > 0 {
        let those = items[..=turn].iter_mut().filter(|item| **item == here);
        those.for_each(|item| *item -= 1);
    } else if !is_up && here < last {
        let those = items[turn..].iter_mut().filter(|item| **item == here);
        those.for_each(|item| *item += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENDA: [&str; 3] =
        ["听取支部委员会工作报告", "讨论接收罗一鸣同志为预备党员", "其他事项"];

    fn said(texts: &[&str]) -> Vec<Turn> {
        texts.iter().map(|text| Turn { who: String::new(), text: (*text).to_owned() }).collect()
    }

    #[test]
    fn items_are_heard_by_their_words_and_by_their_numbers() {
        let turns = said(&[
            "现在开会，先请书记作支部委员会工作报告。",
            "报告完了，请大家讨论。",
            "同意报告。",
            "下面讨论接收罗一鸣为预备党员的问题。",
            "他工作踏实。",
            "进行第三项议程。",
            "没有。",
        ]);
        assert_eq!(lay(&turns, &AGENDA), Laid { items: vec![0, 0, 0, 1, 1, 2, 2], heard: 2 });
    }

    #[test]
    fn a_meeting_does_not_go_back() {
        let turns = said(&[
            "进行第二个议题。",
            "刚才的支部委员会工作报告还有一句。",
            "第1项议程补充一句。",
        ]);
        assert_eq!(lay(&turns, &AGENDA).items, [1, 1, 1]);
    }

    #[test]
    fn what_says_nothing_is_shared_out_by_length() {
        let turns = said(&["嗯，好。", "嗯，好。", "嗯，好。", "嗯，好。", "嗯，好。", "嗯，好。"]);
        assert_eq!(lay(&turns, &AGENDA), Laid { items: vec![0, 0, 1, 1, 2, 2], heard: 0 });
        assert_eq!(lay(&turns, &[]).items, [0; 6]);
        assert_eq!(lay(&[], &AGENDA).items, [0; 0]);
    }

    #[test]
    fn a_boundary_is_moved_and_order_stays() {
        let mut items = vec![0, 0, 1, 1, 2];
        moved(&mut items, 2, true, 2);
        assert_eq!(items, [0, 0, 0, 1, 2]);
        moved(&mut items, 1, false, 2);
        assert_eq!(items, [0, 1, 1, 1, 2]);
        moved(&mut items, 0, true, 2);
        moved(&mut items, 4, false, 2);
        moved(&mut items, 99, false, 2);
        assert_eq!(items, [0, 1, 1, 1, 2]);
        assert!(items.is_sorted());
    }
}
