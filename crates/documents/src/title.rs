//! Where a title breaks into lines: once, for all renderers, so that all three forms break alike.

use crate::text::wide;

/// The type area holds 20 characters of the title's 22 pt.
const WIDTH: f64 = 20.0;
/// On the cover of a book, of 32 pt.
const COVER: f64 = 13.8;

/// A line of a title as it was given, in the lines that it is set in.
pub(crate) fn lines(title: &[String]) -> Vec<Vec<String>> {
    title.iter().map(|line| broken(line, WIDTH)).collect()
}

/// All lines as they are set.
pub(crate) fn set(title: &[String]) -> Vec<String> {
    lines(title).concat()
}

pub(crate) fn cover(title: &[String]) -> Vec<String> {
    title.iter().flat_map(|line| broken(line, COVER)).collect()
}

/// Words that are not taken apart. A break beside one of them is better than one among unknown characters.
const WORDS: &str = "中国共产党 中共 关于 开展 召开 进行 加强 做好 落实 执行 规范 推进 组织 贯彻 报送 印发 举办 认真 全面 \
    情况 工作 报告 通报 通知 请示 批复 意见 方案 总结 计划 清单 台账 记录 名册 签到表 手册 材料 决定 决议 纪要 公示 函 \
    领导班子 领导干部 民主生活会 组织生活会 民主评议 党员大会 支部委员会 党小组会 主题党日 专题 党课 理论学习中心组 中心组 \
    学习 教育 培训 检查 整改 整治 措施 问题 批示 指示 精神 重要 讲话 会议 大会 会前 征求 谈心谈话 谈心 谈话 提醒 \
    公安局 公安厅 公安部 派出所 大队 支队 中队 总队 机关 党委 党组 党总支 党支部 支部 党小组 委员会 纪律检查 纪委 书记 委员 \
    党员 预备党员 积极分子 干部 民警 辅警 转正 接收 发展 选举 换届 结果 意识形态 思想政治 政治 主体责任 责任 党风廉政 廉政 \
    党建 党的 建设 队伍 监督 巡察 示范 工作室 品牌 经验 平安 守护 安全 防范 执法 服务 窗口 年度 季度 上半年 下半年 \
    规定 条例 办法 细则 制度 审查 述职 评议 考核 表彰 先进 优秀 直属 下级 上级 直接 刑事侦查 治安 交通警察 交通 警察 政工 法制";

/// Particles that end a part of a title: 的 of 情况的报告.
const ENDS: [char; 3] = ['的', '和', '暨'];
const OPENING: &str = "《“‘（〔【";
const CLOSING: &str = "》”’）〕】：、，。；！？—";

/// What it costs to break after a character; None where it must not be.
type Cost = Option<f64>;

/// Balanced, and at the best places; as few lines as will do.
fn broken(line: &str, width: f64) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    if wide(line) <= width {
        return vec![line.to_owned()];
    }
    let costs = costs(&chars);
    let fewest = (wide(line) / width).ceil() as usize;
    let good = (fewest..=fewest + 1).find_map(|count| split(&chars, &costs, (count, width)));
    // Where no place is good, any is.
    let anywhere = || split(&chars, &vec![Some(0.0); chars.len()], (fewest, width));
    let Some(ends) = good.or_else(anywhere) else { return vec![line.to_owned()] };
    let begins = [0].into_iter().chain(ends.iter().copied());
    begins.zip(&ends).map(|(from, to)| text(&chars[from..*to]).trim().to_owned()).collect()
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

/// The ends of `count` lines for which breaks and unevenness together cost least.
fn split(chars: &[char], costs: &[Cost], (count, width): (usize, f64)) -> Option<Vec<usize>> {
    let even = wide(&text(chars)) / count as f64;
    // For every end the best way to it in so many lines.
    let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; chars.len() + 1];
    best[0] = Some((0.0, Vec::new()));
    for _ in 0..count {
        let mut next = vec![None; chars.len() + 1];
        for (from, way) in best.iter().enumerate() {
            let Some((so_far, ends)) = way else { continue };
            for to in from + 2..=chars.len() {
                let long = wide(&text(&chars[from..to]));
                if long > width {
                    break;
                }
                let last = if to == chars.len() { Some(0.0) } else { costs[to - 1] };
                let Some(cost) = last else { continue };
                let all = so_far + cost + (long - even).powi(2) / 4.0;
                if next[to].as_ref().is_none_or(|(least, _)| all < *least) {
                    next[to] = Some((all, [ends.as_slice(), &[to]].concat()));
                }
            }
        }
        best = next;
    }
    best.pop().flatten().map(|(_, ends)| ends)
}

