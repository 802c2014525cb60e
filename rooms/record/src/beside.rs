//! Pages of other rooms that belong to organisation life: the list of records leads there.

use act::{Act, Ctx};

/// Those pages; a part of the core, for this room does not know theirs.
pub struct Beside(pub Vec<Neighbour>);

/// A page, for whoever carries `act`; for everybody where there is none.
pub struct Neighbour {
    pub title: &'static str,
    pub url: &'static str,
    pub act: Option<Act>,
}

/// (title, URL) of those that are open to the viewer.
pub(crate) fn links(ctx: &Ctx) -> Vec<(&'static str, &'static str)> {
    let Some(Beside(all)) = ctx.core.maybe_part::<Beside>() else { return Vec::new() };
    let open = all.iter().filter(|it| it.act.as_ref().is_none_or(|act| ctx.carries(act)));
    open.map(|it| (it.title, it.url)).collect()
}
