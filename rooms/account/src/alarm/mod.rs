//! Unusual exports: the security administrator is told, and writes down what he found.

pub(crate) mod pages;
mod store;

use act::{Ctx, Error, Result};
use exports::{ALARM_JOB, Alarm};
use jobs::JobKind;
use notify::Tell;
use serde_json::Value;

pub(crate) fn job() -> JobKind {
    JobKind { name: ALARM_JOB, run }
}

const SECURITY: &str = "security_administrator";

/// Run twice, it tells once.
fn run(ctx: &Ctx, payload: &Value) -> Result<()> {
    let id = payload["alarm"].as_i64().ok_or(Error::NotFound)?;
    let Some(alarm) = ctx.read(|read| exports::alarm(read, id))? else { return Ok(()) };
    ctx.act_system(&exports::TELL, |w| {
        let told = store::holders(w, SECURITY, w.now.day())?;
        for person in &told {
            tell(w, *person, &alarm)?;
        }
        w.about("export_alarm", id).rows(told.len());
        Ok(())
    })
}

fn tell(w: &act::Acting, person: i64, alarm: &Alarm) -> Result<()> {
    let text = format!("导出异常：{}", alarm.words());
    let dedup = format!("alarm {}", alarm.id);
    let (text, dedup) = (text.as_str(), Some(dedup.as_str()));
    let (kind, url) = ("alarm", "/admin/alarms");
    notify::tell(w, &Tell { person, unit: None, kind, text, url, sender: None, dedup }).map(|_| ())
}

/// Who took a list out, in words: for the operator who found a copy.
pub fn who_exported(
    ctx: &Ctx,
    read: &db::Read,
    person: Option<i64>,
    post: Option<i64>,
) -> Result<String> {
    let Some(person) = person else { return Ok("运维人员，在服务器上".into()) };
    let names = store::names(read, &[person])?;
    let name = names.first().map_or("已不在册的人", |(_, name)| name.as_str());
    let posts = store::posts(read, &post.into_iter().collect::<Vec<_>>())?;
    let systems = ctx.part::<systems::Systems>();
    let post = posts.first().map(|post| {
        let title = systems.post_title(&post.kind, &post.unit_kind);
        format!("（{}，{title}）", post.unit_name)
    });
    Ok(format!("{name}{}", post.unwrap_or_default()))
}
