//! The checks of one thing at a time: names, articles, clocks, cases.

use crate::duty::{Clock, Counts, Duty, Modality, Rhythm, Who};
use crate::report::{Finding, Report};
use crate::source::Place;
use crate::text::Confidence;
use crate::value::{Dated, Value};
use crate::vocabulary::{Names, nearest};
use crate::vote::Engine;
use crate::{Case, Rules, Vocabulary, clash, forbidden};
use calendar::PeriodKind;

/// Everything that can be told without knowing which names the program offers.
pub(crate) fn without_names(rules: &Rules, report: &mut Report) {
    for value in rules.values() {
        check_value(rules, value, report);
    }
    for duty in rules.duties() {
        check_duty(rules, duty, report);
    }
    clash::check(rules, report);
    for case in rules.cases() {
        check_case(rules, case, report);
    }
}

fn check_value(rules: &Rules, value: &Value, report: &mut Report) {
    let banned = [("title", value.title.as_str()), ("", value.key.as_str())];
    for (field, text) in banned {
        if let Some(finding) = forbidden::finding(&value.place.to(field), text) {
            report.add(finding);
        }
    }
    for (n, version) in value.versions.iter().enumerate() {
        let place = value.place.to(&format!("value.{n}"));
        article(
            rules,
            &place,
            (&version.text, &version.article),
            (version.confidence, &version.note),
            report,
        );
        shape(&place, version, report);
        if version.to.is_some_and(|to| to < version.from) {
            report.add(Finding::at(&place.to("to"), "止日早于起日", "应不早于from"));
        }
    }
    clash::overlaps(
        &value.key,
        value
            .versions
            .iter()
            .enumerate()
            .map(|(n, v)| (value.place.to(&format!("value.{n}.from")), v.from, v.to)),
        report,
    );
}

fn shape(place: &Place, version: &Dated, report: &mut Report) {
    let text = version.word().unwrap_or_default();
    let broken = match &version.is {
        toml::Value::Integer(n) => *n < 0,
        toml::Value::String(s) => s.is_empty() || (s.contains('/') && version.share().is_none()),
        _ => true,
    };
    if broken {
        let label = "应为不小于零的整数、“4/5”这样的分数，或者一个词";
        report.add(Finding::at(&place.to("is"), "数值写法不对", label));
    } else if text.contains('/') && version.compare.is_none() {
        report.add(Finding::at(&place.to("is"), "分数要写明怎样比较", "缺compare").help(
            "可以写more-than（超过）、at-least（不少于）、at-most（不超过）、fewer-than（少于）",
        ));
    }
}

/// Every number has its text and article; a convention has a note instead.
fn article(
    rules: &Rules,
    place: &Place,
    at: (&str, &str),
    (sure, note): (Confidence, &str),
    report: &mut Report,
) {
    let (text, article) = at;
    if !text.is_empty() && rules.text(text).is_none() {
        report.add(
            Finding::at(
                &place.to("text"),
                format!("没有登记文本“{text}”"),
                "texts.toml里没有这个编号",
            )
            .help("先在texts.toml里登记这个文本"),
        );
    }
    let silent = sure == Confidence::Convention;
    if !silent && (text.is_empty() || article.trim().is_empty()) {
        let missing = if text.is_empty() { "text" } else { "article" };
        report.add(
            Finding::at(&place.to(missing), "没有写明出自哪一条", format!("缺{missing}")).help(
                "写明text和article；条文确实没有规定的，confidence写convention，并在note里说明理由",
            ),
        );
    }
    if silent && note.trim().is_empty() {
        report.add(Finding::at(&place.to("confidence"), "按通行做法的，要说明理由", "缺note"));
    }
}

fn check_duty(rules: &Rules, duty: &Duty, report: &mut Report) {
    let at = (duty.text.as_str(), duty.article.as_str());
    article(rules, &duty.place, at, (duty.confidence, &duty.note), report);
    measures(duty, report);
    for (field, clock) in [("clock", &duty.clock), ("opens", &duty.opens), ("closes", &duty.closes)]
    {
        if let Some(clock) = clock {
            check_clock(rules, &duty.place.to(field), clock, report);
        }
    }
    if let Some(key) = &duty.needed_value {
        number(rules, &duty.place.to("needed_value"), key, duty, report);
    }
    for (field, wrong) in incoherent(duty) {
        report.add(Finding::at(
            &duty.place.to(field),
            format!("义务“{}”自相矛盾", duty.title),
            wrong,
        ));
    }
}

