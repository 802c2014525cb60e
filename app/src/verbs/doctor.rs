//! `doctor`: looks at everything an installation stands on, and says what to do where it is not right.

use act::Ctx;
use anyhow::Result;
use audit::Newest;
use calendar::Workdays;

use super::{Ended, Outcome, backup, condition, doors, machine};
use crate::{Installation, Place, Settings, settings::KEYS, stock::ending_switches};

/// One thing looked at.
struct Finding {
    what: &'static str,
    is_good: bool,
    words: String,
}

pub(super) fn run(place: &Place) -> Outcome {
    let installation = match Installation::for_reading(place) {
        Ok(installation) => installation,
        Err(error) => return without_database(place, error),
    };
    let ctx = installation.operator();
    let condition = condition::database(&ctx.core.db)?;
    if !condition.0 && place.database.is_none() {
        // Further questions would meet the damage one by one.
        return Ok(show(&of_machine(place, condition.1)));
    }
    let plan = ctx.core.maybe_part::<backup::Plan>();
    let findings = [
        database(&ctx)?,
        told("数据库状况", condition),
        told("备份", condition::backups(&place.data, plan, ctx.now)),
        master_key(place),
        regulations(),
        working_days(&ctx),
        fonts(place),
        failed_jobs(&ctx)?,
        seals(&ctx)?,
        personal(&ctx)?,
        switches(&ctx)?,
        told("磁盘", machine::disk(&place.data)),
        told("内存", machine::memory()),
        settings(place)?,
        certificate(place, &ctx)?,
        sign_on(&ctx),
        administrators(&ctx)?,
        clock(place, &ctx)?,
    ];
    Ok(show(&findings))
}

/// What can still be said when the database does not open.
fn without_database(place: &Place, error: anyhow::Error) -> Outcome {
    let words = error.chain().find_map(|it| condition::unopenable(it.downcast_ref()?));
    let Some(words) = words else { return Err(error) };
    Ok(show(&of_machine(place, words)))
}

fn of_machine(place: &Place, database: String) -> [Finding; 5] {
    let plan = Settings::of(place).ok().and_then(|it| backup::Plan::of(&it, &place.data));
    let now = place.clock().now();
    [
        look("数据库状况", database),
        told("备份", condition::backups(&place.data, plan.as_ref(), now)),
        master_key(place),
        told("磁盘", machine::disk(&place.data)),
        told("内存", machine::memory()),
    ]
}

fn told(what: &'static str, (is_good, words): machine::Told) -> Finding {
    Finding { what, is_good, words }
}

fn show(findings: &[Finding]) -> Ended {
    for finding in findings {
        let mark = if finding.is_good { "好" } else { "看" };
        println!("{mark}  {}：{}", finding.what, finding.words);
    }
    let all_good = findings.iter().all(|finding| finding.is_good);
    if all_good { Ended::Done } else { Ended::Found }
}

fn good(what: &'static str, words: impl Into<String>) -> Finding {
    Finding { what, is_good: true, words: words.into() }
}

fn look(what: &'static str, words: impl Into<String>) -> Finding {
    Finding { what, is_good: false, words: words.into() }
}

fn database(ctx: &Ctx) -> Result<Finding> {
    let name = ctx.core.db.name()?;
    let (units, people) = crate::stock::count(ctx)?;
    Ok(good("数据库", format!("{name}，{units}个组织，{people}人，结构是本版本的")))
}

fn master_key(place: &Place) -> Finding {
    let file = place.key_file();
    if crypto::is_private(&file) {
        return good(
            "主密钥",
            format!("{}，只有属主能读。它也在备份里，恢复码能把它取回来", file.display()),
        );
    }
    look("主密钥", format!("{} 别人也能读，请执行 chmod 600 {}", file.display(), file.display()))
}

fn regulations() -> Finding {
    let rules = rules::Rules::built_in();
    let unsure =
        rules.duties().iter().filter(|duty| duty.confidence == rules::Confidence::Recalled).count();
    good(
        "规章",
        format!(
            "{}部，{}项职责，其中{unsure}项凭记忆、待核对原文",
            rules.texts().count(),
            rules.duty_groups().count()
        ),
    )
}

fn working_days(ctx: &Ctx) -> Finding {
    let days = Workdays::built_in();
    let year = ctx.today.year();
    let needs_next = ctx.today.month() >= 11;
    if days.knows(year) && (!needs_next || days.knows(year + 1)) {
        return good("工作日", format!("{year}年的放假安排齐全"));
    }
    let missing = if days.knows(year) { year + 1 } else { year };
    look(
        "工作日",
        format!(
            "{missing}年的放假安排还没有。跨到那一年的期限按周一至周五推算，标为“暂定”；公布后更新 data/workdays.csv"
        ),
    )
}