fn costs(chars: &[char]) -> Vec<Cost> {
    let words = words(chars);
    let mut depth = 0;
    let mut cost = |at: usize| {
        depth += i32::from(OPENING.contains(chars[at]));
        depth -= i32::from("》”’）〕】".contains(chars[at]));
        let next = *chars.get(at + 1)?;
        let inside = words[at] == words[at + 1];
        if inside || CLOSING.contains(next) || OPENING.contains(chars[at]) {
            return None;
        }
        let known = |at: usize| words.iter().filter(|word| **word == words[at]).count() > 1;
        let quoted = if depth > 0 { 20.0 } else { 0.0 };
        Some(
            quoted
                + match (chars[at], next) {
                    (it, _) if CLOSING.contains(it) => 0.0,
                    (_, it) if OPENING.contains(it) => 2.0,
                    (_, '关') if known(at + 1) => 0.0,
                    (_, it) if ENDS.contains(&it) => 40.0,
                    (it, _) if ENDS.contains(&it) => 1.0,
                    _ if known(at) && known(at + 1) => 6.0,
                    _ if known(at) || known(at + 1) => 14.0,
                    _ => 30.0,
                },
        )
    };
    (0..chars.len()).map(&mut cost).collect()
}

/// The number of the word that each character belongs to: the longest of the list, figures with their measure, or
/// the character alone.
fn words(chars: &[char]) -> Vec<usize> {
    let list: Vec<Vec<char>> = WORDS.split_whitespace().map(|it| it.chars().collect()).collect();
    let mut numbers = Vec::new();
    let mut word = 0;
    while numbers.len() < chars.len() {
        let rest = &chars[numbers.len()..];
        let known = list.iter().filter(|it| rest.starts_with(it)).map(Vec::len).max();
        let figures = rest.iter().take_while(|c| c.is_ascii_graphic()).count();
        let long = match (known, figures) {
            (Some(long), _) => long,
            (None, 0) => 1,
            (None, figures) => figures + measure(&rest[figures..]),
        };
        numbers.extend(std::iter::repeat_n(word, long));
        word += 1;
    }
    numbers
}

/// 年度 of 2026年度.
fn measure(rest: &[char]) -> usize {
    match rest {
        ['年', '度', ..] => 2,
        ['年' | '月' | '日' | '号' | '次' | '届' | '季', ..] => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{broken, set};

    fn lines(line: &str) -> Vec<String> {
        broken(line, 20.0)
    }

    #[test]
    fn a_title_that_fits_stays_on_its_line() {
        assert_eq!(lines("2026年度支部工作计划"), ["2026年度支部工作计划"]);
        assert_eq!(set(&["甲".to_owned(), "乙".to_owned()]), ["甲", "乙"]);
    }

    #[test]
    fn a_long_title_breaks_between_its_parts_and_never_inside_a_word() {
        assert_eq!(
            lines("书记工作室：“枫桥经验”平安守护党支部书记示范工作室"),
            ["书记工作室：“枫桥经验”", "平安守护党支部书记示范工作室"]
        );
        assert_eq!(
            lines("2025年度县公安局党委领导班子民主生活会召开情况和整改措施落实情况的报告"),
            ["2025年度县公安局党委领导班子民主生活会", "召开情况和整改措施落实情况的报告"]
        );
        assert_eq!(
            lines("中共正定县公安局机关委员会关于各党支部开展主题党日情况的通报"),
            ["中共正定县公安局机关委员会", "关于各党支部开展主题党日情况的通报"]
        );
        for line in lines("关于2026年上半年全县公安机关理论学习中心组学习旁听工作情况的通报")
        {
            assert!(!line.starts_with('的') && line.chars().count() > 2, "{line}");
        }
    }

    #[test]
    fn no_character_is_lost_and_none_stands_alone_however_long_the_title() {
        for long in 21..130 {
            let title = "长".repeat(long);
            let lines = lines(&title);
            assert_eq!(lines.concat(), title);
            assert!(lines.iter().all(|line| (2..=20).contains(&line.chars().count())), "{lines:?}");
        }
        assert_eq!(lines(&"a".repeat(90)).concat(), "a".repeat(90));
    }
}
