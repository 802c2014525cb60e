//! Setting and ending local rules.

use act::{Act, Ctx, Error, Place, Result};
use calendar::Day;
use db::{Read, bind};
use systems::{Level, Systems};

use super::store;

pub(crate) const SET: Act = Act::new("duty.set_local_rule", "设定地方规定");
pub(crate) const END: Act = Act::new("duty.end_local_rule", "停止地方规定");

/// A local rule to be set.
#[derive(Debug, Clone)]
pub struct NewLocalRule {
    pub title: String,
    pub kinds: Vec<String>,
    pub serves: Vec<String>,
    /// `month`, `quarter`, `half`, `year`
    pub rhythm: String,
    pub needed: i64,
    pub quote: String,
    pub document_no: String,
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Measured minutes for each branch and month: the burden ledger.
    pub minutes: i64,
}

/// Sets a rule of `unit` for everything below it. Only a city or above may, and never for ever.
pub fn set_local_rule(ctx: &Ctx, unit: i64, new: &NewLocalRule) -> Result<i64> {
    check(new)?;
    ctx.act(&SET, unit, |w| {
        let level = level_of(w, unit)?;
        if new.from < ctx.today {
            return Err(Error::invalid("from", "新规定从今天或者以后算起，不追溯"));
        }
        let id = w.id();
        w.about("local_rule", id).reply("/regulations/local");
        let (kinds, serves) = (new.kinds.join(" "), new.serves.join(" "));
        let row = bind![
            id,
            unit,
            level,
            new.title,
            kinds,
            serves,
            new.rhythm,
            new.needed,
            new.quote,
            new.document_no,
            new.from,
            new.to,
            w.now,
            ctx.actor.person(),
            new.minutes
        ];
        store::insert(w, row)?;
        Ok(id)
    })
}

fn check(new: &NewLocalRule) -> Result<()> {
    if let Some(measure) = rules::forbidden(&format!("{} {}", new.title, new.quote)) {
        let words =
            format!("不得以{}作为要求：{}{}", measure.title, measure.source, measure.article);
        return Err(Error::invalid("title", words));
    }
    if new.to <= new.from {
        return Err(Error::invalid("to", "截止日期要在开始日期之后"));
    }
    if new.kinds.is_empty() {
        return Err(Error::invalid("kinds", "请选择哪些党组织要办"));
    }
    if new.serves.is_empty() {
        return Err(Error::invalid("serves", "请选择哪种记录可以算数"));
    }
    Ok(())
}

/// The rank of the organ to which the setter belongs.
pub(crate) fn level_of(read: &Read, unit: i64) -> Result<&'static str> {
    let organ = Place::find(read, unit)?.and_then(|it| it.organ).unwrap_or(unit);
    let kind = Place::find(read, organ)?.map(|it| it.kind).unwrap_or_default();
    match Systems::built_in().unit_kind(&kind).and_then(|it| it.level) {
        Some(Level::Ministry) => Ok("ministry"),
        Some(Level::Province) => Ok("province"),
        Some(Level::City) => Ok("city"),
        _ => Err(Error::Conflict("地方规定只能由市级以上设定，县级和以下不能加码".into())),
    }
}

/// Ends a rule before its time; what was owed until yesterday stays.
pub fn end_local_rule(ctx: &Ctx, unit: i64, rule: i64) -> Result<()> {
    ctx.act(&END, unit, |w| {
        w.about("local_rule", rule).changed(&["to_on"]).reply("/regulations/local");
        let ended = store::end(w, (rule, unit), ctx.today.plus_days(-1), w.now)?;
        if ended { Ok(()) } else { Err(Error::Conflict("这条规定已经停止了".into())) }
    })
}
