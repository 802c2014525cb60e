//! Who may see me, by which rule; and who has looked.

pub(crate) mod pages;
mod store;

use act::{Act, Actor, Core, Ctx, Hat, Place, Powers, Result};
use calendar::Day;
use db::Read;
use std::sync::Arc;
use systems::Systems;

use self::store::Post;

/// The read act of members' data; room `people` owns it.
pub(crate) const SEE_MEMBER: Act = Act::new("see.member", "看党员信息");

/// Somebody whose post reaches a person.
#[derive(Debug, Clone)]
pub(crate) struct Watcher {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) rule: &'static str,
}

/// Everybody who holds a post whose powers cover a member in `place`; in the order of the tree.
pub(crate) fn watchers(
    core: &Arc<Core>,
    read: &Read,
    place: &Place,
    person: i64,
    today: Day,
) -> Result<Vec<Watcher>> {
    let (powers, systems) = (core.part::<Powers>(), core.part::<Systems>());
    let seeing = |(kind, powers): (&str, &[act::Power])| {
        powers.iter().any(|it| it.act == SEE_MEMBER.key).then(|| kind.to_owned())
    };
    let kinds: Vec<String> = powers.posts().filter_map(seeing).collect();
    let posts = store::posts(read, &above(place), place.organ, &kinds, today)?;
    let watchers = posts.into_iter().filter(|post| post.person != person).filter_map(|post| {
        let title = systems.post_title(&post.kind, &post.unit_kind);
        let rule =
            if post.unit == place.id { "本单位的职务" } else { "管到您所在的单位" };
        let watcher = Watcher {
            name: post.name.clone(),
            title: title.clone(),
            unit: post.unit_name.clone(),
            rule,
        };
        reaches(core, post, title, place).then_some(watcher)
    });
    Ok(watchers.collect())
}

/// The place itself and everything it stands under.
fn above(place: &Place) -> Vec<i64> {
    let paths = [place.lead_path.as_deref(), place.line_path.as_deref()];
    let parts = paths.into_iter().flatten().flat_map(|path| path.split('/'));
    let mut units: Vec<i64> = parts.filter_map(|part| part.parse().ok()).collect();
    units.push(place.id);
    units.sort_unstable();
    units.dedup();
    units
}

/// The same question as when that person opens the page.
fn reaches(core: &Arc<Core>, post: Post, title: String, place: &Place) -> bool {
    let unit = Place {
        id: post.unit,
        kind: post.unit_kind,
        name: post.unit_name,
        short_name: post.short_name,
        lead_path: post.lead_path,
        line_path: post.line_path,
        organ: post.organ,
    };
    let powers = core.part::<Powers>().of(&post.kind);
    let hat = Hat { post: post.id, kind: post.kind, title, unit, powers };
    let actor = Actor::Person { id: post.person, name: post.name, hat: Some(hat) };
    Ctx::new(core, actor).sight(&SEE_MEMBER).holds(place)
}
