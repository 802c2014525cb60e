//! What people send about a record: sessions, people, agenda, attendance.

use calendar::Day;
use web::Reader;

use super::Session;
use crate::{kind::RecordKind, roll::Presence};

/// Sessions that a form offers at most.
pub(crate) const SESSIONS_AT_MOST: usize = 4;

/// What can be said about a record before its minutes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    pub(crate) title: String,
    pub(crate) topic: String,
    pub(crate) variety: String,
    pub(crate) also: Vec<String>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) chair: Option<i64>,
    pub(crate) recorder: Option<i64>,
    pub(crate) lecturer: Option<i64>,
    pub(crate) partner: Option<i64>,
    /// The entry of a register that it names.
    pub(crate) entry: Option<i64>,
    pub(crate) guests: String,
    pub(crate) agenda: Vec<String>,
    /// Those named by the form; everybody else came to the first session.
    pub(crate) attendance: Vec<(i64, Presence)>,
    /// Who had marked himself when the form was opened: of them, and of everybody else, it says how they came. Who has
    /// done so since stays as he said.
    pub(crate) marked: Vec<i64>,
    /// The day whose roll the form showed: what nobody has touched follows the meeting to another day.
    pub(crate) rolled_on: Option<Day>,
}

impl Content {
    /// Reads the form; faults stay with the reader.
    pub(crate) fn read(reader: &Reader, kind: &RecordKind) -> Self {
        let of_kind = |keys: Vec<&str>| -> Vec<String> {
            let offered = |key: &&str| kind.also.iter().any(|also| also == key);
            keys.into_iter().filter(offered).map(str::to_owned).collect()
        };
        let varieties: Vec<&str> = kind.varieties.iter().map(|it| it.key.as_str()).collect();
        let variety = match (reader.many("variety").first(), varieties.first()) {
            (None, first) => first.copied().unwrap_or_default().to_owned(),
            (Some(_), None) => String::new(),
            (Some(_), Some(_)) => reader.choice("variety", &kind.variety_title, &varieties),
        };
        let topic_label = if kind.topic.is_empty() { "主题" } else { &kind.topic };
        let content = Self {
            title: reader.text("title", "名称", 60),
            topic: reader.optional_text("topic", topic_label, 120),
            variety,
            also: of_kind(reader.many("also")),
            sessions: read_sessions(reader),
            chair: reader.id("chair"),
            recorder: reader.id("recorder"),
            lecturer: reader.id("lecturer"),
            partner: reader.id("partner"),
            entry: reader.id("entry").filter(|_| kind.entry.is_some()),
            guests: reader.optional_text("guests", &kind.guests, 200),
            agenda: read_agenda(reader),
            attendance: read_attendance(reader),
            marked: reader.many("marked").into_iter().filter_map(|id| id.parse().ok()).collect(),
            rolled_on: reader.optional_day("rolled_on", "日期"),
        };
        if kind.is_private() { content.silent(kind) } else { content }
    }

    /// Of a private talk there is nothing to say but who, when and where.
    fn silent(self, kind: &RecordKind) -> Self {
        let (title, topic, guests) = (kind.title.clone(), String::new(), String::new());
        Self { title, topic, guests, agenda: Vec::new(), ..self }
    }
}

/// The same as a form would send it.
pub(crate) fn fields_of(content: &Content) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    let id = |person: Option<i64>| person.map_or_else(String::new, |id| id.to_string());
    put("title", &content.title);
    put("topic", &content.topic);
    put("variety", &content.variety);
    put("guests", &content.guests);
    for (name, person) in [
        ("chair", content.chair),
        ("recorder", content.recorder),
        ("lecturer", content.lecturer),
        ("partner", content.partner),
        ("entry", content.entry),
    ] {
        put(name, &id(person));
    }
    content.also.iter().for_each(|kind| put("also", kind));
    content.agenda.iter().for_each(|item| put("agenda", item));
    for (number, session) in (1..).zip(&content.sessions) {
        put(&format!("on{number}"), &session.on.to_string());
        put(&format!("from{number}"), &session.from);
        put(&format!("to{number}"), &session.to);
        put(&format!("place{number}"), &session.place);
    }
    for (person, presence) in &content.attendance {
        let state = match presence {
            Presence::Came(session) => format!("came{session}"),
            other => other.key().to_owned(),
        };
        put(&format!("att_{person}"), &state);
        put(&format!("word_{person}"), presence.word().map_or("", people::LeaveWord::key));
    }
    fields
}

/// Sessions with a date; further ones are optional.
pub(crate) fn read_sessions(reader: &Reader) -> Vec<Session> {
    let one = |number: usize| {
        let name = |field: &str| format!("{field}{number}");
        let text = |field: &str, label: &str, max| reader.optional_text(&name(field), label, max);
        let (from, to) = (text("from", "开始时间", 5), text("to", "结束时间", 5));
        let place = text("place", "地点", 60);
        let on = if number == 1 {
            Some(reader.day(&name("on"), "日期"))
        } else {
            reader.optional_day(&name("on"), "日期")
        };
        on.map(|on| Session { on, from: hour(&from), to: hour(&to), place })
    };
    (1..=SESSIONS_AT_MOST).filter_map(one).collect()
}

/// `9：30` as people type it becomes `09:30`. `4点` stays as it is: whether of the morning, nobody can tell.
pub(crate) fn hour(typed: &str) -> String {
    let is_vague = |it: &str| it.trim().parse::<u8>().is_ok_and(|hour| hour < 7);
    if typed.split_once('点').is_some_and(|(hour, _)| is_vague(&text::half_width(hour))) {
        return typed.to_owned();
    }
    let plain = text::half_width(typed).replace(['时', '点'], ":").replace('分', "");
    match plain.split_once(':') {
        Some((hour, "")) => format!("{hour:0>2}:00"),
        Some((hour, minute)) => format!("{hour:0>2}:{minute}"),
        None => plain,
    }
}

fn read_agenda(reader: &Reader) -> Vec<String> {
    let take = |typed: &str| match text::intake(typed, 120) {
        Ok(item) => item,
        Err(fault) => {
            reader.fault("agenda", format!("议题：{fault}"));
            String::new()
        }
    };
    let items = reader.many("agenda").into_iter().map(take);
    items.filter(|item| !item.is_empty()).collect()
}

/// `att_<person>` with `word_<person>`; the button 全部到会 overrules both, but for those known to be `away`.
pub(crate) fn read_attendance(reader: &Reader) -> Vec<(i64, Presence)> {
    let everybody = reader.is_ticked("everybody");
    let away = reader.many("away");
    let words = reader.starting_with("word_");
    let word_of = |person: &str| words.iter().find(|(of, _)| *of == person).map_or("", |it| it.1);
    let mut attendance = Vec::new();
    for (person, state) in reader.starting_with("att_") {
        let Ok(id) = person.parse() else { continue };
        let presence = match state.strip_prefix("came") {
            _ if everybody && !away.contains(&person) => Presence::Came(1),
            Some(session) => Presence::Came(session.parse().unwrap_or(1)),
            None => Presence::of(state, word_of(person), 0),
        };
        attendance.push((id, presence));
    }
    attendance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_taken_as_people_write_them() {
        assert_eq!(
            ["9:30", "9：30", "15时", "8点5", "8点", "4点", "４点半", "04:00"].map(hour),
            ["09:30", "09:30", "15:00", "08:5", "08:00", "4点", "４点半", "04:00"]
        );
    }
}
