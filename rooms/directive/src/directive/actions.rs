//! Issuing, amending, withdrawing and closing a directive.

use act::{Act, Acting, Ctx, Error, Faults, Place, Result};
use calendar::Day;
use db::bind;
use duty::NewDemand;
use notify::Tell;
use record::Switched;

use super::{Directive, Serving, store};
use crate::{
    SYSTEM, THEME_DAYS,
    addressed::{Word, say},
    task,
};

pub(crate) const ISSUE: Act = Act::new("directive.issue", "发布部署");
pub(crate) const AMEND: Act = Act::new("directive.amend", "修改部署");
pub(crate) const WITHDRAW: Act = Act::new("directive.withdraw", "撤回部署");
pub(crate) const CLOSE: Act = Act::new("directive.close", "部署收尾");

/// A directive as it is issued.
#[derive(Debug, Clone)]
pub struct NewDirective {
    pub title: String,
    pub basis: String,
    /// Key of the duty that asks for it; "": beyond the regulations.
    pub duty: String,
    pub items: Vec<String>,
    /// `theme_day/july_first`
    pub kinds: Vec<String>,
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Minutes for each branch and month; nothing where a duty asks for it anyway.
    pub minutes: i64,
    /// Kinds of units.
    pub addressed: Vec<String>,
    /// Of these, whom not, and why: names as in the tree.
    pub left_out: Vec<(String, String)>,
    /// Who answers for it in the burden ledger; else whoever issues it.
    pub owner: Option<i64>,
}

impl NewDirective {
    /// To be completed by `..NewDirective::new(…)`: to all branches.
    pub fn new(title: &str, (from, to): (Day, Day)) -> Self {
        Self {
            title: title.to_owned(),
            basis: String::new(),
            duty: String::new(),
            items: Vec::new(),
            kinds: Vec::new(),
            from,
            to,
            minutes: 0,
            addressed: ["branch", "joint_branch"].map(str::to_owned).into(),
            left_out: Vec::new(),
            owner: None,
        }
    }
}

/// [`issue_in`] as an act of the hat worn; with an entry of the ledger it is one of its tasks from the first.
pub(super) fn issue(ctx: &Ctx, unit: i64, new: &NewDirective, entry: Option<i64>) -> Result<i64> {
    ctx.act(&ISSUE, unit, |w| {
        let switched = Switched::in_unit(ctx, w, unit)?;
        let mut serving = new.kinds.iter().filter_map(|key| Serving::parse(key));
        if !switched.runs(SYSTEM) && !serving.all(|it| it.kind.system == THEME_DAYS) {
            let words = "这里只启用了主题党日；部署别的组织生活，由市以上机关决定启用以后再发";
            return Err(Error::Conflict(words.into()));
        }
        let id = issue_in(w, ctx, unit, new)?;
        if let Some(entry) = entry {
            task::add_directive_in(w, entry, id)?;
        }
        Ok(id)
    })
}

/// Issues it to every unit of the kinds below; what no regulation asks goes into the burden ledger; its id.
pub fn issue_in(w: &Acting, ctx: &Ctx, unit: i64, new: &NewDirective) -> Result<i64> {
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    let units = store::addressable(w, &place, &new.addressed, ctx.today)?;
    let left_out = left_out(&units, new)?;
    if units.len() == left_out.len() {
        return Err(Error::invalid("to", "下面没有这几类组织，换一类"));
    }
    let (id, by) = (w.id(), ctx.actor.person());
    let demand = if new.duty.is_empty() { Some(demand(w, ctx, unit, new)?) } else { None };
    let NewDirective { title, basis, duty, from, to, .. } = new;
    let (items, kinds) = (new.items.join("\n"), new.kinds.join(" "));
    let first = bind![id, unit, title, basis, duty, items, kinds, from, to, demand];
    store::insert(w, id, new, &[first, bind![1, w.now, by, "", 0]].concat())?;
    store::keep_edition(w, id, (w.now, by))?;
    let ids: Vec<i64> = units.iter().map(|it| it.0).collect();
    store::address(w, id, &ids, &left_out)?;
    if !new.left_out.is_empty() {
        let why = new.left_out.iter().map(|(name, why)| format!("{name}：{why}"));
        let why = why.collect::<Vec<_>>().join("\n");
        w.because(&why);
        say(w, (id, None), Word::LeftOut, None, by)?;
    }
    let directive = store::get(w, id)?.ok_or(Error::NotFound)?;
    let asked: Vec<i64> = ids.iter().copied().filter(|it| !left_out.contains(it)).collect();
    let text = format!("{}：{}以前，{}", place.short_name, to.zh_short(), title);
    tell_secretaries(w, ctx, &directive, &asked, (&text, None))?;
    w.about("directive", id).rows(asked.len()).reply(directive.url());
    Ok(id)
}

