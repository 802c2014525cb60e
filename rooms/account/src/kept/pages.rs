//! The one door through which pages save what is being typed, and the one through which it goes.

use act::{Ctx, Result};
use db::Read;
use web::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/me/forms", web::keep), Route::own_act("/me/forms/removal", web::forget)]
}

/// A line of the author's list.
pub(crate) struct Line {
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) url: String,
    /// 11月20日9:05
    pub(crate) since: String,
}

pub(crate) fn lines(ctx: &Ctx, read: &Read) -> Result<Vec<Line>> {
    let line = |(url, kept, since): (String, act::KeptForm, calendar::Instant)| Line {
        title: kept.title,
        place: kept.place,
        url,
        since: web::short_moment(since),
    };
    Ok(ctx.kept_forms(read)?.into_iter().map(line).collect())
}