fn number(rules: &Rules, place: &Place, key: &str, duty: &Duty, report: &mut Report) {
    match rules.number(key, duty.from) {
        Ok(_) => {}
        Err(error) => report.add(Finding::at(place, error.to_string(), "查不到这个数值")),
    }
}

fn check_clock(rules: &Rules, place: &Place, clock: &Clock, report: &mut Report) {
    match (&clock.value, clock.is) {
        (Some(_), Some(_)) => {
            report.add(Finding::at(&place.to("is"), "期限写了两次", "is和value只能写一个"));
        }
        (None, None) => report.add(Finding::at(place, "期限没有写多长", "缺is或者value")),
        (Some(key), None) if rules.value(key).is_none() => {
            report.add(Finding::at(
                &place.to("value"),
                format!("条例里没有“{key}”这个数值"),
                "查不到这个数值",
            ));
        }
        _ => {}
    }
}

/// Fields that cannot stand together, with what is wrong.
fn incoherent(duty: &Duty) -> Vec<(&'static str, &'static str)> {
    let event = duty.period == Rhythm::Event;
    let standing = duty.period == Rhythm::Standing;
    let backwards = duty.clock.as_ref().is_some_and(|c| c.before);
    let yearly = duty.period.period() == Some(PeriodKind::Year);
    let mut wrong = Vec::new();
    let mut add = |bad: bool, field: &'static str, why: &'static str| {
        if bad {
            wrong.push((field, why));
        }
    };
    add(event && duty.start.is_none(), "period", "按事件起算的，要写start");
    add(event && duty.clock.is_none(), "period", "按事件起算的，要写clock");
    add(!event && duty.start.is_some(), "start", "只有period为event时才写start");
    add(
        !event && !standing && duty.clock.is_some(),
        "clock",
        "按期间的，最后一天就是期间的最后一天",
    );
    add(backwards && duty.opens.is_none(), "clock", "倒着算的，要用opens写明从哪一天起可以办");
    add(duty.window.is_some() && !yearly, "window", "只有每年的义务才有时段");
    add(standing && duty.requires.is_empty(), "period", "经常性的义务，要用requires写明怎样算做到");
    add(!standing && !duty.requires.is_empty(), "requires", "只有period为standing时才写requires");
    add(!standing && duty.serves.is_empty(), "key", "没有写哪种记录可以算数（serves）");
    add(
        duty.needed.is_some() && duty.needed_value.is_some(),
        "needed",
        "needed和needed_value只能写一个",
    );
    add(duty.needed.is_some_and(|n| n < 1), "needed", "至少是1");
    add(duty.closes.is_some() && duty.never_closes, "never_closes", "写了closes，就不能再写不截止");
    add(duty.to.is_some_and(|to| to < duty.from), "to", "止日早于起日");
    let local = duty.modality == Modality::Local;
    add(local && duty.set_by.is_none(), "modality", "地方规定要写明由哪一级制定（set_by）");
    add(local && duty.to.is_none(), "modality", "地方规定要有止日（to）");
    add(!local && duty.set_by.is_some(), "set_by", "只有地方规定才写set_by");
    add(duty.binds.is_empty(), "binds", "没有写谁承担");
    add(duty.counts != Counts::Times && standing, "counts", "经常性的义务不计数量");
    wrong
}

fn measures(duty: &Duty, report: &mut Report) {
    let lists = [
        ("serves", &duty.serves),
        ("accepts", &duty.accepts),
        ("applies", &duty.applies),
        ("requires", &duty.requires),
        ("evidence", &duty.evidence),
    ];
    let listed = lists.iter().flat_map(|(field, list)| {
        list.iter().enumerate().map(move |(n, text)| (format!("{field}.{n}"), text.as_str()))
    });
    let single = [
        ("title", duty.title.as_str()),
        ("key", duty.key.as_str()),
        ("quote", duty.quote.as_str()),
    ];
    let single = single.into_iter().map(|(field, text)| (field.to_owned(), text));
    let value = duty.needed_value.iter().map(|key| ("needed_value".to_owned(), key.as_str()));
    for (field, text) in single.chain(listed).chain(value) {
        if let Some(finding) = forbidden::finding(&duty.place.to(&field), text) {
            report.add(finding);
        }
    }
}

