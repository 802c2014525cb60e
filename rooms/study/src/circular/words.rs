//! What a circular says, out of the facts: pure. What was done stands as a fact, what is missing with its rule.

use calendar::{Day, Period};
use duty::judge::State;

use crate::year::{Duty, Year, central};

/// One fact of a group, as its circular says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) words: String,
    pub(crate) is_missing: bool,
    /// What shows it.
    pub(crate) url: String,
    /// What to do where it is wrong, or open: words and where.
    pub(crate) right: (&'static str, String),
}

/// 关于2026年党委理论学习中心组学习情况的通报
pub(crate) fn title(year: i16) -> String {
    format!("关于{year}年{}学习情况的通报", central().title)
}

/// Of one group, in the order in which the regulations ask.
pub(crate) fn facts(it: &Year) -> Vec<Fact> {
    let mut facts: Vec<Fact> = it.quarters().filter_map(session).collect();
    facts.extend(it.duties.iter().filter_map(filed));
    let (_, _, away, told) = it.came();
    if away > 0 {
        let untold = it.sessions.iter().find(|it| it.told < it.away);
        let shown = untold.or(it.sessions.last()).map_or(0, |it| it.id.0);
        let words = match away - told {
            0 => format!("没有到会的{away}人次都补了学"),
            left => format!("没有到会的{away}人次，还有{left}人次没有补学"),
        };
        facts.push(Fact {
            words,
            is_missing: told < away,
            url: format!("/study/groups/{}?year={}#sessions", it.unit.id, year_of(it)),
            right: ("到学习记录里标补学", format!("/records/{shown}")),
        });
    }
    facts.extend(it.heard.iter().filter_map(|it| Some((it.filed_on?, it))).map(|(on, heard)| {
        Fact {
            words: match (heard.failed(), heard.is_held_again) {
                (true, false) => format!("旁听以后要重开（{}反馈），还没有重开", on.zh_short()),
                (true, true) => format!("旁听以后要重开（{}反馈），已经重开", on.zh_short()),
                (false, _) if !heard.has_reply => {
                    format!(
                        "旁听通过（{}反馈），{}意见还没有答复",
                        on.zh_short(),
                        found(heard.found())
                    )
                }
                (false, _) => format!("旁听通过（{}反馈），意见已经答复", on.zh_short()),
            },
            is_missing: heard.is_open(),
            url: heard.url(),
            right: ("答复旁听的反馈", heard.url()),
        }
    }));
    facts
}

fn found(count: usize) -> String {
    if count == 0 { String::new() } else { format!("指出不足{count}项，") }
}

fn year_of(it: &Year) -> i16 {
    it.sessions.first().map_or(0, |it| it.held_on.year())
}

/// As it is named on paper: without an article that nobody has compared with the text.
fn cited(duty: &Duty) -> String {
    match duty.rule.split_once("》约") {
        Some((title, _)) => format!("{title}》"),
        None => duty.rule.clone(),
    }
}

fn session(duty: &Duty) -> Option<Fact> {
    let when = duty.period.zh();
    let words = match duty.state {
        State::Done if duty.late => format!("{when}集体学习{}次，是逾期补的", duty.met),
        State::Done => format!("{when}集体学习{}次", duty.met),
        State::Overdue => {
            format!("{when}还没有集体学习（{}，每季度不少于{}次）", cited(duty), duty.needed)
        }
        State::Missed => {
            format!("{when}没有集体学习（{}，每季度不少于{}次）", cited(duty), duty.needed)
        }
        State::Explained => format!("{when}没有集体学习，说明了原因"),
        State::Exempt => format!("{when}免办"),
        State::Due | State::NotKept | State::NotApplicable => return None,
    };
    Some(of_duty(duty, words))
}

