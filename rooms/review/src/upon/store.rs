//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM hearing WHERE unit IN ", "有巡听"),
    ("SELECT unit FROM hearing_round WHERE unit IN ", "组织过巡听"),
    ("SELECT unit FROM sampled WHERE unit IN ", "有抽样督查"),
    ("SELECT unit FROM sample WHERE unit IN ", "组织过抽样督查"),
];