fn check_case(rules: &Rules, case: &Case, report: &mut Report) {
    let forms = [case.duty.is_some(), case.vote.is_some(), case.value.is_some()];
    if forms.iter().filter(|f| **f).count() != 1 {
        let label = "duty、vote、value三种里正好写一种";
        report.add(Finding::at(&case.place.to("title"), "判例不完整", label));
    }
    if case.confirmed_by.trim().is_empty() {
        let label = "写确认人的姓名；还没有人确认的，写“待核”";
        report.add(Finding::at(&case.place.to("confirmed_by"), "判例没有确认人", label));
    }
    if let Some(value) = &case.value {
        value_case(rules, case, value, report);
    }
    if let Some(vote) = &case.vote {
        vote_case(rules, case, vote, report);
    }
    if let Some(duty) = &case.duty {
        duty_case(rules, case, duty, report);
    }
}

fn value_case(rules: &Rules, case: &Case, wanted: &crate::ValueCase, report: &mut Report) {
    match rules.at(&wanted.key, case.on) {
        Ok(found) if found.is == wanted.is => measured_case(case, wanted, found, report),
        Ok(found) => report.add(Finding::at(
            &case.place.to("value.is"),
            format!("判例“{}”不成立", case.title),
            format!("{}查到的是{}", case.on.zh(), found.is),
        )),
        Err(error) => {
            report.add(Finding::at(&case.place.to("value.key"), error.to_string(), "查不到"));
        }
    }
}

/// A boundary value: does so much meet what the text fixes?
fn measured_case(case: &Case, wanted: &crate::ValueCase, found: &Dated, report: &mut Report) {
    let (measured, met) = match (wanted.measured, wanted.met) {
        (None, None) if wanted.whole.is_none() => return,
        (Some(measured), Some(met)) => (measured, met),
        _ => {
            let label = "measured和met要一起写，whole只同它们一起写";
            return report.add(Finding::at(&case.place.to("value.key"), "判例不完整", label));
        }
    };
    match found.meets(measured, wanted.whole) {
        Some(result) if result == met => {}
        Some(result) => report.add(Finding::at(
            &case.place.to("value.met"),
            format!("判例“{}”不成立", case.title),
            format!("规定是{}，{}", found.zh(), if result { "符合" } else { "不符合" }),
        )),
        None => report.add(Finding::at(
            &case.place.to("value.measured"),
            "这个数值不能这样比",
            "分数要写whole，整数不写；没有compare的不能比",
        )),
    }
}

fn vote_case(rules: &Rules, case: &Case, wanted: &crate::VoteCase, report: &mut Report) {
    let ballot = crate::vote::Ballot {
        should_attend: wanted.should_attend,
        present: wanted.present,
        yes: wanted.yes,
        written_yes: wanted.written_yes,
    };
    let title = format!("判例“{}”不成立", case.title);
    match crate::vote::decide(rules, wanted.engine, case.on, &ballot) {
        Ok(found) if found.quorum.met != wanted.valid => {
            report.add(Finding::at(&case.place.to("vote.valid"), title, found.quorum.say()));
        }
        Ok(found) if wanted.passed.is_some_and(|passed| passed != found.passed) => {
            report.add(Finding::at(&case.place.to("vote.passed"), title, found.say()));
        }
        Ok(_) => {}
        Err(error) => {
            report.add(Finding::at(&case.place.to("vote.engine"), error.to_string(), "查不到"));
        }
    }
}

fn duty_case(rules: &Rules, case: &Case, wanted: &crate::DutyCase, report: &mut Report) {
    const STATES: [&str; 8] =
        ["done", "due", "overdue", "missed", "explained", "exempt", "not-kept", "not-applicable"];
    if rules.duty(&wanted.key).is_empty() {
        let title = format!("判例问的义务“{}”不存在", wanted.key);
        report.add(Finding::at(&case.place.to("duty.key"), title, "没有这个义务"));
    }
    if !STATES.contains(&wanted.expect.state.as_str()) {
        let title = format!("没有“{}”这种结论", wanted.expect.state);
        let place = case.place.to("duty.expect.state");
        report
            .add(Finding::at(&place, title, "不认识").help(format!("可以写{}", STATES.join("、"))));
    }
    if wanted.period.parse::<calendar::Period>().is_err()
        && wanted.period.parse::<calendar::Day>().is_err()
    {
        let label = "应像2026-03、2026-Q3、2026-H1、2026，或者一个日期";
        report.add(Finding::at(&case.place.to("duty.period"), "期间写法不对", label));
    }
    for (n, fact) in wanted.facts.iter().enumerate() {
        if fact.makes_up.as_ref().is_some_and(|p| p.parse::<calendar::Period>().is_err()) {
            let place = case.place.to(&format!("duty.fact.{n}.makes_up"));
            report.add(Finding::at(&place, "期间写法不对", "应像2026-03、2026-Q3、2026-H1、2026"));
        }
    }
}