fn filed(duty: &Duty) -> Option<Fact> {
    if duty.serves == central().session {
        return None;
    }
    let what = if duty.serves == central().filing {
        "年度学习计划"
    } else {
        "年度学习情况报告"
    };
    let words = match duty.state {
        State::Done if duty.late => format!("{what}报了，逾期"),
        State::Done => format!("{what}按时报了"),
        State::Overdue => format!("{what}还没有报（{}）", cited(duty)),
        State::Missed => format!("{what}没有报（{}）", cited(duty)),
        State::Explained => format!("{what}没有报，说明了原因"),
        State::Exempt | State::Due | State::NotKept | State::NotApplicable => return None,
    };
    Some(of_duty(duty, words))
}

fn of_duty(duty: &Duty, words: String) -> Fact {
    Fact {
        words,
        is_missing: duty.is_missing(),
        url: duty.url.clone(),
        right: ("对判定提出异议", duty.objection.clone()),
    }
}

/// The facts of a group as they are kept beside a draft: one a line.
pub(crate) fn kept(facts: &[Fact]) -> String {
    facts.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join("\n")
}

const NUMBERS: [&str; 4] = ["一", "二", "三", "四"];

/// The body of a draft: one paragraph a line; heads of parts stand alone. Where nothing is missing, no part says so.
pub(crate) fn body(years: &[Year], year: i16, on: Day) -> String {
    let of: Vec<(&str, Vec<Fact>)> =
        years.iter().map(|it| (it.unit.name.as_str(), facts(it))).collect();
    let part = |is_missing| of.iter().filter_map(|it| said(it, is_missing)).collect::<Vec<_>>();
    let missing = part(true);
    let wanted = if missing.is_empty() {
        ""
    } else {
        "存在不足的，能补的在规则规定的期限内补上；"
    };
    let next = format!(
        "{wanted}没有到会的，由本单位组织补学；旁听指出的，对照改进并答复。认为通报的情况不符的，对照本单位的记录提出，核实后更正。"
    );
    let parts = [
        ("总体情况", vec![all(years)]),
        ("主要情况", part(false)),
        ("存在不足", missing),
        ("下一步", vec![next]),
    ];
    let mut lines = vec![format!(
        "现将{year}年{}学习情况通报如下。情况以各单位存档的学习记录为准，到{}为止。",
        central().title,
        on.zh()
    )];
    let filled = parts.into_iter().filter(|(_, paragraphs)| !paragraphs.is_empty());
    for ((head, paragraphs), number) in filled.zip(NUMBERS) {
        lines.push(format!("{number}、{head}"));
        lines.extend(paragraphs);
    }
    lines.join("\n")
}

/// `中共正定县公安局委员会：第一季度集体学习1次；……。`
fn said((name, facts): &(&str, Vec<Fact>), is_missing: bool) -> Option<String> {
    let of: Vec<&str> =
        facts.iter().filter(|it| it.is_missing == is_missing).map(|it| it.words.as_str()).collect();
    (!of.is_empty()).then(|| format!("{name}：{}。", of.join("；")))
}

fn all(years: &[Year]) -> String {
    let sessions: usize = years.iter().map(|it| it.sessions.len()).sum();
    let mut words = format!("列入通报的中心组{}个，集体学习{sessions}次。", years.len());
    for number in 1..=4 {
        let of: Vec<&Duty> = years
            .iter()
            .flat_map(Year::quarters)
            .filter(|it| it.period.number() == number && it.counts() && it.state != State::Due)
            .collect();
        let Some(first) = of.first() else { continue };
        let done = of.iter().filter(|it| it.state == State::Done).count();
        let when: Period = first.period;
        words = format!("{words}{}学了{done}个", when.zh());
        let not_kept =
            years.iter().flat_map(Year::quarters).filter(|it| it.period.number() == number);
        let not_kept = not_kept.filter(|it| it.state == State::NotKept).count();
        if not_kept > 0 {
            words = format!("{words}，另有{not_kept}个当时还没有启用系统，不计");
        }
        let missing = of.iter().filter(|it| it.is_missing()).count();
        if missing > 0 {
            words = format!("{words}，缺{missing}个");
        }
        words.push('。');
    }
    let (away, told) =
        years.iter().map(Year::came).fold((0, 0), |sum, it| (sum.0 + it.2, sum.1 + it.3));
    if away > 0 {
        let made_up = match told {
            0 => "还没有补学".to_owned(),
            told => format!("其中{told}人次补了学"),
        };
        words = format!("{words}没有到会的{away}人次，{made_up}。");
    }
    let heard = years.iter().flat_map(|it| &it.heard).filter(|it| it.verdict.is_some());
    let (count, again) =
        heard.fold((0, 0), |(count, again), it| (count + 1, again + i32::from(it.failed())));
    if count > 0 {
        words = format!("{words}派人旁听{count}次");
        if again > 0 {
            words = format!("{words}，其中{again}次要重开");
        }
        words.push('。');
    }
    words
}

