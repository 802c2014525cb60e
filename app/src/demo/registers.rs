//! Bases, partners and two studios of each county committee in the division in depth, with a visit, a joint activity, pairs
//! and a session that name them.

use std::collections::BTreeMap;

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use register::{NewEntry, NewPair};
use rules::Rules;

use super::{SEED, load::Loaded};

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    for (organ, committee) in loaded.county_committees() {
        let organ = format!("{organ}Z");
        let branches = loaded.ids.iter().filter(|(code, _)| code.starts_with(&organ));
        let branches: Vec<i64> = branches.map(|(_, id)| *id).collect();
        let Some(first) = branches.first() else { continue };
        ctx.act_system(&SEED, |w| {
            used(ctx, w, committee, *first)?;
            studios(ctx, w, committee, &branches)
        })?;
    }
    Ok(())
}

fn new(sort: &str, name: &str, facts: &[(&str, &str)], from_on: Day) -> NewEntry {
    let facts: BTreeMap<String, String> =
        facts.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect();
    let (sort, name) = (sort.to_owned(), name.to_owned());
    NewEntry { sort, name, facts, head: None, from_on, to_on: None }
}

/// Bases of the committee, partners of it and of a branch; what was held with them.
fn used(ctx: &Ctx, w: &Acting, committee: i64, branch: i64) -> act::Result<()> {
    let (today, from) = (ctx.today, ctx.today.plus_months(-30));
    let bases: [(&str, &[(&str, &str)]); 3] = [
        (
            "烈士陵园",
            &[
                ("address", "城东路1号"),
                ("themes", "牺牲民警的事迹\n重温入党誓词"),
                ("hours", "每天8:30—17:00"),
                ("booking", "提前两天联系陵园管理处"),
            ],
        ),
        (
            "公安局警史馆",
            &[("address", "公安局办公楼一层"), ("themes", "建局以来的历史"), ("hours", "工作日")],
        ),
        (
            "禁毒宣传教育基地",
            &[("address", "体育路20号"), ("themes", "毒品的危害\n预防青少年吸毒")],
        ),
    ];
    let mut ids = Vec::new();
    for (name, facts) in bases {
        ids.push(register::enter_in(w, ctx, committee, &new("base", name, facts, from))?);
    }
    let partner = |name: &str, kind: &str, to_on| NewEntry {
        to_on: Some(to_on),
        ..new(
            "partner",
            name,
            &[
                ("kind", kind),
                ("agreement", "党组织结对共建，每季度一起办一次活动，办实事、解难题。"),
                ("ours", "反诈和禁毒宣传\n法律咨询"),
                ("theirs", "提供场地\n组织居民和志愿者"),
                ("signed", "签订时各存一份"),
            ],
            today.plus_months(-11),
        )
    };
    let near = partner("江北社区党委", "社区", today.plus_days(22));
    register::enter_in(w, ctx, committee, &near)?;
    let own = partner("向阳小学党支部", "学校", today.plus_months(13));
    let own = register::enter_in(w, ctx, branch, &own)?;
    let visit = Closed {
        topic: "重温入党誓词".into(),
        minutes: "听讲解，看遗物，重温了入党誓词；回来谈了体会。".into(),
        entry: Some(ids[0]),
        ..held(w, branch, "base_visit", today.plus_days(-40))?
    };
    let joint = Closed {
        variety: "joint".into(),
        topic: "反诈进校园".into(),
        minutes: "给家长讲了三类常见骗局；商定下学期再办一次。".into(),
        entry: Some(own),
        ..held(w, branch, "activity", today.plus_days(-33))?
    };
    record::close_many(w, ctx.part::<Rules>(), &[visit, joint]).map(|_| ())
}

/// With everybody of the roll.
fn held(w: &Acting, unit: i64, kind: &str, on: Day) -> act::Result<Closed> {
    let roll = people::roll(w, unit, on)?;
    let entry = |it: &people::OnRoll| {
        let presence = Presence::Came(1);
        (Entry { person: it.person, votes: it.may_vote, presence }, it.subgroup)
    };
    let chair = people::holder(w, unit, "secretary", on)?.map(|it| it.person);
    Ok(Closed {
        chair: chair.or(roll.first().map(|it| it.person)),
        roll: roll.iter().map(entry).collect(),
        ..Closed::new(unit, kind, session(on), Instant::at(on, 18, 0))
    })
}

fn session(on: Day) -> Session {
    Session { on, from: "15:00".into(), to: "16:30".into(), place: "党员活动室".into() }
}

/// Two of them: one with a pair that lasts and a session, one with a pair that has ended and a look of this year.
fn studios(ctx: &Ctx, w: &Acting, committee: i64, branches: &[i64]) -> act::Result<()> {
    let today = ctx.today;
    let mut led = Vec::new();
    for branch in branches {
        led.extend(people::holder(w, *branch, "secretary", today)?.map(|it| it.person));
    }
    // Somebody may lead two branches; each is asked once.
    let mut seen = std::collections::BTreeSet::new();
    led.retain(|it| seen.insert(*it));
    let [first, second, third, fourth, fifth, ..] = led[..] else { return Ok(()) };
    let since = today.plus_months(-9).first_of_month();
    let studio = |name: &str, head| NewEntry {
        head: Some(head),
        ..new(
            "studio",
            name,
            &[
                ("merit", "任书记六年，所在支部获评先进基层党组织"),
                ("place", "三楼党员活动室"),
                ("themes", "怎样开好组织生活会\n怎样做思想工作"),
            ],
            since,
        )
    };
    let one = register::enter_in(w, ctx, committee, &studio("红岩书记工作室", first))?;
    let two = register::enter_in(w, ctx, committee, &studio("先锋书记工作室", second))?;
    register::join_in(w, one, third, since)?;
    register::join_in(w, two, fourth, since)?;
    let pair = |mentor, learner, work_on: &str| NewPair {
        mentor,
        learner,
        work_on: work_on.to_owned(),
        from_on: since,
        to_on: since.plus_months(12).plus_days(-1),
    };
    register::pair_in(w, one, &pair(first, fifth, "怎样开好组织生活会，怎样谈心"))?;
    let ended = register::pair_in(w, two, &pair(second, fourth, "怎样带好预备党员"))?;
    let account = "从教育考察到转正走了一遍，知道每一步要看什么；以后碰到难题再一起商量。";
    register::part_in(w, (ended, 0), today.plus_days(-20), account)?;
    let missing = BTreeMap::from([("sessions".to_owned(), "第三季度抽调多，没有活动".to_owned())]);
    let words = (&missing, "其余都做到了，第四季度补一次活动。");
    register::look_in(w, (two, today.plus_days(-15)), None, words)?;
    let came = |person| (Entry { person, votes: false, presence: Presence::Came(1) }, None);
    let on = today.plus_days(-12);
    let closed = Closed {
        topic: "怎样和年轻同志谈心".into(),
        minutes: "一起看了两份谈心记录，商量了三条办法；下一次带各自的一个难题来。".into(),
        chair: Some(first),
        entry: Some(one),
        roll: [first, third, fifth].map(came).into(),
        ..Closed::new(committee, "studio_session", session(on), Instant::at(on, 18, 0))
    };
    record::close_many(w, ctx.part::<Rules>(), &[closed]).map(|_| ())
}
