//! Unusual amounts: noted with the list, told to the security administrator, acknowledged by him.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Instant;
use db::Read;
use serde::Deserialize;
use systems::Systems;

use crate::{mark::Leaving, store};

pub const SEE_ALARM: Act = Act::new("see.alarm", "看导出的异常");
pub const ACKNOWLEDGE: Act = Act::new("alarm.acknowledge", "处理导出的异常");
/// Done by the installation alone.
pub const TELL: Act = Act::new("alarm.tell", "通知导出的异常");
/// The kind of job that tells; its payload is the alarm's id. Who is told, a room knows.
pub const ALARM_JOB: &str = "export.alarm";

const HOUR: i64 = 3600;

/// Something unusual, as the security administrator sees it: who and how much, never whose data.
#[derive(Debug, Clone, Deserialize)]
pub struct Alarm {
    pub id: i64,
    pub at: Instant,
    pub reason: String,
    pub amount: i64,
    pub usual: i64,
    pub mark: i64,
    pub person: Option<i64>,
    pub post: Option<i64>,
    pub title: String,
    pub rows_count: i64,
    pub measure: String,
    pub acknowledged_at: Option<Instant>,
    pub note: Option<String>,
}

impl Alarm {
    pub fn words(&self) -> String {
        match self.reason.as_str() {
            "rows" => format!("一天里导出{}人，超过{}人", self.amount, self.usual),
            "times" => format!("一小时里导出{}次，超过{}次", self.amount, self.usual),
            "numbers" => format!("带证件号全号{}人，超过{}人", self.amount, self.usual),
            _ => "在工作时间以外导出".to_owned(),
        }
    }
}

/// Looks at a list that was just noted. The operator at the machine is nobody's business here.
pub(crate) fn raise(w: &Acting, ctx: &Ctx, mark: i64, it: &Leaving) -> Result<()> {
    let Some(person) = ctx.actor.person() else { return Ok(()) };
    let rules = ctx.part::<Systems>().exports().alarm;
    let today = store::rows_since(w, person, Instant::at(w.now.day(), 0, 0))?;
    let times = store::times_since(w, person, w.now.plus_seconds(-HOUR))?;
    let is_late = rules.outside_working_hours && !notify::setting(w)?.hours.holds(w.now);
    let rows = i64::try_from(it.rows).unwrap_or(i64::MAX);
    let numbers = if it.with_numbers { rows } else { 0 };
    let found = [
        ("rows", today, rules.rows_a_day),
        ("times", times, rules.times_an_hour),
        ("numbers", numbers, rules.numbers),
        ("hours", i64::from(is_late), 0),
    ];
    for (reason, amount, usual) in found.into_iter().filter(|it| it.1 > it.2) {
        let id = w.id();
        store::insert_alarm(w, (id, mark), w.now, (reason, amount, usual))?;
        w.later(ALARM_JOB, &serde_json::json!({ "alarm": id }), w.now)?;
    }
    Ok(())
}

/// One alarm: for the job that tells.
pub fn alarm(read: &Read, id: i64) -> Result<Option<Alarm>> {
    Ok(store::alarm(read, id)?)
}

/// The latest first; those that nobody has dealt with stand in front.
pub fn alarms(read: &Read, offset: i64, limit: i64) -> Result<Vec<Alarm>> {
    Ok(store::alarms(read, offset, limit)?)
}

/// (all, not dealt with).
pub fn count_alarms(read: &Read) -> Result<(i64, i64)> {
    Ok(store::count_alarms(read)?)
}

/// Notes what was found. Once.
pub fn acknowledge(w: &Acting, id: i64, by: i64, note: &str) -> Result<()> {
    if !store::acknowledge(w, id, by, w.now, note)? {
        return Err(Error::Conflict("这一条已经处理过了".into()));
    }
    w.about("export_alarm", id).because(note);
    Ok(())
}
