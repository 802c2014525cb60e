//! The two pages of setting up: what is filled in, and what will happen.

use std::collections::BTreeSet;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Reader, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    NewTeam, Prepared, Sort,
    actions::{self, DISCARD, PREPARE},
    roster, store,
};
use crate::{
    code,
    operation::{self, DECLARE, Member, Seen, decision_fields, decision_of},
    pause::{self, Resting},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/operations/new", Door::Do(PREPARE), form),
        Route::act("/operations", PREPARE, prepare).again(form),
        Route::act("/operations/{id}/discarding", DISCARD, discard),
    ]
}

/// Teams that one form takes.
const TEAMS: usize = 3;

struct Block {
    number: usize,
    is_open: bool,
    sort: Markup,
    leader: Markup,
    roster: Markup,
    /// (name, whether it is ticked)
    branches: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "prepare/form.html")]
struct Form {
    unit_name: String,
    problems: Markup,
    key: Markup,
    code: Markup,
    from: Markup,
    until: Markup,
    decision: Vec<Markup>,
    blocks: Vec<Block>,
}

/// The committee of the hat worn.
fn committee(ctx: &Ctx) -> Result<Place> {
    let hat = ctx.actor.hat().filter(|hat| ctx.allows(&PREPARE, &hat.unit));
    hat.map(|hat| hat.unit.clone()).ok_or(Error::NotFound)
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = committee(ctx)?;
    let form = &req.form;
    let before = operation::store::count_in_year(read, place.id, ctx.today.year())?;
    let branches = store::branches(read, place.lead_path.as_deref().unwrap_or("~"))?;
    let page = Form {
        problems: parts::problems(form),
        key: req.key(),
        code: parts::field_text(
            form,
            "code",
            "代号",
            "系统给的，可以换；不能有地点、人数和任务",
            &code::propose(before),
        ),
        from: parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()),
        until: parts::field_day(form, "until", "最后一天", "到期自动结束，要延长另作决定", ""),
        decision: decision_fields(ctx, read, req, &place)?,
        blocks: (1..=TEAMS).map(|number| block(req, number, &branches)).collect(),
        unit_name: place.name,
    };
    Ok(Page::of("宣布一次行动", &page)?
        .under([("战时工作", "/operations")])
        .section(Section::Life)
        .task())
}

fn block(req: &Req, number: usize, branches: &[store::Branch]) -> Block {
    let form = &req.form;
    let sorts: Vec<Choice> = Sort::ALL.iter().map(|it| Choice::new(it.key(), it.zh())).collect();
    let usual = if number == 2 { Sort::Vanguard } else { Sort::TemporaryBranch };
    let name = |field: &str| format!("{field}{number}");
    let ticked = form.values(&name("branch"));
    let is_filled = ["leader", "roster"].iter().any(|field| !form.value(&name(field)).is_empty());
    Block {
        number,
        is_open: number == 1 || is_filled || !ticked.is_empty(),
        sort: parts::field_choice(form, &name("sort"), "建什么", &sorts, usual.key()),
        leader: parts::field_text(
            form,
            &name("leader"),
            "谁负责（书记或者队长）",
            "写警号或者姓名",
            "",
        ),
        roster: parts::field_area(
            form,
            &name("roster"),
            "编入的人",
            "警号、姓名或者支部名称，一行一个，也可以从表格里整列粘过来",
            "",
        ),
        branches: branches
            .iter()
            .map(|it| (it.short_name.clone(), ticked.contains(&it.short_name.as_str())))
            .collect(),
    }
}

fn prepare(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let place = committee(ctx)?;
    let reader = req.form.reader();
    let code = reader.text("code", "代号", 10);
    let from_on = reader.day("from", "开始日期");
    let until = reader.day("until", "最后一天");
    let decided = decision_of(ctx, &reader, &place, "declare", until.plus_days(1))?;
    let teams = ctx.read(|read| teams(read, &reader, &place))?;
    reader.check()?;
    let prepared = Prepared { code, from_on, decided, teams };
    Ok(Reply::to(actions::prepare(ctx, place.id, &prepared)?))
}

