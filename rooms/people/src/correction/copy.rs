//! Everything that is kept about somebody, for himself: as a spreadsheet and for programs.

use act::{Ctx, Error, Result, Sight};
use calendar::Day;
use db::Read;
use serde::Serialize;
use sheets::write::{Column, Head, Value, xlsx as write};
use systems::Systems;
use web::Reply;

use crate::{
    member::{self, Member},
    past::Past,
    post, protect,
};

/// One line of the copy.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    /// 基本情况, 组织关系 …
    class: &'static str,
    item: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    /// First day on which it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Day>,
    #[serde(skip_serializing_if = "String::is_empty")]
    basis: String,
}

/// A whole copy.
#[derive(Debug, Serialize)]
pub(crate) struct OwnCopy {
    name: String,
    on: Day,
    entries: Vec<Entry>,
}

fn entry(class: &'static str, item: &str, value: String) -> Entry {
    Entry { class, item: item.into(), value, from: None, to: None, basis: String::new() }
}

fn spell(
    class: &'static str,
    (item, value): (&str, String),
    (from, to): (Day, Option<Day>),
    basis: &str,
) -> Entry {
    Entry { from: Some(from), to, basis: basis.into(), ..entry(class, item, value) }
}

/// All of it, numbers in full. Only ever asked for the person at work.
pub(crate) fn of(ctx: &Ctx, read: &Read, person: i64) -> Result<OwnCopy> {
    let mut sight: Sight = ctx.sight(&member::actions::SEE);
    sight.own = Some(person);
    let me = member::find(&sight, read, person)?.ok_or(Error::NotFound)?;
    let mut entries = basic(ctx, &me)?;
    // From before there were records: nothing is left out as too old.
    let since = ctx.today.plus_months(-12 * 100);
    dated(read, person, since, &mut entries)?;
    Ok(OwnCopy { name: me.name, on: ctx.today, entries })
}

fn basic(ctx: &Ctx, me: &Member) -> Result<Vec<Entry>> {
    const CLASS: &str = "基本情况";
    let mut entries = vec![entry(CLASS, "姓名", me.name.clone())];
    let facts = member::pages::facts(me).into_iter();
    entries.extend(facts.map(|(item, value)| entry(CLASS, item, value)));
    let keys = &ctx.core.keys;
    let number = protect::open(keys, "id_number", me.whose(), me.id_number.as_deref())?;
    let phone = protect::open(keys, "phone", me.whose(), me.phone.as_deref())?;
    entries.push(entry(CLASS, "公民身份号码", number.unwrap_or_default()));
    entries.push(entry(CLASS, "手机", phone.unwrap_or_default()));
    let outside = me.outside_number.clone().unwrap_or_default();
    entries.push(entry(CLASS, "全国党员管理信息系统编号", outside));
    Ok(entries)
}

fn dated(read: &Read, person: i64, since: Day, entries: &mut Vec<Entry>) -> Result<()> {
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
    let row = |it: &Entry| {
        let (class, item, value) = (it.class.to_owned(), it.item.clone(), it.value.clone());
        let last = it.to.map(|to| to.plus_days(-1));
        vec![text(class), text(item), text(value), day(it.from), day(last), text(it.basis.clone())]
    };
    let rows: Vec<Vec<Value>> = copy.entries.iter().map(row).collect();
    let content = write(&head, rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))?;
    let (name, format) = (format!("我的信息{}.xlsx", copy.on), exports::Format::Xlsx);
    Ok(Reply::File { name, media_type: format.media_type(), content })
}
