//! A calendar as clients read it (RFC 5545): pure. Times are in UTC, so no client needs to know a zone.

use calendar::{Day, Instant};

/// One thing planned.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// The same for as long as the thing is the same.
    pub(super) uid: String,
    pub(super) title: String,
    pub(super) on: Day,
    /// Minutes after midnight; without them it is the whole day's.
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    /// How often it was changed.
    pub(super) sequence: i64,
    pub(super) changed_at: Instant,
    pub(super) is_off: bool,
}

/// How long a thing lasts whose end nobody wrote, in minutes.
const USUAL_MINUTES: i64 = 60;

pub(super) fn calendar(name: &str, events: &[Event]) -> String {
    let mut text = String::new();
    let mut line = |line: &str| fold(&mut text, line);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Guantong//Year plan//ZH");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    line("X-WR-TIMEZONE:Asia/Shanghai");
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    line("X-PUBLISHED-TTL:PT6H");
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", event.uid));
        line(&format!("DTSTAMP:{}", utc(event.changed_at)));
        line(&format!("LAST-MODIFIED:{}", utc(event.changed_at)));
        line(&format!("SEQUENCE:{}", event.sequence));
        for time in times(event) {
            line(&time);
        }
        line(&format!("SUMMARY:{}", escaped(&event.title)));
        line(if event.is_off { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        line("CLASS:PRIVATE");
        line("TRANSP:OPAQUE");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

fn times(event: &Event) -> [String; 2] {
    let Some(from) = event.from else {
        let day = |on: Day| on.to_string().replace('-', "");
        let next = event.on.plus_days(1);
        return [
            format!("DTSTART;VALUE=DATE:{}", day(event.on)),
            format!("DTEND;VALUE=DATE:{}", day(next)),
        ];
    };
    let to = event.to.filter(|to| *to > from).unwrap_or(from + USUAL_MINUTES);
    let at = |minutes: i64| utc(Instant::at(event.on, 0, 0).plus_seconds(minutes * 60));
    [format!("DTSTART:{}", at(from)), format!("DTEND:{}", at(to))]
}

/// `20270312T070000Z`
fn utc(at: Instant) -> String {
    let text: String = at.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect();
    match text.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => text,
    }
}

/// Text values: backslash, semicolon, comma and line breaks.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(c);
            }
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Lines have at most 75 octets, go on after a space, end in CR LF; no character is cut in two.
fn fold(text: &mut String, line: &str) {
    const OCTETS: usize = 75;
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > OCTETS {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(title: &str) -> Event {
        Event {
            uid: "plan-7@guantong".into(),
            title: title.into(),
            on: "2027-03-12".parse().unwrap(),
            from: Some(15 * 60),
            to: None,
            sequence: 2,
            changed_at: Instant::at("2027-01-05".parse().unwrap(), 9, 0),
            is_off: false,
        }
    }

    #[test]
    fn an_hour_of_shanghai_is_written_in_utc() {
        let text = calendar("年度计划", &[event("主题党日")]);
        for line in [
            "DTSTART:20270312T070000Z\r\n",
            "DTEND:20270312T080000Z\r\n",
            "DTSTAMP:20270105T010000Z\r\n",
            "SEQUENCE:2\r\n",
            "SUMMARY:主题党日\r\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn without_an_hour_it_is_the_whole_day() {
        let text = calendar("", &[Event { from: None, is_off: true, ..event("植树") }]);
        assert!(text.contains("DTSTART;VALUE=DATE:20270312\r\nDTEND;VALUE=DATE:20270313\r\n"));
        assert!(text.contains("STATUS:CANCELLED"));
    }

    #[test]
    fn an_hour_before_eight_is_the_day_before_in_utc() {
        let early = Event { from: Some(7 * 60), to: Some(8 * 60 + 30), ..event("升旗") };
        let text = calendar("", &[early]);
        assert!(text.contains("DTSTART:20270311T230000Z\r\nDTEND:20270312T003000Z\r\n"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let title = "学习贯彻".repeat(30);
        let text = calendar("", &[event(&title)]);
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{title}\r\n")));
        // 75 octets fit, 76 do not.
        let mut fits = String::new();
        fold(&mut fits, &"a".repeat(75));
        assert_eq!(fits.len(), 77);
        fold(&mut fits, &"a".repeat(76));
        assert!(fits.ends_with("\r\n a\r\n"));
    }

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(escaped("甲,乙;丙\\丁\n戊\r"), "甲\\,乙\\;丙\\\\丁\\n戊");
    }
}