/// Blocks in which anybody is named.
fn teams(read: &Read, reader: &Reader, place: &Place) -> Result<Vec<NewTeam>> {
    let mut found = Vec::new();
    for number in 1..=TEAMS {
        let name = |field: &str| format!("{field}{number}");
        let keys = Sort::ALL.map(Sort::key);
        let key = reader.choice(&name("sort"), "建什么", &keys);
        let sort =
            Sort::ALL.into_iter().find(|it| it.key() == key).unwrap_or(Sort::TemporaryBranch);
        let leader = reader.optional_text(&name("leader"), "谁负责", 20);
        let roster = crate::lines(reader, &name("roster"), "编入的人", 4000);
        let branches = reader.many(&name("branch"));
        if leader.is_empty() && roster.is_empty() && branches.is_empty() {
            continue;
        }
        let led = roster::people(read, place.id, &leader)?;
        let leader = match led.as_deref() {
            Ok([one]) => one.person,
            Err(words) if !leader.is_empty() => {
                reader.fault(&name("leader"), words);
                0
            }
            _ => {
                reader.fault(&name("leader"), "写明由谁负责，一个人");
                0
            }
        };
        let typed = format!("{roster}\n{}", branches.join("\n"));
        match roster::people(read, place.id, &typed)? {
            Ok(people) => {
                let people = people.iter().map(|it| it.person).collect();
                found.push(NewTeam { sort, leader, people });
            }
            Err(words) => reader.fault(&name("roster"), words),
        }
    }
    Ok(found)
}

struct Row {
    person: i64,
    name: String,
    home: String,
    is_ticked: bool,
    is_leader: bool,
}

#[derive(Template)]
#[template(path = "prepare/review.html")]
struct Review {
    operation: operation::Operation,
    days: String,
    decision: String,
    problems: Markup,
    key: Markup,
    once: Markup,
    version: Markup,
    /// Name of the team, who leads it, its people.
    teams: Vec<(String, String, Vec<Row>)>,
    members: usize,
    resting: Vec<Resting>,
    may_declare: bool,
    may_discard: bool,
}

/// The second page: who, and what rests. Ticks may be taken away.
pub(crate) fn review(ctx: &Ctx, read: &Read, req: &Req, seen: &Seen) -> Result<Page> {
    let operation = &seen.operation;
    let members =
        operation::store::members(read, operation.id, &operation::store::Wanted::default())?;
    let decision = operation::store::decisions(read, operation.id)?.pop().ok_or(Error::NotFound)?;
    let kept = req.form.values("keep");
    let is_ticked =
        |person: i64| !req.form.was_sent() || kept.contains(&person.to_string().as_str());
    let row = |it: &Member, leader: i64| Row {
        person: it.person,
        name: it.name.clone(),
        home: it.home_name.clone(),
        is_ticked: is_ticked(it.person),
        is_leader: it.person == leader,
    };
    let mut shown: BTreeSet<i64> = BTreeSet::new();
    let mut teams = Vec::new();
    for team in &seen.teams {
        let of =
            members.iter().filter(|it| it.branch == Some(team.id) || it.vanguard == Some(team.id));
        // A box for each person once: in the first of his teams.
        let rows = of.filter(|it| shown.insert(it.person)).map(|it| row(it, team.leader));
        let leader = team.leader_name.clone().unwrap_or_default();
        teams.push((
            team.sort.zh().to_owned(),
            format!("{}：{leader}", team.sort.leader_zh()),
            rows.collect(),
        ));
    }
    ctx.viewed(&crate::SEE, format!("operation:{}", operation.id), members.len());
    let page = Review {
        days: operation.days_zh(),
        decision: decision.zh(),
        problems: parts::problems(&req.form),
        key: req.key(),
        once: req.once(),
        version: req.version(operation.version),
        teams,
        members: members.len(),
        resting: pause::resting(read, ctx, operation, &members)?,
        may_declare: ctx.allows(&DECLARE, &seen.place),
        may_discard: ctx.allows(&DISCARD, &seen.place),
        operation: operation.clone(),
    };
    Ok(Page::of("核对后宣布", &page)?
        .under([("战时工作", "/operations")])
        .section(Section::Life)
        .task())
}

fn discard(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::discard(ctx, req.id("id")?)?;
    Ok(Reply::to("/operations").saying("已放弃，什么也没有生效"))
}