/// Those named by the issuer, each once.
fn left_out(units: &[(i64, String, String)], new: &NewDirective) -> Result<Vec<i64>> {
    let mut faults = Faults::default();
    let mut found = Vec::new();
    for (name, why) in &new.left_out {
        let mut of_name = units.iter().filter(|(_, full, short)| full == name || short == name);
        match (of_name.next(), of_name.next()) {
            (Some((id, ..)), None) if !found.contains(id) => found.push(*id),
            (Some(_), None) => faults.add("left_out", format!("“{name}”写了两次")),
            (Some(_), Some(_)) => {
                faults.add("left_out", format!("“{name}”不止一个，请写全称"));
            }
            (None, _) => faults.add("left_out", format!("发到的组织里没有“{name}”")),
        }
        if why.is_empty() {
            faults.add("left_out", format!("写明为什么不列入“{name}”，例如：{name}：全员外出"));
        }
    }
    faults.check()?;
    Ok(found)
}

fn demand(w: &Acting, ctx: &Ctx, unit: i64, new: &NewDirective) -> Result<i64> {
    let demand = NewDemand {
        sort: "directive".into(),
        title: new.title.clone(),
        quote: new.items.join("；"),
        document_no: new.basis.clone(),
        owner: new.owner.or(ctx.actor.person()).unwrap_or_default(),
        minutes: new.minutes,
        from: new.from,
        to: new.to,
    };
    duty::enter_demand_in(w, ctx, unit, &demand)
}

/// One notice to each secretary of these units, on the unit's own page.
pub(crate) fn tell_secretaries(
    w: &Acting,
    ctx: &Ctx,
    directive: &Directive,
    units: &[i64],
    (text, dedup): (&str, Option<&str>),
) -> Result<()> {
    let sender = ctx.actor.person();
    let posts = people::holders(w, units, "secretary", ctx.today)?;
    for post in posts.iter().filter(|it| Some(it.person) != sender) {
        let url = format!("{}/units/{}", directive.url(), post.unit);
        let (person, unit) = (post.person, Some(post.unit));
        notify::tell(w, &Tell { person, unit, kind: "directive", text, url: &url, sender, dedup })?;
    }
    Ok(())
}

/// The form was opened on another version, or it is over.
fn stale(done: bool) -> Result<()> {
    if done {
        return Ok(());
    }
    Err(Error::Conflict("这件部署刚刚有人改过或者已经结束，请刷新页面再办".into()))
}

fn all_addressed(w: &Acting, directive: &Directive) -> Result<Vec<i64>> {
    let place = Place::find(w, directive.unit)?.ok_or(Error::NotFound)?;
    store::addressed_below(w, directive.id, &place)
}

/// Whom it asks.
pub fn addressed_in(w: &Acting, id: i64) -> Result<Vec<i64>> {
    all_addressed(w, &store::get(w, id)?.ok_or(Error::NotFound)?)
}

/// Everybody addressed is told; what it said before stays to be read.
pub(super) fn amend(ctx: &Ctx, it: &Directive, version: i64) -> Result<()> {
    ctx.act(&AMEND, it.unit, |w| {
        let before = store::get(w, it.id)?.ok_or(Error::NotFound)?;
        stale(store::amend(w, it, version)?)?;
        store::keep_edition(w, it.id, (w.now, ctx.actor.person()))?;
        if let Some(demand) = it.demand.filter(|_| before.to_on != it.to_on) {
            duty::move_demand_in(w, it.unit, demand, it.to_on)?;
        }
        let text = format!("“{}”有修改，最后一天{}，请看改了什么", it.title, it.to_on.zh_short());
        tell_secretaries(w, ctx, it, &all_addressed(w, it)?, (&text, None))?;
        w.about("directive", it.id).changed(&["title", "basis", "items", "to_on"]).reply(it.url());
        Ok(())
    })
}

pub(super) fn withdraw(ctx: &Ctx, it: &Directive, why: &str, version: i64) -> Result<()> {
    ctx.act(&WITHDRAW, it.unit, |w| {
        stale(store::withdraw(w, it.id, version, w.now)?)?;
        end_demand(w, ctx, it)?;
        w.because(why);
        say(w, (it.id, None), Word::Withdrawn, None, ctx.actor.person())?;
        let text = format!("“{}”已撤回，不用再办", it.title);
        tell_secretaries(w, ctx, it, &all_addressed(w, it)?, (&text, None))?;
        w.about("directive", it.id).changed(&["withdrawn_at"]).reply(it.url());
        Ok(())
    })
}

fn end_demand(w: &Acting, ctx: &Ctx, it: &Directive) -> Result<()> {
    match it.demand {
        Some(demand) if it.to_on >= ctx.today => {
            duty::end_demand_in(w, it.unit, demand, ctx.today.plus_days(-1))
        }
        _ => Ok(()),
    }
}

pub(super) fn close(ctx: &Ctx, it: &Directive, conclusion: &str, version: i64) -> Result<()> {
    ctx.act(&CLOSE, it.unit, |w| {
        if it.version != version {
            return stale(false);
        }
        close_in(w, ctx, it.id, conclusion)
    })
}

/// With the issuer's own words, or none.
pub fn close_in(w: &Acting, ctx: &Ctx, id: i64, conclusion: &str) -> Result<()> {
    let it = store::get(w, id)?.ok_or(Error::NotFound)?;
    stale(store::close(w, id, it.version, (conclusion, w.now))?)?;
    end_demand(w, ctx, &it)?;
    w.about("directive", id).changed(&["closed_at", "conclusion"]).reply(it.url());
    Ok(())
}
