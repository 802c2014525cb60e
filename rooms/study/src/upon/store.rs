//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM study_plan WHERE unit IN ", "有学习计划"),
    ("SELECT unit FROM study_circular WHERE unit IN ", "印发过学习情况通报"),
    ("SELECT unit FROM study_circular_unit WHERE unit IN ", "收到过学习情况通报"),
];
