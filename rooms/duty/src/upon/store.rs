//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM explanation WHERE unit IN ", "有情况说明"),
    ("SELECT unit FROM exemption WHERE unit IN ", "有免办"),
    ("SELECT unit FROM exemption_request WHERE unit IN ", "有免办申请"),
    ("SELECT unit FROM occurrence WHERE unit IN ", "有登记的事件"),
    ("SELECT unit FROM local_rule WHERE unit IN ", "有加码规定"),
    ("SELECT unit FROM demand WHERE unit IN ", "有额外要求"),
];