#[cfg(feature = "pdf")]
fn fonts(place: &Place) -> Finding {
    let folder = place.data.join("fonts");
    let missing: Vec<String> = documents::fonts_found(Some(&folder))
        .into_iter()
        .filter(|font| font.path.is_none())
        .map(|font| {
            format!("{}（{}）：{}", font.shape, font.used_for, font.advice.unwrap_or_default())
        })
        .collect();
    if missing.is_empty() {
        return good("公文字体", "仿宋、黑体、楷体、小标宋都有；放进数据目录 fonts/ 的字体优先");
    }
    look("公文字体", missing.join("；"))
}

#[cfg(not(feature = "pdf"))]
fn fonts(_place: &Place) -> Finding {
    look("公文字体", "这个程序没有带PDF功能（编译时关掉了 pdf），公文可以存成Word")
}

fn failed_jobs(ctx: &Ctx) -> Result<Finding> {
    let failed = ctx.read(|read| jobs::failed(ctx, read))?;
    if failed.is_empty() {
        return Ok(good("后台任务", "没有失败的"));
    }
    Ok(look("后台任务", format!("{}个失败了，在“管理”里重试或放弃", failed.len())))
}

/// How many of the newest events are recomputed.
const EVENTS_CHECKED: usize = 1000;

fn seals(ctx: &Ctx) -> Result<Finding> {
    let (events, seals) = crate::stock::sealed(ctx)?;
    Ok(match audit::check_newest(ctx, EVENTS_CHECKED)? {
        Newest::Whole { events: checked } => good(
            "审计",
            format!(
                "{events}条记录，{seals}个封印；最近{checked}条的封印重算过，对得上。\
                 全部重算：guantong audit verify"
            ),
        ),
        Newest::Broken(broken) => look(
            "审计",
            format!("{broken}。保留现场，报告安全审计员；全部重算：guantong audit verify"),
        ),
    })
}

/// What lies under an old key, and what is past its period.
fn personal(ctx: &Ctx) -> Result<Finding> {
    let left: i64 = keyring::left(ctx)?.into_iter().map(|(_, rows)| rows).sum();
    let due: i64 = ctx.read(|read| Ok(retention::states(read)?))?.iter().map(|it| it.due).sum();
    let (what, mut words) = ("个人信息", Vec::new());
    if left > 0 {
        words.push(format!(
            "{left}条还在旧密钥下，或者没有换到个人密钥下；服务开着，夜里3点30分换完（guantong keys list看是哪些）"
        ));
    }
    if due > 0 {
        words.push(format!(
            "昨夜清点，{due}条到期没有清除；看“后台任务”里有没有失败的，或者执行guantong retention --run"
        ));
    }
    if words.is_empty() {
        return Ok(good(what, "都在个人密钥下；没有到期未清除的"));
    }
    Ok(look(what, words.join("；")))
}

fn switches(ctx: &Ctx) -> Result<Finding> {
    let ending = ending_switches(ctx, ctx.today.plus_days(30))?;
    if ending.is_empty() {
        return Ok(good("系统开关", "一个月内没有到期的"));
    }
    let named: Vec<String> = ending
        .iter()
        .map(|(system, unit, day)| {
            let title = systems::Systems::built_in().system(system).map(|it| it.title.as_str());
            format!("{unit}的{}（{}）", title.unwrap_or(system), day.zh())
        })
        .collect();
    Ok(look("系统开关", format!("一个月内到期：{}。要续用的，请重新发文启用", named.join("、"))))
}

fn settings(place: &Place) -> Result<Finding> {
    let settings = Settings::of(place)?;
    let lines: Vec<String> = KEYS
        .iter()
        .map(|(key, what, otherwise)| {
            let (value, from) = settings
                .shown(key)
                .map_or_else(|| ((*otherwise).to_owned(), "默认"), |value| (value, "设置文件"));
            format!("\n      {key}（{what}）：{value}（{from}）")
        })
        .collect();
    Ok(good("设置", format!("{}{}", Settings::file(place).display(), lines.concat())))
}

fn certificate(place: &Place, ctx: &Ctx) -> Result<Finding> {
    let (is_good, words) = doors::certificate(place, ctx.now)?;
    Ok(Finding { what: "证书", is_good, words })
}

fn sign_on(ctx: &Ctx) -> Finding {
    match ctx.core.maybe_part::<account::SignOn>() {
        Some(on) => told("统一认证", on.examine()),
        None => good("统一认证", "没有设，用警号和口令登录"),
    }
}

fn administrators(ctx: &Ctx) -> Result<Finding> {
    let missing = crate::stock::missing_administrators(ctx)?;
    if missing.is_empty() {
        return Ok(good("三员", "系统、安全、审计管理员都有人"));
    }
    Ok(look(
        "三员",
        format!("还缺{}。由组织任命后，用 guantong account administrator 登记", missing.join("、")),
    ))
}

fn clock(place: &Place, ctx: &Ctx) -> Result<Finding> {
    if let Some(day) = place.today {
        return Ok(look("时钟", format!("停在{}（--today）。正式使用时不要带这个参数", day.zh())));
    }
    Ok(told("时钟", machine::clock(ctx.now, crate::stock::latest_act(ctx)?)))
}
