//! This year's study plans and responsibility lists of the organs in depth: the central group's plan, those of the first branches
//! and of a youth group with what was studied so far; the lists of both committees, issued.

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use record::{
    Closed, Session,
    roll::{Entry as Came, Presence},
};
use rules::Rules;
use study::{Drafted, Entry};

use super::{SEED, load::Loaded};

/// (month, topic, what is read)
type Planned = (i64, &'static str, &'static str);

const CENTRAL: [Planned; 6] = [
    (2, "党章关于党的纪律的规定", "中国共产党章程"),
    (4, "民主集中制和议事规则", "中国共产党党组工作条例"),
    (6, "全面从严治党主体责任", "党委（党组）落实全面从严治党主体责任规定"),
    (8, "党的纪律处分条例", "中国共产党纪律处分条例"),
    (11, "党内监督", "中国共产党党内监督条例"),
    (12, "一年学习交流", "各人的学习体会"),
];
const BRANCH: [Planned; 5] = [
    (3, "党员的权利和义务", "中国共产党章程第一章"),
    (6, "支部怎么开展工作", "中国共产党支部工作条例（试行）"),
    (9, "六项纪律", "中国共产党纪律处分条例"),
    (11, "党员教育管理", "中国共产党党员教育管理工作条例"),
    (12, "学习体会交流", "各人的学习体会"),
];
const YOUTH: [Planned; 4] = [
    (5, "五四精神和青年民警", "有关青年工作的讲话"),
    (8, "入党为什么", "中国共产党章程总纲"),
    (11, "身边的规矩", "公安机关人民警察纪律条令"),
    (12, "读书交流", "各人选读的一本书"),
];

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let deep = loaded.ids.iter().filter(|(code, _)| code.starts_with(&loaded.depth));
    for (code, unit) in deep {
        if matches!(code.get(6..), Some("P" | "J")) {
            ctx.act_system(&SEED, |w| issue(ctx, w, *unit))?;
        }
        let it = match code.get(6..) {
            Some("P") => ("central", "study_group_session", &CENTRAL[..]),
            Some("Z01" | "Z02") => ("branch", "rules_study", &BRANCH[..]),
            _ => continue,
        };
        ctx.act_system(&SEED, |w| {
            plan(ctx, w, *unit, it)?;
            if code.ends_with("Z01") {
                plan(ctx, w, *unit, ("youth", "youth_study", &YOUTH[..]))?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The responsibility list of a committee, as the regulations suggest it.
fn issue(ctx: &Ctx, w: &Acting, unit: i64) -> act::Result<()> {
    let year = ctx.today.year();
    let id = responsibility::draft_in(w, unit, year, None)?;
    let at = Instant::at(Day::new(year, 1, 20).unwrap_or(ctx.today), 10, 0);
    responsibility::issue_in(w, ctx, id, at, ("党发〔2026〕4号", "班子成员，各党支部"))
}

fn plan(
    ctx: &Ctx,
    w: &Acting,
    unit: i64,
    (kind, session, planned): (&str, &str, &[Planned]),
) -> act::Result<()> {
    let year = ctx.today.year();
    let leads: Vec<i64> = if kind == "central" {
        people::held_in(w, unit, ctx.today)?.into_iter().map(|it| it.person).collect()
    } else {
        people::roll(w, unit, ctx.today)?.into_iter().map(|it| it.person).take(4).collect()
    };
    let speaker = |place: usize| leads.get(place % leads.len().max(1)).copied();
    let entries: Vec<Entry> = planned
        .iter()
        .enumerate()
        .map(|(place, (month, topic, reading))| Entry {
            month: *month,
            topic: (*topic).to_owned(),
            reading: (*reading).to_owned(),
            speaker: speaker(place),
        })
        .collect();
    if kind != "central" {
        hold(ctx, w, unit, session, &entries)?;
    }
    let id = study::draft_in(w, &Drafted { unit, kind: kind.to_owned(), year, entries }, None)?;
    let at = Instant::at(Day::new(year, 1, 12).unwrap_or(ctx.today), 10, 0);
    study::publish_in(w, ctx, id, at, "党发〔2026〕2号", "上级宣传部门、组织部门")?;
    study::tie_held_in(w, id)
}

/// What months before this one had is held, but for the last of them.
fn hold(ctx: &Ctx, w: &Acting, unit: i64, kind: &str, entries: &[Entry]) -> act::Result<()> {
    let this = i64::from(ctx.today.month());
    let past: Vec<&Entry> = entries.iter().filter(|it| it.month < this).collect();
    let mut closed = Vec::new();
    for it in past.iter().rev().skip(usize::from(kind == "rules_study")) {
        let month = i8::try_from(it.month).unwrap_or(1);
        let Some(on) = Day::new(ctx.today.year(), month, 17) else { continue };
        let roll = people::roll(w, unit, on)?;
        let came = |member: &people::OnRoll| {
            let votes = member.may_vote;
            (Came { person: member.person, votes, presence: Presence::Came(1) }, member.subgroup)
        };
        let (from, to) = ("15:00".to_owned(), "16:00".to_owned());
        let session = Session { on, from, to, place: "党员活动室".into() };
        closed.push(Closed {
            topic: it.topic.clone(),
            lecturer: it.speaker,
            chair: roll.first().map(|it| it.person),
            minutes: format!("一、领学\n学习了{}。\n二、讨论\n联系实际谈了体会。", it.reading),
            roll: roll.iter().map(came).collect(),
            ..Closed::new(unit, kind, session, Instant::at(on, 18, 0))
        });
    }
    record::close_many(w, ctx.part::<Rules>(), &closed).map(|_| ())
}
