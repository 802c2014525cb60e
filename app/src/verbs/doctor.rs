//! `doctor`: looks at everything an installation stands on, and says what to do where it is not right.

use act::Ctx;
use anyhow::Result;
use audit::Newest;
use backups::Plan;
use calendar::Workdays;
use condition::Chain;

use super::{Ended, Outcome, backup_plan, database, doors, owners};
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
    let condition = database::health(&ctx.core.db)?;
    if !condition.0 && place.database.is_none() {
        // Further questions would meet the damage one by one.
        return Ok(show(&of_machine(place, condition.1)));
    }
    let plan = ctx.core.maybe_part::<Plan>();
    let data = place.data.as_path();
    let chain = ctx.read(|read| Chain::of(&ctx, read, data))?;
    let findings = [
        stock(&ctx)?,
        told("数据库状况", condition),
        found("备份", condition::backups(data, plan, ctx.now)),
        master_key(place),
        files(place, plan),
        regulations(),
        working_days(place, &ctx),
        fonts(place),
        failed_jobs(&ctx)?,
        seals(&ctx)?,
        found("每日签名", chain.finding(ctx.now)),
        personal(&ctx)?,
        switches(&ctx)?,
        found("磁盘", condition::disk(data)),
        found("内存", condition::memory()),
        settings(place)?,
        certificate(place, &ctx)?,
        sign_on(&ctx),
        found("三员", ctx.read(|read| account::administrators(&ctx, read))?),
        found("时钟", ctx.read(|read| condition::clock(&ctx, read, (data, &chain), None))?),
    ];
    Ok(show(&findings))
}

/// What can still be said when the database does not open.
fn without_database(place: &Place, error: anyhow::Error) -> Outcome {
    let fault = error.chain().find_map(|it| it.downcast_ref::<db::Error>());
    let words = fault.and_then(|it| database::unopenable(it, place));
    let Some(words) = words else { return Err(error) };
    let ended = show(&of_machine(place, words));
    Ok(if fault.is_some_and(db::Error::is_of_schema) { Ended::OtherSchema } else { ended })
}

fn of_machine(place: &Place, database: String) -> [Finding; 6] {
    let plan = Settings::of(place).ok().and_then(|it| backup_plan(&it, &place.data));
    let now = place.clock().now();
    [
        look("数据库状况", database),
        found("备份", condition::backups(&place.data, plan.as_ref(), now)),
        master_key(place),
        files(place, plan.as_ref()),
        found("磁盘", condition::disk(&place.data)),
        found("内存", condition::memory()),
    ]
}

fn told(what: &'static str, (is_good, words): super::Told) -> Finding {
    Finding { what, is_good, words }
}

/// What the page 运行状况 says, too.
fn found(what: &'static str, finding: condition::Finding) -> Finding {
    Finding { what, is_good: finding.is_good(), words: finding.to_string() }
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

fn stock(ctx: &Ctx) -> Result<Finding> {
    let name = ctx.core.db.name()?;
    let (units, people) = crate::stock::count(ctx)?;
    Ok(good("数据库", format!("{name}，{units}个组织，{people}人，结构是本版本的")))
}

fn files(place: &Place, plan: Option<&Plan>) -> Finding {
    told("文件的属主和权限", owners::files(&place.data, plan.map(|it| it.dir.as_path())))
}

fn master_key(place: &Place) -> Finding {
    let file = place.key_file();
    if !file.exists() {
        return look("主密钥", format!("{} 还没有，建库时会自动生成", file.display()));
    }
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

/// By this day of December the notice for the next year has been out every year since 2014.
const NOTICE_IS_OUT_BY: i8 = 10;

fn working_days(place: &Place, ctx: &Ctx) -> Finding {
    let (days, year) = (Workdays::in_force(), ctx.today.year());
    let is_out = ctx.today.month() == 12 && ctx.today.day() >= NOTICE_IS_OUT_BY;
    let missing = [(year, true), (year + 1, is_out)].into_iter().find(|(it, _)| !days.knows(*it));
    let file = place.workdays_file();
    match missing {
        Some((missing, true)) => look(
            "工作日",
            format!(
                "没有{missing}年的放假安排，跨到那一年的期限按周一至周五推算，标为“暂定”。\
                 照国务院办公厅的通知写一个文件 {}（写法见安装指南“每年的放假安排”），再重启服务；\
                 或者换用带着这一年安排的新版",
                file.display()
            ),
        ),
        Some((next, false)) => good(
            "工作日",
            format!("{year}年的放假安排齐全；{next}年的一般在10月底到12月初公布，到时再看"),
        ),
        None => good("工作日", format!("{year}年、{}年的放假安排齐全", year + 1)),
    }
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
    let failed = ctx.read(|read| jobs::count_failed(ctx, read))?;
    if failed == 0 {
        return Ok(good("后台任务", "没有失败的"));
    }
    Ok(look("后台任务", format!("{failed}个失败了，在“管理”里重试或放弃")))
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
