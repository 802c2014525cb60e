//! The notice of a meeting, to hang up or to hand over; those who have an account get theirs by themselves.

use act::{Error, Result};
use documents::{Block, Fill, Level, Paper};
use systems::Systems;

use super::template;
use crate::{kind::Expects, meeting::Session, show::Shown};

const TEMPLATE: &str = "R15/documents/notice.md";

pub(super) fn paper(systems: &Systems, shown: &Shown) -> Result<Paper> {
    let template = template(systems, TEMPLATE)?;
    let record = &shown.record;
    let told = record.notified_at.unwrap_or(record.drafted_at).day();
    let sessions = record.sessions();
    let times: Vec<String> = sessions.iter().map(place_and_time).collect();
    let fill = Fill::new()
        .text("unit", &shown.place.name)
        .text("verb", verb(shown))
        .text("heading", &record.title)
        .text("to", to(shown))
        .text("day", told.min(record.plan_on).zh())
        .text("opening", opening(shown))
        .text("sessions", times.join("\n"))
        .text("people", people(shown))
        .blocks("agenda", agenda(shown))
        .text("requests", requests(shown));
    template.fill(&fill).map_err(Error::broken)
}

fn to(shown: &Shown) -> &'static str {
    match shown.kind.expects {
        Expects::Committee => "各位委员",
        Expects::Chosen | Expects::Entry => "有关同志",
        _ if shown.place.kind == "subgroup" => "本小组全体党员",
        _ => "全体党员",
    }
}

/// A meeting is called, a theme day is held.
fn verb(shown: &Shown) -> &'static str {
    if shown.kind.short.ends_with(['会', '议']) { "召开" } else { "开展" }
}

fn opening(shown: &Shown) -> String {
    let record = &shown.record;
    let topic = match record.topic.as_str() {
        "" => String::new(),
        topic => format!("，主题是“{topic}”"),
    };
    let sessions = record.sessions();
    let when = sessions.first().map_or_else(|| record.plan_on.zh(), |session| session.on.zh());
    format!("定于{when}{}{}{topic}。现将有关事项通知如下。", verb(shown), record.title)
}

fn place_and_time(session: &Session) -> String {
    let place =
        if session.place.is_empty() { String::new() } else { format!("，{}", session.place) };
    format!("{}{place}。", session.time_zh())
}

fn people(shown: &Shown) -> String {
    let names: Vec<&str> = shown.of_day.iter().map(|it| it.name.as_str()).collect();
    let who = match shown.kind.expects {
        Expects::Committee | Expects::Entry => names.join("、"),
        Expects::Chosen => taking_part(shown),
        _ => format!("应到会党员{}人", shown.counts.expected),
    };
    let mut lines = vec![format!("{who}。")];
    let roles =
        [("主持人", shown.name(shown.record.chair)), ("记录人", shown.name(shown.record.recorder))];
    let roles = roles.into_iter().filter(|(_, name)| !name.is_empty());
    let roles: Vec<String> = roles.map(|(role, name)| format!("{role}：{name}")).collect();
    if !roles.is_empty() {
        lines.push(format!("{}。", roles.join("；")));
    }
    if !shown.record.guests.is_empty() {
        lines.push(format!("列席：{}。", shown.record.guests));
    }
    lines.join("\n")
}

/// Those who were ticked; until then whoever likes to.
fn taking_part(shown: &Shown) -> String {
    let part = shown.people.iter().filter(|it| it.presence.came());
    match part.map(|it| it.name.as_str()).collect::<Vec<_>>().as_slice() {
        [] => "参加人员另行通知".to_owned(),
        names => names.join("、"),
    }
}

fn agenda(shown: &Shown) -> Vec<Block> {
    let items = shown.record.agenda();
    if items.is_empty() {
        return Vec::new();
    }
    let numbered = items.iter().enumerate();
    let lines = numbered.map(|(at, item)| Block::Paragraph(format!("{}. {item}。", at + 1).into()));
    [Block::Heading(Level::One, "会议议题".to_owned())].into_iter().chain(lines).collect()
}

fn requests(shown: &Shown) -> String {
    let whom = match shown.name(shown.record.recorder) {
        name if name.is_empty() => "党支部".to_owned(),
        name => name,
    };
    format!("请按时参加。因事因病不能到会的，会前向{whom}请假；会议内容会后向没有到会的同志传达。")
}
