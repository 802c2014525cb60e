//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM operation WHERE unit IN ", "宣布过行动"),
    ("SELECT home FROM operation_member WHERE home IN ", "有党员执行任务"),
    ("SELECT unit FROM operation_team WHERE unit IN ", "是一次行动的临时党支部"),
];
