//! What is kept about somebody, for himself: every room's part in one spreadsheet, and for programs.

use act::{Ctx, Error, Result, Sight};
use calendar::Day;
use db::Read;
use serde::Serialize;
use sheets::write::{Column, Head, Value, xlsx as write};
use systems::Systems;
use web::{OwnEntry, OwnParts, Reply};

use super::store;
use crate::{
    member::{self, Member},
    past::Past,
    post, protect,
};

/// A whole copy.
#[derive(Debug, Serialize)]
pub(crate) struct OwnCopy {
    name: String,
    on: Day,
    entries: Vec<OwnEntry>,
}

fn spell(
    class: &'static str,
    (item, value): (&str, String),
    days: (Day, Option<Day>),
    basis: &str,
) -> OwnEntry {
    OwnEntry::new(class, item, value).over(days, basis)
}

/// All of it, numbers in full, as every room gathers it. Only ever asked for the person at work.
pub(crate) fn of(ctx: &Ctx, read: &Read, person: i64) -> Result<OwnCopy> {
    let name = me(ctx, read, person)?.name;
    let own = crate::own_data();
    let parts = ctx.core.maybe_part::<OwnParts>().map_or(&own, |parts| &parts.0);
    let mut entries = Vec::new();
    for part in parts {
        entries.extend((part.of)(ctx, read, person)?);
    }
    Ok(OwnCopy { name, on: ctx.today, entries })
}

/// What the copy holds, in words.
pub(super) fn holds(ctx: &Ctx) -> Vec<&'static str> {
    let own = crate::own_data();
    let parts = ctx.core.maybe_part::<OwnParts>().map_or(&own, |parts| &parts.0);
    parts.iter().map(|part| part.title).collect()
}

fn me(ctx: &Ctx, read: &Read, person: i64) -> Result<Member> {
    let mut sight: Sight = ctx.sight(&member::actions::SEE);
    sight.own = Some(person);
    member::find(&sight, read, person)?.ok_or(Error::NotFound)
}

/// What this room keeps of him.
pub(crate) fn gather(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let mut entries = basic(ctx, &me(ctx, read, person)?)?;
    // From before there were records: nothing is left out as too old.
    let since = ctx.today.plus_months(-12 * 100);
    dated(read, person, since, &mut entries)?;
    Ok(entries)
}

/// What he asked to be corrected, with the answers.
pub(crate) fn corrections(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    const CLASS: &str = "更正申请";
    let mut entries = Vec::new();
    for it in store::of(read, person, (0, i64::MAX))? {
        let on = it.asked_at.day();
        let line = super::pages::line(&ctx.core.keys, it)?;
        entries.push(OwnEntry::new(CLASS, line.item, line.said).on(on));
        if !line.outcome.is_empty() {
            let answer = format!("{}。{}", line.outcome, line.answer);
            entries.push(OwnEntry::new(CLASS, "答复", answer).on(on));
        }
    }
    Ok(entries)
}

fn basic(ctx: &Ctx, me: &Member) -> Result<Vec<OwnEntry>> {
    const CLASS: &str = "基本情况";
    let mut entries = vec![OwnEntry::new(CLASS, "姓名", me.name.clone())];
    let facts = member::pages::facts(me).into_iter();
    entries.extend(facts.map(|(item, value)| OwnEntry::new(CLASS, item, value)));
    let keys = &ctx.core.keys;
    let number = protect::open(keys, "id_number", me.whose(), me.id_number.as_deref())?;
    let phone = protect::open(keys, "phone", me.whose(), me.phone.as_deref())?;
    entries.push(OwnEntry::new(CLASS, "公民身份号码", number.unwrap_or_default()));
    entries.push(OwnEntry::new(CLASS, "手机", phone.unwrap_or_default()));
    let outside = me.outside_number.clone().unwrap_or_default();
    entries.push(OwnEntry::new(CLASS, "全国党员管理信息系统编号", outside));
    Ok(entries)
}

