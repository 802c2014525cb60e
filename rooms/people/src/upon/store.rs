//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[
    ("SELECT unit FROM affiliation WHERE unit IN ", "有党员或职工"),
    ("SELECT subgroup FROM affiliation WHERE subgroup IN ", "有党员或职工"),
    ("SELECT host FROM participation WHERE host IN ", "有外来人员"),
    ("SELECT unit FROM post WHERE unit IN ", "有任职"),
];
