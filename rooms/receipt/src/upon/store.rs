//! What this room may put upon a unit: with any of it a unit is not undone as if it had never been.

/// Questions and what they mean, for `org::Uses`.
pub const UPON: &[(&str, &str)] =
    &[("SELECT unit FROM receipt_step WHERE unit IN ", "收过或者补报过报告")];
