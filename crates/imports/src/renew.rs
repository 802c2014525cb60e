//! Files on their way in, under the newest key.

use keyring::{Cells, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Files>()
}

struct Files;

/// One at a time: they are large.
impl Cells for Files {
    const WHAT: &'static str = "导入的文件";
    const COLUMNS: &'static [&'static str] = &["import_upload.content"];
    const AT_ONCE: i64 = 1;
}
