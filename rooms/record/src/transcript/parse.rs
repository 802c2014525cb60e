//! What speech-to-text programs write: who said what, one after the other. Subtitles (.srt, .vtt), a name with its time
//! above each paragraph, `发言人1：……`, or nothing but text. Pure, and at home with any bytes that are text.

/// What somebody said in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// As the file has it; "" where it does not say.
    pub who: String,
    pub text: String,
}

/// Longer words before a colon are a sentence.
const NAME_AT_MOST: usize = 12;

/// Before a colon these are no names, however often they come.
const NO_NAMES: [&str; 22] = [
    "时间",
    "地点",
    "主持",
    "记录",
    "议题",
    "议程",
    "出席",
    "列席",
    "缺席",
    "请假",
    "参会",
    "主题",
    "内容",
    "会议",
    "备注",
    "说明",
    "例如",
    "比如",
    "注意",
    "结论",
    "关键词",
    "摘要",
];

/// What programs call people whom they do not know.
const ANYBODY: [&str; 6] = ["发言人", "说话人", "讲话人", "演讲者", "speaker", "spk"];

/// Turns in their order; neighbours of the same speaker are one. `names` are known beforehand: the roll and who sat in.
pub fn parse(text: &str, names: &[&str]) -> Vec<Turn> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_subtitles = lines.iter().any(|line| is_timing(line));
    let said = if is_subtitles { captions(&lines) } else { lines };
    let known = Known { names, repeated: repeated(&said) };
    let mut turns: Vec<Turn> = Vec::new();
    for line in said {
        let Line { who, text } = known.read(line, is_subtitles);
        match (who, turns.last_mut()) {
            (Some(who), Some(last)) if last.who == who => add(last, &text, is_subtitles),
            (Some(who), _) => turns.push(Turn { who, text }),
            (None, Some(last)) => add(last, &text, is_subtitles),
            (None, None) => turns.push(Turn { who: String::new(), text }),
        }
    }
    turns.retain(|turn| !turn.text.is_empty());
    merged(turns, is_subtitles)
}

/// A turn without words may have stood between two of one speaker.
fn merged(turns: Vec<Turn>, is_subtitles: bool) -> Vec<Turn> {
    let mut kept: Vec<Turn> = Vec::with_capacity(turns.len());
    for turn in turns {
        match kept.last_mut() {
            Some(last) if last.who == turn.who => add(last, &turn.text, is_subtitles),
            _ => kept.push(turn),
        }
    }
    kept
}

/// Subtitles cut sentences anywhere; elsewhere a line is a paragraph.
fn add(turn: &mut Turn, text: &str, is_subtitles: bool) {
    if text.is_empty() {
        return;
    }
    if !is_subtitles && !turn.text.is_empty() {
        turn.text.push('\n');
    } else if turn.text.ends_with(|it: char| it.is_ascii_alphanumeric())
        && text.starts_with(|it: char| it.is_ascii_alphanumeric())
    {
        turn.text.push(' ');
    }
    turn.text.push_str(text);
}

/// `00:00:01,000 --> 00:00:03,500`
fn is_timing(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    let is_time = |text: &str| {
        let first = text.split_whitespace().next().unwrap_or_default();
        first.contains(':') && first.chars().all(|it| it.is_ascii_digit() || ":,.".contains(it))
    };
    is_time(from) && is_time(to)
}

/// What is spoken in subtitles: neither numbers, times, notes nor the head.
fn captions<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let mut said = Vec::new();
    // Until the first time everything is head; a note or a style ends with an empty line.
    let (mut is_within, mut is_aside) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        let next_is_timing = lines.get(at + 1).is_some_and(|next| is_timing(next));
        if is_timing(line) {
            (is_within, is_aside) = (true, false);
        } else if line.is_empty() {
            is_aside = false;
        } else if line.starts_with("NOTE")
            || line.starts_with("STYLE")
            || line.starts_with("REGION")
        {
            is_aside = true;
        } else if is_within && !is_aside && !next_is_timing {
            said.push(*line);
        }
    }
    said
}

/// Words that stand before a colon at the beginning of several lines: names that nobody told us.
fn repeated(lines: &[&str]) -> Vec<String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for line in lines {
        let Some((name, _)) = split_colon(without_time(line).0) else { continue };
        let is_name = (2..=4).contains(&name.chars().count()) && name.chars().all(is_han);
        if !is_name || NO_NAMES.contains(&name) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, times)) => *times += 1,
            None => found.push((name.to_owned(), 1)),
        }
    }
    found.into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name).collect()
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·')
}

/// What one line says.
struct Line {
    /// `None` where the one before goes on.
    who: Option<String>,
    text: String,
}

struct Known<'k> {
    names: &'k [&'k str],
    repeated: Vec<String>,
}

