//! `migrate`: opening an installation brings its schema up to date; this verb does only that.

use super::{Ended, Outcome};
use crate::{Installation, Place};

pub(super) fn run(place: &Place) -> Outcome {
    let installation = Installation::for_writing(place)?;
    println!("数据库已是本版本的结构：{}", installation.core.db.name()?);
    Ok(Ended::Done)
}
