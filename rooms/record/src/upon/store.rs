//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM record WHERE unit IN ", "有会议记录"),
    ("SELECT unit FROM record_grant WHERE unit IN ", "有检查授权"),
    ("SELECT unit FROM record_plan WHERE unit IN ", "有年度计划"),
];
