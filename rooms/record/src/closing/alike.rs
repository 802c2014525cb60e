//! How much of a text stood in an earlier one. It is worked out when its author looks at the page, said to him alone and
//! kept nowhere. Pure.

use std::collections::HashSet;

/// Signs that are compared together: fewer, and any two texts about the same matter are alike; more, and a word that was
/// changed hides a whole sentence.
const NEIGHBOURS: usize = 5;

/// From this share on the author is asked to look again. It is our own: below it lie texts that name the same matter in the
/// usual words, above it those in which dates and names alone were changed. Nobody is judged by it.
const ALIKE_PERCENT: usize = 85;

/// A line or two is alike by chance.
const FEWEST: usize = 40;

/// Parts that are worth showing have so many signs.
const SHOWN_FROM: usize = 12;

/// What of the text stood in the earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alike {
    pub(super) percent: usize,
    /// As they stand now.
    pub(super) parts: Vec<String>,
}

/// `None` where so much is new that there is nothing to say. Heads do not count: they come from the agenda.
pub(super) fn alike(now: &str, before: &str, is_head: fn(&str) -> bool) -> Option<Alike> {
    let now: String = without_heads(now, is_head);
    let (signs, earlier) = (signs(&now), signs(&without_heads(before, is_head)));
    let known: HashSet<[char; NEIGHBOURS]> = earlier.windows(NEIGHBOURS).map(gram).collect();
    let all = signs.len().saturating_sub(NEIGHBOURS - 1);
    if all < FEWEST {
        return None;
    }
    let mut is_known = vec![false; signs.len()];
    let mut same = 0;
    for (at, window) in signs.windows(NEIGHBOURS).enumerate() {
        if known.contains(&gram(window)) {
            same += 1;
            is_known[at..at + NEIGHBOURS].fill(true);
        }
    }
    let percent = same * 100 / all;
    let text: Vec<char> = now.chars().collect();
    (percent >= ALIKE_PERCENT).then(|| Alike { percent, parts: parts(&text, &signs, &is_known) })
}

fn without_heads(text: &str, is_head: fn(&str) -> bool) -> String {
    let lines = text.lines().filter(|line| !is_head(line.trim()));
    lines.collect::<Vec<_>>().join("\n")
}

/// A sign and where it stands.
type Sign = (usize, char);

/// Letters and figures alone: spaces and punctuation are set as one likes.
fn signs(text: &str) -> Vec<Sign> {
    let half = text::half_width(text);
    // One sign for one: places stay those of the text.
    half.chars()
        .enumerate()
        .filter(|(_, sign)| sign.is_alphanumeric())
        .map(|(at, sign)| (at, sign.to_lowercase().next().unwrap_or(sign)))
        .collect()
}

fn gram(window: &[Sign]) -> [char; NEIGHBOURS] {
    std::array::from_fn(|at| window[at].1)
}

/// Stretches of known signs, with what stands between them in the text.
fn parts(text: &[char], signs: &[Sign], is_known: &[bool]) -> Vec<String> {
    let both: Vec<(&Sign, &bool)> = signs.iter().zip(is_known).collect();
    let stretches = both.chunk_by(|a, b| a.1 == b.1);
    let known = stretches.filter(|it| *it[0].1 && it.len() >= SHOWN_FROM);
    known
        .map(|it| text[it[0].0.0..=it[it.len() - 1].0.0].iter().collect())
        .map(|part: String| part.lines().map(str::trim).collect::<Vec<_>>().join(" "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "一、听取工作报告\n书记周立群同志报告了上季度支部工作，大家认为支部抓学习抓得实，\
                          党员参加志愿服务比较积极，夜间巡逻点位覆盖了三个社区。";

    fn is_head(line: &str) -> bool {
        line.contains('、') && line.chars().count() < 12
    }

    #[test]
    fn what_stood_in_the_last_one_is_known_again_whatever_its_punctuation() {
        let now = BEFORE.replace('，', "；").replace("三个社区", "四个社区");
        let found = alike(&now, BEFORE, is_head).unwrap();
        assert!((85..100).contains(&found.percent), "{found:?}");
        assert!(found.parts[0].starts_with("书记周立群同志报告了"), "{found:?}");
    }

    #[test]
    fn just_below_the_share_nothing_is_said() {
        // 100 signs of which the last differ: every changed sign takes five neighbours with it.
        let before: String = ('一'..).take(104).collect();
        let changed = |count: usize| -> String {
            before.chars().take(104 - count).chain(('\u{9000}'..).take(count)).collect()
        };
        assert_eq!(alike(&changed(15), &before, |_| false).map(|it| it.percent), Some(85));
        assert_eq!(alike(&changed(16), &before, |_| false), None);
    }

    #[test]
    fn a_line_or_two_and_heads_alone_say_nothing() {
        assert_eq!(alike("同意。", "同意。", is_head), None);
        let heads = "一、听取工作报告\n二、讨论".repeat(20);
        assert_eq!(alike(&heads, &heads, |_| true), None);
        assert_eq!(alike(BEFORE, "", is_head), None);
    }
}