/// The words of a head that stands on a line of its own: `一、总体情况`.
pub(crate) fn head(line: &str) -> Option<&str> {
    let (number, words) = line.split_once('、')?;
    let is_number =
        !number.is_empty() && number.chars().all(|it| "一二三四五六七八九十".contains(it));
    (is_number && !line.ends_with(['。', '；', '：'])).then_some(words)
}

/// The paragraphs of a body that name a unit.
pub(crate) fn naming<'b>(body: &'b str, name: &str) -> Vec<&'b str> {
    body.lines().filter(|line| line.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::year::Unit;

    fn quarter(number: i8, state: State, met: i64) -> Duty {
        let on = Day::new(2026, number * 3, 1).unwrap();
        Duty {
            serves: "study_group_session",
            period: Period::of(calendar::PeriodKind::Quarter, on),
            state,
            met,
            needed: 1,
            late: false,
            rule: "《学习规则》约第九条".into(),
            is_recalled: true,
            url: "/duties/7/x".into(),
            objection: "/duties/7/x/objection".into(),
        }
    }

    fn year(duties: Vec<Duty>) -> Year {
        let unit = Unit { id: 7, name: "中共南屏县公安局委员会".into(), node: None };
        Year { unit, duties, sessions: Vec::new(), heard: Vec::new(), plan: None }
    }

    #[test]
    fn what_is_missing_stands_with_its_rule_and_apart_from_what_was_done() {
        let it = year(vec![
            quarter(1, State::Done, 2),
            quarter(2, State::Missed, 0),
            quarter(3, State::NotKept, 0),
            quarter(4, State::Due, 0),
        ]);
        let text = body(&[it], 2026, Day::new(2026, 11, 20).unwrap());
        let (done, missing) = text.split_once("三、存在不足").unwrap();
        assert!(done.contains("中共南屏县公安局委员会：第一季度集体学习2次。"), "{text}");
        let words =
            "中共南屏县公安局委员会：第二季度没有集体学习（《学习规则》，每季度不少于1次）。";
        assert!(missing.contains(words), "{text}");
        assert!(
            !text.contains("第四季度") && !text.contains("第三季度"),
            "nothing can be said of them: {text}"
        );
        assert!(text.contains("\n四、下一步\n存在不足的"), "{text}");
        assert_eq!(head("三、存在不足"), Some("存在不足"));
        assert_eq!((head("一、二季度都学了。"), head("甲、乙")), (None, None));
        assert_eq!(naming(&text, "中共南屏县公安局委员会").len(), 2);
    }

    #[test]
    fn who_did_not_keep_records_here_yet_is_said_apart() {
        let years = [State::Done, State::NotKept].map(|it| year(vec![quarter(1, it, 1)]));
        let text = body(&years, 2026, Day::new(2026, 3, 31).unwrap());
        assert!(text.contains("第一季度学了1个，另有1个当时还没有启用系统，不计。"), "{text}");
    }

    #[test]
    fn a_year_without_gaps_says_so() {
        let text =
            body(&[year(vec![quarter(1, State::Done, 1)])], 2026, Day::new(2026, 3, 31).unwrap());
        assert!(
            text.contains("二、主要情况") && text.contains("\n三、下一步\n没有到会的"),
            "{text}"
        );
        assert!(!text.contains("不足"), "{text}");
    }
}
