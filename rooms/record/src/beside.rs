//! Pages of other rooms that belong to organisation life: the list of records leads there.

use act::Ctx;

/// Those pages; a part of the core, for this room does not know theirs.
pub struct Beside(pub Vec<Neighbour>);

/// A page, and for whom there is something on it.
pub struct Neighbour {
    pub title: &'static str,
    pub url: &'static str,
    pub is_for: fn(&Ctx) -> bool,
}

/// (title, URL) of those that are open to the viewer.
pub(crate) fn links(ctx: &Ctx) -> Vec<(&'static str, &'static str)> {
    let Some(Beside(all)) = ctx.core.maybe_part::<Beside>() else { return Vec::new() };
    let open = all.iter().filter(|it| (it.is_for)(ctx));
    open.map(|it| (it.title, it.url)).collect()
}