/// The names that the program must offer.
pub(crate) fn names(rules: &Rules, words: &Vocabulary, report: &mut Report) {
    for duty in rules.duties() {
        let bound = match duty.who {
            Who::Unit => (&words.unit_kinds, "党组织种类"),
            Who::Post => (&words.post_kinds, "职务"),
            Who::Person => (&words.person_classes, "人员类别"),
        };
        known(&duty.place, "binds", &duty.binds, bound, report);
        known(&duty.place, "serves", &duty.serves, (&words.record_kinds, "记录种类"), report);
        known(
            &duty.place,
            "accepts",
            &duty.accepts,
            (&words.fact_conditions, "对事实的条件"),
            report,
        );
        for (field, list) in [("applies", &duty.applies), ("requires", &duty.requires)] {
            known(&duty.place, field, list, (&words.bearer_conditions, "对承担者的条件"), report);
        }
        if let Some(figure) = &duty.needed_figure {
            one(&duty.place.to("needed_figure"), figure, (&words.figures, "数字"), report);
        }
        if let Some(start) = &duty.start {
            one(&duty.place.to("start"), start, (&words.events, "起算事件"), report);
        }
    }
    for case in rules.cases() {
        case_names(rules, case, words, report);
        work_out(rules, case, words, report);
    }
    for engine in Engine::ALL {
        for what in ["quorum", "pass", "base", "written"] {
            let key = format!("vote/{}/{what}", engine.key());
            if rules.value(&key).is_none() {
                let path = format!("{key}.toml");
                report.add(Finding::whole(&path, "表决规则缺一个数值", "没有这个文件".to_owned()));
            }
        }
    }
}

fn work_out(rules: &Rules, case: &Case, words: &Vocabulary, report: &mut Report) {
    let (Some(judge), Some(duty)) = (words.judge, &case.duty) else { return };
    if rules.duty(&duty.key).is_empty() {
        return;
    }
    if let Some(mistake) = judge(rules, case.on, duty) {
        let place = case.place.to(&format!("duty.expect.{}", mistake.field));
        report.add(Finding::at(&place, format!("判例“{}”不成立", case.title), mistake.found));
    }
}

fn case_names(rules: &Rules, case: &Case, words: &Vocabulary, report: &mut Report) {
    let Some(duty) = &case.duty else { return };
    let kinds = match rules.duty(&duty.key).first().map(|d| d.who) {
        Some(Who::Post) => (&words.post_kinds, "职务"),
        Some(Who::Person) => (&words.person_classes, "人员类别"),
        _ => (&words.unit_kinds, "党组织种类"),
    };
    known(&case.place, "duty.bearer.kinds", &duty.bearer.kinds, kinds, report);
    let figures = (&words.figures, "数字");
    for name in duty.bearer.figures.keys() {
        one(&case.place.to(&format!("duty.bearer.figures.{name}")), name, figures, report);
    }
    for (n, change) in duty.bearer.changes.iter().enumerate() {
        one(
            &case.place.to(&format!("duty.bearer.changes.{n}.figure")),
            &change.figure,
            figures,
            report,
        );
    }
    for (n, event) in duty.bearer.events.iter().enumerate() {
        let place = case.place.to(&format!("duty.bearer.events.{n}.name"));
        one(&place, &event.name, (&words.events, "起算事件"), report);
    }
    for (n, fact) in duty.facts.iter().enumerate() {
        let place = case.place.to(&format!("duty.fact.{n}"));
        one(&place.to("kind"), &fact.kind, (&words.record_kinds, "记录种类"), report);
        known(&place, "marks", &fact.marks, (&words.marks, "标记"), report);
        for name in fact.figures.keys() {
            one(&place.to(&format!("figures.{name}")), name, figures, report);
        }
    }
}

fn known(place: &Place, field: &str, list: &[String], names: (&Names, &str), report: &mut Report) {
    for (n, name) in list.iter().enumerate() {
        one(&place.to(&format!("{field}.{n}")), name, names, report);
    }
}

fn one(place: &Place, name: &str, (names, what): (&Names, &str), report: &mut Report) {
    if names.contains_key(name) {
        return;
    }
    let finding = Finding::at(place, format!("不认识的{what}“{name}”"), "程序里没有这个名字");
    report.add(match nearest(name, names) {
        Some(near) => finding.help(format!("是不是“{near}”（{}）？", names[near])),
        None => finding.help("用rules check --names可以列出全部名字"),
    });
}