fn dated(read: &Read, person: i64, since: Day, entries: &mut Vec<OwnEntry>) -> Result<()> {
    let past = Past::of(read, person, since)?;
    let name = |name: Option<String>| name.unwrap_or_else(|| "已撤销的组织".into());
    for it in past.units {
        let what = ("所在组织", name(it.unit_name));
        entries.push(spell("组织关系", what, (it.from_on, it.to_on), &it.basis));
    }
    for it in past.statuses {
        let what = ("党员状态", it.status.zh().to_owned());
        entries.push(spell("党员状态", what, (it.from_on, it.to_on), &it.basis));
    }
    for it in post::held_on(read, person)? {
        let title = Systems::built_in().post(&it.kind).map_or(it.kind.as_str(), |kind| &kind.title);
        let what = (title, name(it.unit_name));
        entries.push(spell("职务", what, (it.from_on, it.to_on), &it.basis));
    }
    for it in past.guests {
        let what = (it.reason.zh(), name(it.host_name));
        entries.push(spell("参加其他支部活动", what, (it.from_on, it.to_on), ""));
    }
    for it in past.leaves {
        let what = ("情况", it.word.zh().to_owned());
        entries.push(spell("请假和值班", what, (it.from_on, Some(it.to_on)), ""));
    }
    for (on, is_free) in crate::shift::days_of(read, person)? {
        let what = ("哪天有班", if is_free { "有空" } else { "有班" }.to_owned());
        entries.push(spell("排班", what, (on, Some(on.plus_days(1))), "单位的排班表"));
    }
    for it in past.stays {
        let what = ("为了什么", it.purpose.zh().to_owned());
        entries.push(spell("出国（境）", what, (it.from_on, it.to_on), &it.basis));
    }
    for it in crate::risk_posts_of(read, person)? {
        let what = ("岗位类别", crate::risk_class_zh(&it.class).to_owned());
        entries.push(spell("风险岗位", what, (it.from_on, it.to_on), ""));
    }
    for it in past.limits {
        let rights = it.rights.split(',').filter_map(crate::Right::from_key);
        let rights: Vec<&str> = rights.map(crate::Right::zh).collect();
        let what = ("限制的权利", rights.join("、"));
        entries.push(spell("权利", what, (it.from_on, it.to_on), &it.basis));
    }
    Ok(())
}

pub(crate) fn json(copy: &OwnCopy) -> Result<Reply> {
    let content = serde_json::to_vec_pretty(copy).map_err(|error| Error::Broken(error.into()))?;
    let name = format!("我的信息{}.json", copy.on);
    Ok(Reply::File { name, media_type: "application/json; charset=utf-8", content })
}

pub(crate) fn xlsx(copy: &OwnCopy) -> Result<Reply> {
    let column = |heading, width| Column { heading, width };
    let columns = [
        column("类别", 18),
        column("项目", 24),
        column("内容", 36),
        column("从", 12),
        column("到", 12),
        column("依据", 30),
    ];
    let scope = format!("{}本人，{}", copy.name, copy.on.zh());
    let (sheet, title, measure) = ("我的信息", "我的信息", "项");
    let head = Head { sheet, title, scope: &scope, measure, columns: &columns };
    let text = |text: String| if text.is_empty() { Value::Empty } else { Value::Text(text) };
    let day = |day: Option<Day>| text(day.map(|it| it.to_string()).unwrap_or_default());
    let row = |it: &OwnEntry| {
        let (class, item, value) = (it.class.to_owned(), it.item.clone(), it.value.clone());
        let last = it.to.map(|to| to.plus_days(-1));
        vec![text(class), text(item), text(value), day(it.from), day(last), text(it.basis.clone())]
    };
    let rows: Vec<Vec<Value>> = copy.entries.iter().map(row).collect();
    let content = write(&head, rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))?;
    let (name, format) = (format!("我的信息{}.xlsx", copy.on), exports::Format::Xlsx);
    Ok(Reply::File { name, media_type: format.media_type(), content })
}