impl Known<'_> {
    fn read(&self, line: &str, is_subtitles: bool) -> Line {
        if is_subtitles && let Some((who, text)) = voice(line) {
            return Line { who: Some(who), text: without_tags(text) };
        }
        if let Some((name, words)) = self.timed(line) {
            return Line { who: Some(plain(name)), text: words.to_owned() };
        }
        let (rest, has_time) = without_time(line);
        let text = if is_subtitles { without_tags(rest) } else { rest.to_owned() };
        // `张三 00:01:23` alone on its line.
        if has_time && is_short(&text) && split_colon(&text).is_none() {
            let who = plain(&text);
            return Line { who: (!who.is_empty()).then_some(who), text: String::new() };
        }
        // `[00:01:23] 王五：各位`
        if has_time
            && let Some((name, words)) = split_colon(&text)
            && !NO_NAMES.contains(&name)
        {
            return Line { who: Some(plain(name)), text: words.trim().to_owned() };
        }
        match split_colon(&text) {
            Some((name, words)) if self.is_somebody(name) => {
                Line { who: Some(plain(name)), text: words.trim().to_owned() }
            }
            _ => Line { who: None, text },
        }
    }

    /// `发言人1(00:00:05): 各位`, `张三 00:00:05：各位`: a time between the name and its words.
    fn timed<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        let gaps = line.char_indices().filter(|(_, it)| it.is_whitespace() || OPEN.contains(it));
        for (at, _) in gaps {
            let name = line[..at].trim();
            if name.is_empty() || !is_short(name) || NO_NAMES.contains(&name) {
                continue;
            }
            let rest =
                line[at..].trim_start_matches(|it: char| it.is_whitespace() || OPEN.contains(&it));
            let end = rest.find(|it: char| !it.is_ascii_digit() && !":.,".contains(it));
            let time = rest[..end.unwrap_or(rest.len())].trim_end_matches([':', '.', ',']);
            if !time.contains(':') || !is_time(time) {
                continue;
            }
            let after = rest[time.len()..].trim_start_matches(CLOSE).trim_start();
            let words = after.trim_start_matches([':', '：']);
            if words.len() < after.len() || !words.is_empty() && self.is_somebody(name) {
                return Some((name, words.trim()));
            }
        }
        None
    }

    fn is_somebody(&self, name: &str) -> bool {
        let name = plain(name);
        let lower = name.to_lowercase();
        let is_anybody = ANYBODY.iter().any(|word| {
            let rest = lower.strip_prefix(word).map(str::trim);
            rest.is_some_and(|rest| rest.chars().count() <= 3)
        });
        let is_named = self.names.iter().any(|known| !known.is_empty() && name.contains(known));
        let is_role = ["主持人", "记录人"].contains(&name.as_str());
        is_anybody || is_role || is_named || self.repeated.contains(&name)
    }
}

/// `<v 张三>各位同志`
fn voice(line: &str) -> Option<(String, &str)> {
    let rest = line.strip_prefix("<v")?;
    let (name, text) = rest.split_once('>')?;
    // Classes stand before the name: `<v.loud 张三>`.
    let name = name.split_once(' ').map_or(name, |(_, name)| name);
    Some((plain(name), text))
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        match after.split_once('>') {
            Some((_, left)) => rest = left,
            None => return plain,
        }
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

/// The two sides of the first colon, where a name may stand before it.
fn split_colon(line: &str) -> Option<(&str, &str)> {
    let at = line.find(['：', ':'])?;
    let (name, rest) = line.split_at(at);
    let words = &rest[rest.chars().next()?.len_utf8()..];
    let name = name.trim();
    (is_short(name) && !name.is_empty()).then_some((name, words))
}

/// No sentence: few letters, and none that ends or divides one.
fn is_short(text: &str) -> bool {
    text.chars().count() <= NAME_AT_MOST
        && !text.contains(['。', '，', '？', '！', '；', '、', '“', '《'])
}

/// A name without what stands around it: `张三（书记）`, `【张三】`.
fn plain(name: &str) -> String {
    let name = name.trim().trim_matches(['[', ']', '【', '】', '<', '>', '-', '—', '*', '#', ' ']);
    let name = name.split(['（', '(']).next().unwrap_or_default();
    name.trim().trim_end_matches(['：', ':']).trim().to_owned()
}

/// The line without times at its ends and in brackets, and whether there was one.
fn without_time(line: &str) -> (&str, bool) {
    let (mut rest, mut found) = (line.trim(), false);
    loop {
        let shorter = cut_first(rest).or_else(|| cut_last(rest));
        match shorter {
            Some(shorter) => (rest, found) = (shorter, true),
            None => return (rest, found),
        }
    }
}

fn cut_first(text: &str) -> Option<&str> {
    let (word, rest) = match text.chars().next()? {
        open if OPEN.contains(&open) => {
            let (inside, rest) = text[open.len_utf8()..].split_once(closing(open))?;
            (inside, rest)
        }
        _ => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            text.split_at(end)
        }
    };
    is_time(word).then(|| rest.trim_start())
}

