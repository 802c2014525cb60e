//! What must hold before a record may stand. No I/O here.

use super::{Session, minute};
use crate::kind::RecordKind;
use act::Faults;
use calendar::{Day, Instant};

/// Minutes that one session lasts at most: more is a slip of the pen.
const LONGEST: i64 = 12 * 60;

/// How many days too late it is entered; `None` in time.
pub(crate) fn late_by(kind: &RecordKind, held_on: Day, entered_at: Instant) -> Option<i32> {
    let days = held_on.days_until(entered_at.day());
    (days > kind.late_after_days).then_some(days)
}

/// What somebody should see before he says that it was held: a session begins later today. "" where none does.
pub(crate) fn ahead(now: Instant, sessions: &[Session]) -> String {
    let (hour, minutes) = now.hour_minute();
    let at = i64::from(hour) * 60 + i64::from(minutes);
    let is_later = |it: &&Session| it.on == now.day() && minute(&it.from) > Some(at);
    let later = sessions.iter().find(is_later);
    later.map_or_else(String::new, |it| format!("写的是今天{}开始，还没有到", it.from))
}

/// What is wrong with the sessions. `held` wants them to be over, with their ends written.
pub(crate) fn session_faults(
    kind: &RecordKind,
    sessions: &[Session],
    held: Option<Day>,
    votes: bool,
) -> Faults {
    let mut faults = Faults::default();
    if sessions.is_empty() {
        faults.add("on1", "请填写日期");
    }
    if sessions.len() > 1 && !kind.sessions {
        faults.add("on2", format!("{}只开一场，没有到的人记请假，会后传达", kind.short));
    }
    if sessions.len() > 1 && votes {
        faults.add(
            "on2",
            "有表决的会只开一场，到会人数按这一场算；不表决的内容可以另建一份分场的记录",
        );
    }
    let first = sessions.first().map(|session| session.on.first_of_month());
    for (place, session) in sessions.iter().enumerate() {
        if kind.is_filing() {
            if held.is_some_and(|today| session.on > today) {
                faults.add("on1", format!("{}还没有到", session.on.zh()));
            }
            continue;
        }
        let name = |field: &str| format!("{field}{}", place + 1);
        let (from, to) = (minute(&session.from), minute(&session.to));
        if from.is_none() {
            faults.add(&name("from"), "开始时间要写成15:00这样");
        }
        if !session.to.is_empty() && (to.is_none() || to <= from) {
            faults.add(&name("to"), "结束时间要写成16:30这样，并且晚于开始时间");
        }
        if to.zip(from).is_some_and(|(to, from)| to - from > LONGEST) {
            let words = format!("从{}到{}太长了，请核对；隔天的另写一场", session.from, session.to);
            faults.add(&name("to"), words);
        }
        if Some(session.on.first_of_month()) != first {
            faults.add(&name("on"), "几场要在同一个月里开完；下个月的另建一份");
        }
        let Some(today) = held else { continue };
        if session.on > today {
            faults.add(&name("on"), format!("{}还没有到，会开过才能存为记录", session.on.zh()));
        }
        if session.to.is_empty() {
            faults.add(&name("to"), "请填写结束时间");
        }
    }
    faults
}
