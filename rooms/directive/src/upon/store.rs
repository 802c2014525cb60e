//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM directive WHERE unit IN ", "发布过部署"),
    ("SELECT unit FROM directive_unit WHERE unit IN ", "收到过部署"),
    ("SELECT unit FROM directive_part WHERE unit IN ", "分解过部署"),
    ("SELECT unit FROM instruction WHERE unit IN ", "登记过批示"),
];