/// At the end, and before the colon of a name: `发言人1(00:05)：`.
fn cut_last(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches(['：', ':']);
    let end = bare.chars().next_back()?;
    let (word, rest) = match end {
        end if CLOSE.contains(&end) => {
            let open = bare.rfind(OPEN)?;
            let inside = &bare[open..bare.len() - end.len_utf8()];
            (&inside[inside.chars().next()?.len_utf8()..], &bare[..open])
        }
        _ => {
            let start = bare.rfind(char::is_whitespace)?;
            (bare[start..].trim_start(), &bare[..start])
        }
    };
    is_time(word).then(|| rest.trim_end())
}

const OPEN: [char; 4] = ['[', '(', '（', '【'];
const CLOSE: [char; 4] = [']', ')', '）', '】'];

fn closing(open: char) -> char {
    match open {
        '[' => ']',
        '(' => ')',
        '（' => '）',
        _ => '】',
    }
}

/// `1:23`, `00:01:23`, `00:01:23.450`, `2026-11-20`, `00:01-00:05`
fn is_time(word: &str) -> bool {
    let parts = word.split([':', '.', ',', '-', '~', '/', '：']);
    let is_figures = parts
        .clone()
        .all(|it| (1..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit()));
    let has_mark = word.contains([':', '：'])
        || word.matches('-').count() == 2
        || word.matches('/').count() == 2;
    is_figures && has_mark && parts.count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<(String, String)> {
        let known = ["张三", "李四", "欧阳·娜"];
        parse(text, &known).into_iter().map(|turn| (turn.who, turn.text)).collect()
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        wanted.iter().map(|(who, text)| ((*who).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_name_with_its_time_stands_above_its_words() {
        let text = "张三 00:00:01\n同志们，现在开会。\n先说第一件事。\n\n发言人2  00:01:23\n我同意。\n发言人2 00:01:40\n没有别的。";
        let wanted =
            [("张三", "同志们，现在开会。\n先说第一件事。"), ("发言人2", "我同意。\n没有别的。")];
        assert_eq!(turns(text), pairs(&wanted));
        let text = "2026-11-20 15:00:01 李四\n好。\n[00:02:03] 张三\n散会。";
        assert_eq!(turns(text), pairs(&[("李四", "好。"), ("张三", "散会。")]));
    }

    #[test]
    fn a_name_stands_before_a_colon() {
        let text = "发言人1：现在开会。\n发言人 2(00:00:09): 同意\nSpeaker 3: OK\n张三（书记）：时间：三点。";
        let wanted = [
            ("发言人1", "现在开会。"),
            ("发言人 2", "同意"),
            ("Speaker 3", "OK"),
            ("张三", "时间：三点。"),
        ];
        assert_eq!(turns(text), pairs(&wanted));
    }

    #[test]
    fn a_colon_alone_makes_no_speaker() {
        let text = "会议议程：三项\n时间：下午三点\n时间：四点\n我讲三点意见：第一，抓学习。";
        assert_eq!(turns(text), pairs(&[("", text)]));
        let named_twice = "王小明：同意。\n我也同意。\n王小明：没有了。";
        assert_eq!(turns(named_twice), pairs(&[("王小明", "同意。\n我也同意。\n没有了。")]));
    }

    #[test]
    fn subtitles_are_put_together_again() {
        let srt = "1\n00:00:01,000 --> 00:00:03,000\n张三：同志们，现在\n\n2\n00:00:03,000 --> 00:00:05,000\n开会。\n\n\
                   3\n00:00:06,000 --> 00:00:08,000\n李四：好，我先\n说两句 the\n\n4\n00:00:08,000 --> 00:00:09,000\nend";
        assert_eq!(
            turns(srt),
            pairs(&[("张三", "同志们，现在开会。"), ("李四", "好，我先说两句 the end")])
        );
        let vtt = "WEBVTT - 会议\n\nNOTE 机器生成\n第二行\n\na1\n00:01.000 --> 00:03.000 align:start\n<v 欧阳·娜>同意<i>方案</i></v>\n\n\
                   00:03.000 --> 00:04.000\n<v.loud 李四>同意";
        assert_eq!(turns(vtt), pairs(&[("欧阳·娜", "同意方案"), ("李四", "同意")]));
    }

    #[test]
    fn text_without_names_is_one_turn_of_nobody() {
        assert_eq!(
            turns("同志们好。\r\n\r\n00:01:00\r\n现在开会。"),
            pairs(&[("", "同志们好。\n现在开会。")])
        );
        assert_eq!(turns(""), pairs(&[]));
        assert_eq!(turns("\u{feff}  \n"), pairs(&[]));
    }

    #[test]
    fn any_text_is_read_without_harm() {
        for text in [
            "：",
            "a:b:c",
            "<v",
            "<v >",
            "-->",
            "1:2 --> 3:4",
            "（",
            "(1:2",
            "]1:2]",
            "张三：：",
            "😀：😀",
            "[",
            "】",
        ] {
            let _ = parse(text, &["张三", ""]);
        }
    }
}
