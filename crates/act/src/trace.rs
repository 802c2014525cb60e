//! What an event and a look at persons consist of, and the text that their digests are over.

use calendar::Instant;
use serde::Deserialize;

/// Everything about an event that its digest covers: the columns of `event`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trace {
    pub id: i64,
    pub at: Instant,
    pub person: Option<i64>,
    pub actor: String,
    pub post: Option<i64>,
    pub act: String,
    pub unit: Option<i64>,
    pub about: Option<String>,
    /// Names of the changed fields, separated by spaces.
    pub changed: String,
    pub reason: Option<String>,
    pub rows_count: i64,
    /// Address and device, `None` for jobs, the command line, and before this was kept.
    pub origin: Option<String>,
}

impl Trace {
    /// The same columns give the same text for ever. What was not kept in the beginning stands at the
    /// end and only where it is: older digests stay what they were.
    pub fn detail(&self) -> String {
        let Self { id, at, person, actor, post, act, unit, about, changed, .. } = self;
        let (reason, rows) = (&self.reason, self.rows_count);
        let mut detail = serde_json::json!([
            id, at, person, actor, post, act, unit, about, changed, reason, rows
        ]);
        add(&mut detail, self.origin.as_deref());
        detail.to_string()
    }
}

/// The same of a look at persons: the columns of `view_log`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Look {
    pub id: i64,
    pub at: Instant,
    pub person: i64,
    pub post: Option<i64>,
    pub act: String,
    pub about: String,
    pub shown: i64,
    pub origin: Option<String>,
}

impl Look {
    pub fn detail(&self) -> String {
        let Self { id, at, person, post, act, about, shown, origin } = self;
        let mut detail = serde_json::json!([id, at, person, post, act, about, shown]);
        add(&mut detail, origin.as_deref());
        detail.to_string()
    }
}

fn add(detail: &mut serde_json::Value, origin: Option<&str>) {
    if let (Some(parts), Some(origin)) = (detail.as_array_mut(), origin) {
        parts.push(origin.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_under_a_digest_never_changes() {
        let at: Instant = serde_json::from_str("\"2026-11-20T01:00:00.000Z\"").unwrap();
        let old = Trace {
            id: 7,
            at,
            person: Some(1),
            actor: "person".into(),
            post: None,
            act: "record.close".into(),
            unit: Some(5),
            about: Some("record:3".into()),
            changed: "closed_at minutes".into(),
            reason: None,
            rows_count: 1,
            origin: None,
        };
        let text = r#"[7,"2026-11-20T01:00:00.000Z",1,"person",null,"record.close",5,"record:3","closed_at minutes",null,1"#;
        assert_eq!(old.detail(), format!("{text}]"));
        let new = Trace { origin: Some("10.0.0.7".into()), ..old };
        assert_eq!(new.detail(), format!("{text},\"10.0.0.7\"]"));
        let look = Look {
            id: 8,
            at,
            person: 1,
            post: Some(2),
            act: "see.member".into(),
            about: "person:9".into(),
            shown: 1,
            origin: None,
        };
        let text = r#"[8,"2026-11-20T01:00:00.000Z",1,2,"see.member","person:9",1]"#;
        assert_eq!(look.detail(), text);
    }
}
