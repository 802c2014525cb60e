//! Ledgers of instructions: of the committee of each county in depth, with tasks of posts in every state and a directive; of the highest
//! organ in depth by line, broken down to the Party committees of the counties.

use act::{Acting, Ctx, Place};
use anyhow::Result;
use calendar::{Day, Instant};
use directive::{NewDirective, NewInstruction, NewTask, Outcome};
use record::{Closed, Session};
use rules::Rules;

use super::{SEED, load::Loaded};

/// `running` are directives of county committees that run: each is a task of an entry.
pub(super) fn load(ctx: &Ctx, loaded: &Loaded, running: &[(i64, i64)]) -> Result<()> {
    for (committee, directive) in running {
        safety(ctx, *committee)?;
        ctx.act_system(&SEED, |w| {
            let entry = directive::enter_in(w, ctx, *committee, &enforcement(ctx))?;
            directive::add_directive_in(w, entry, *directive)
        })?;
    }
    by_line(ctx, loaded)
}

fn new(ctx: &Ctx, title: &str, summary: &str, (ago, left): (i32, i32)) -> NewInstruction {
    NewInstruction {
        number: String::new(),
        received_on: ctx.today.plus_days(-ago),
        category: "instruction".into(),
        level: "city".into(),
        body: "市公安局党委".into(),
        title: title.into(),
        summary: summary.into(),
        basis: format!("市局督字〔{}〕31号", ctx.today.year()),
        due_on: Some(ctx.today.plus_days(left)),
        directive: None,
    }
}

fn enforcement(ctx: &Ctx) -> NewInstruction {
    NewInstruction {
        category: "decision".into(),
        basis: format!("市局党委会议纪要〔{}〕21号", ctx.today.year()),
        ..new(
            ctx,
            "关于加强规范执法的决策部署",
            "传达到每个支部，各支部议定一两件能改的事",
            (32, 30),
        )
    }
}

/// A post of the unit with who holds it.
type By<'p> = (Option<i64>, &'p str);

fn by<'p>(ctx: &Ctx, w: &Acting, unit: i64, post: &'p str) -> act::Result<By<'p>> {
    let held = people::holders(w, &[unit], post, ctx.today)?;
    Ok((held.first().map(|it| it.person), post))
}

/// One task that was accepted, one under way, one that is overdue and one for which more time is asked.
fn safety(ctx: &Ctx, committee: i64) -> Result<()> {
    let day = |days| ctx.today.plus_days(days);
    let task = |words: &str, post: &str, due_on: Day| NewTask {
        words: words.into(),
        post: post.into(),
        due_on,
        kinds: Vec::new(),
    };
    let (entry, tasks) = ctx.act_system(&SEED, |w| {
        let entry = new(
            ctx,
            "关于做好冬季安全防范的批示",
            "逐个单位排查隐患，落实整改责任，年底前报情况",
            (18, 35),
        );
        let entry = directive::enter_in(w, ctx, committee, &entry)?;
        let tasks = [
            task("专题研究一次安全防范，明确分工", "secretary", day(-3)),
            task("列出机关办公区安全隐患清单", "full_time_deputy_secretary", day(9)),
            task("把整改责任写进各支部年度计划", "organization_member", day(-6)),
            task("检查整改情况，有问题及时提醒", "discipline_member", day(3)),
        ];
        let mut ids = Vec::new();
        for task in &tasks {
            ids.push(directive::add_in(w, ctx, entry, task)?);
        }
        Ok((entry, ids))
    })?;
    let [study, list, _, check] = tasks[..] else { return Ok(()) };
    ctx.act_system(&SEED, |w| {
        let by = by(ctx, w, committee, "secretary")?;
        let words = "机关党委会专题研究，分工写进会议纪要，三个楼层各有专人";
        directive::report_in(w, (entry, study, 1), (day(-4), None, words), by)
    })?;
    ctx.act_system(&SEED, |w| {
        let by = by(ctx, w, committee, "party_officer")?;
        directive::settle_in(w, (entry, study, 2), Outcome::Accepted, "认可。", by)
    })?;
    ctx.act_system(&SEED, |w| {
        let by = by(ctx, w, committee, "full_time_deputy_secretary")?;
        directive::progress_in(w, (entry, list), "三个楼层查完了，还差车库和食堂。", by)
    })?;
    ctx.act_system(&SEED, |w| {
        let by = by(ctx, w, committee, "discipline_member")?;
        let why = "消防检测排在下旬，检测完才能检查。";
        directive::ask_more_in(w, (entry, check, 1), (why, day(15)), by)
    })?;
    Ok(())
}

/// By line to the Party committees of the organs below; the first county has held it.
fn by_line(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let (Some(code), Some(unit)) = (loaded.highest.as_deref(), loaded.highest_id()) else {
        return Ok(());
    };
    let own = loaded.ids.get(&format!("{code}P")).copied();
    let county = loaded
        .county_committees()
        .find_map(|(organ, _)| loaded.ids.get(&format!("{organ}P")).copied());
    ctx.act_system(&SEED, |w| {
        let (owner, _) = by(ctx, w, unit, "line_officer")?;
        let entry = NewInstruction {
            level: "ministry".into(),
            body: "公安部党委".into(),
            category: "decision".into(),
            basis: format!("公治〔{}〕66号", ctx.today.year()),
            ..new(ctx, "关于抓好岁末队伍管理的部署", "各级党委专题研究一次，逐级压实责任", (20, 25))
        };
        let entry = directive::enter_in(w, ctx, unit, &entry)?;
        let task = NewTask {
            words: "汇总各地研究部署情况".into(),
            post: "line_officer".into(),
            due_on: ctx.today.plus_days(20),
            kinds: Vec::new(),
        };
        directive::add_in(w, ctx, entry, &task)?;
        let left_out = match own {
            Some(own) => Place::find(w, own)?.map(|it| (it.name, "本级已经研究".to_owned())),
            None => None,
        };
        let directive = NewDirective {
            basis: format!("公治〔{}〕66号", ctx.today.year()),
            items: vec!["党委专题研究一次岁末队伍管理，议定分工".into()],
            kinds: vec!["leading_meeting".into()],
            minutes: 60,
            addressed: vec!["leading_committee".into()],
            left_out: left_out.into_iter().collect(),
            owner,
            ..NewDirective::new(
                "抓好岁末队伍管理",
                (ctx.today.plus_days(-18), ctx.today.plus_days(12)),
            )
        };
        let directive = directive::issue_in(w, ctx, unit, &directive)?;
        directive::add_directive_in(w, entry, directive)?;
        let Some(county) = county else { return Ok(()) };
        let record = studied(ctx, w, county)?;
        directive::link_in(w, ctx, (directive, county), record)
    })?;
    Ok(())
}

/// A meeting of a Party committee about it; its id.
fn studied(ctx: &Ctx, w: &Acting, unit: i64) -> act::Result<i64> {
    let on = ctx.today.plus_days(-8);
    let session =
        Session { on, from: "09:00".into(), to: "10:30".into(), place: "党委会议室".into() };
    let (chair, _) = by(ctx, w, unit, "secretary")?;
    let closed = Closed {
        topic: "岁末队伍管理".into(),
        chair,
        minutes: "一、研究岁末队伍管理\n逐条对照上级部署，明确各班子成员分工。".into(),
        relayed_at: Some(Instant::at(on, 11, 0)),
        ..Closed::new(unit, "leading_meeting", session, Instant::at(on, 11, 0))
    };
    Ok(record::close_many(w, ctx.part::<Rules>(), &[closed])?[0].0)
}
