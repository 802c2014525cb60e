//! The duties of a unit in a year, one line each: for the wall, for a spreadsheet, for a book.

use calendar::Period;
use rules::{Duty, Modality, Rhythm, Rules};

use crate::{
    Law, Standing,
    judge::{State, Verdict},
    show::by,
};

/// One duty of a unit or of a post in it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// With （书记） where the post owes it.
    pub title: String,
    /// 每月, 每季度
    pub rhythm: &'static str,
    /// Text and article, or the document of a local rule.
    pub rule: String,
    pub is_local: bool,
    /// A state that must hold, not something that is done.
    pub is_standing: bool,
    /// Every slot of it is done.
    pub is_done: bool,
    /// `完成10次，逾期2月，免办7月`
    pub words: String,
}

/// Regulations first and local rules last, what must hold after what is done; within a text by article.
pub(crate) fn place(duty: &Duty) -> (bool, bool, &str, u32, &str) {
    let (is_local, is_standing) =
        (duty.modality == Modality::Local, duty.period == Rhythm::Standing);
    (is_local, is_standing, &duty.text, number(&duty.article), &duty.key)
}

/// 12 of `约第十二条至第十七条`; what has no number stands last.
fn number(article: &str) -> u32 {
    let (mut whole, mut digit, mut is_any) = (0, 0, false);
    for c in article.chars() {
        match ("一二三四五六七八九".chars().position(|it| it == c), c) {
            (Some(at), _) => digit = at as u32 + 1,
            (_, '十') => (whole, digit) = (whole + digit.max(1) * 10, 0),
            (_, '百') => (whole, digit) = (whole + digit.max(1) * 100, 0),
            (_, '零') => continue,
            _ if is_any => break,
            _ => continue,
        }
        is_any = true;
    }
    if is_any { whole + digit } else { u32::MAX }
}

/// Those of the unit and of its posts that apply, in the order of the regulations; never of single persons.
pub fn listed(rules: &Rules, law: &Law, standings: &[Standing]) -> Vec<Listed> {
    let owed = |it: &&Verdict| it.state != State::NotApplicable;
    let of = |it: &&Standing| it.bearer.person.is_none();
    let mut all: Vec<(&str, &Verdict)> = Vec::new();
    for standing in standings.iter().filter(of) {
        // The unit itself, or its secretary: no other post of a branch owes anything.
        let whose = if standing.bearer.key().0 == "post" { "（书记）" } else { "" };
        all.extend(standing.verdicts.iter().filter(owed).map(|it| (whose, it)));
    }
    all.sort_by(|(a, one), (b, other)| (place(one.slot.duty), a).cmp(&(place(other.slot.duty), b)));
    let same = |a: &(&str, &Verdict), b: &(&str, &Verdict)| {
        (a.0, &a.1.slot.duty.key) == (b.0, &b.1.slot.duty.key)
    };
    all.chunk_by(same).map(|slots| line(rules, law, slots)).collect()
}

fn line(rules: &Rules, law: &Law, slots: &[(&str, &Verdict)]) -> Listed {
    let (whose, last) = slots[slots.len() - 1];
    let duty = last.slot.duty;
    let verdicts: Vec<&Verdict> = slots.iter().map(|(_, it)| *it).collect();
    Listed {
        title: format!("{}{whose}", duty.title),
        rhythm: rhythm(duty.period),
        rule: match law.local(&duty.key) {
            Some(local) => format!("{}（地方规定）", local.document_no),
            None => rules.source(&duty.text, &duty.article),
        },
        is_local: duty.modality == Modality::Local,
        is_standing: duty.period == Rhythm::Standing,
        is_done: verdicts.iter().all(|it| it.state == State::Done),
        words: match duty.period {
            Rhythm::Month | Rhythm::Quarter | Rhythm::Half => by_period(&verdicts),
            Rhythm::Year | Rhythm::Event | Rhythm::Standing => one_by_one(&verdicts),
        },
    }
}

fn rhythm(period: Rhythm) -> &'static str {
    match period {
        Rhythm::Month => "每月",
        Rhythm::Quarter => "每季度",
        Rhythm::Half => "每半年",
        Rhythm::Year => "每年",
        Rhythm::Event => "有这件事时",
        Rhythm::Standing => "一直",
    }
}

/// How often it was done, and which periods stand otherwise.
fn by_period(verdicts: &[&Verdict]) -> String {
    let of = |is_it: &dyn Fn(&Verdict) -> bool| -> Vec<String> {
        let those = verdicts.iter().filter(|it| is_it(it)).map(|it| it.slot.period);
        spans(&those.collect::<Vec<_>>())
    };
    let mut words = Vec::new();
    let done = verdicts.iter().filter(|it| it.state == State::Done).count();
    if done > 0 {
        words.push(format!("完成{done}次"));
    }
    let states = [
        State::Overdue,
        State::Missed,
        State::Explained,
        State::Exempt,
        State::Due,
        State::NotKept,
    ];
    let late = of(&|it| it.state == State::Done && it.late_done);
    let entered = of(&|it| it.state == State::Done && !it.late_done && it.late_entry);
    let parts = [("逾期完成", late), ("补录", entered)].into_iter();
    let parts = parts.chain(states.map(|state| (state.zh(), of(&|it| it.state == state))));
    for (state, periods) in parts.filter(|(_, periods)| !periods.is_empty()) {
        words.push(format!("{state}{}", periods.join("、")));
    }
    words.join("，")
}

/// `1月至9月`, `12月`: three or more in a row are one.
fn spans(periods: &[Period]) -> Vec<String> {
    let in_row = |a: &Period, b: &Period| a.next() == *b;
    let words = |row: &[Period]| match row {
        [first, _, .., last] => vec![format!("{}至{}", first.zh(), last.zh())],
        few => few.iter().map(|it| it.zh()).collect(),
    };
    periods.chunk_by(in_row).flat_map(words).collect()
}

/// `已完成（6月12日）`; where it came up several times each of them.
fn one_by_one(verdicts: &[&Verdict]) -> String {
    let one = |it: &&Verdict| {
        if it.slot.duty.period == Rhythm::Standing && it.state == State::Done {
            return "符合".to_owned();
        }
        let beside = it.tag_beside().map(|it| format!("，{it}")).unwrap_or_default();
        let by = by(it);
        let by = by.trim_end_matches('。');
        let by = if by.is_empty() { String::new() } else { format!("（{by}）") };
        format!("{}{beside}{by}", it.tag())
    };
    let all: Vec<String> = verdicts.iter().map(one).collect();
    all.join("；")
}

#[cfg(test)]
mod tests {
    use calendar::{Day, Period, PeriodKind};

    use super::{number, spans};

    #[test]
    fn periods_in_a_row_are_said_as_one() {
        let month = |n| Period::of(PeriodKind::Month, Day::new(2026, n, 1).unwrap());
        let all: Vec<Period> = [1, 2, 3, 5, 6, 12].map(month).into();
        assert_eq!(spans(&all), ["1月至3月", "5月", "6月", "12月"]);
    }

    #[test]
    fn articles_are_ordered_by_their_numbers() {
        assert_eq!(number("第八条"), 8);
        assert_eq!(number("第十条"), 10);
        assert_eq!(number("约第十二条至第十七条"), 12);
        assert_eq!(number("第二十六条第六项"), 26);
        assert_eq!(number("第一百零三条"), 103);
        assert_eq!(number("正文"), u32::MAX);
    }
}
