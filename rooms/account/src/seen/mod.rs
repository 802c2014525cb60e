//! Who may see what of me, by which rule; and who has looked.

pub(crate) mod pages;
mod store;

pub(crate) use self::pages::act_title;

use act::{Act, Ctx, Hat, Place, Power, Powers, Reach, Relation, Result};
use calendar::{Day, Instant};
use db::Read;
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
    /// Titles of the classes of data that he sees.
    pub(crate) classes: Vec<String>,
    /// Why his post reaches here, in words.
    pub(crate) rule: String,
    pub(crate) basis: String,
}

/// Everybody who holds a post, or stands in for its holder, whose powers show something of a member in
/// `place`; in the order of the tree.
pub(crate) fn watchers(
    (powers, systems): (&Powers, &Systems),
    read: &Read,
    place: &Place,
    person: i64,
    today: Day,
) -> Result<Vec<Watcher>> {
    let shows = |power: &Power| systems.personal().iter().any(|it| it.is_shown_by(&power.act));
    let kinds: Vec<String> = powers
        .posts()
        .filter(|(_, powers)| powers.iter().any(shows))
        .map(|(kind, _)| kind.to_owned())
        .collect();
    let posts = store::posts(read, &above(place), place.organ, &kinds, today)?;
    let of = |post: Post| watcher(powers, systems, post, place);
    Ok(posts.into_iter().filter(|post| post.person != person).filter_map(of).collect())
}

/// When somebody was in which unit, with what stood above it.
pub(crate) fn spells(read: &Read, person: i64) -> Result<Vec<store::Spell>> {
    let begin = |day: Day| Instant::at(day, 0, 0);
    let spell = |(unit, from, to, lead, line): people::Belonged| {
        let above = on_paths([lead.as_deref(), line.as_deref()]);
        let mut units: Vec<i64> = above.filter(|it| *it != unit).collect();
        units.sort_unstable();
        units.dedup();
        units.insert(0, unit);
        store::Spell { units, from: begin(from), to: to.map(begin) }
    };
    Ok(people::belonged(read, person)?.into_iter().map(spell).collect())
}

/// Everything, for his copy: (day, who, what).
pub(crate) fn everything(
    ctx: &Ctx,
    read: &Read,
    person: i64,
) -> Result<Vec<(Day, String, String)>> {
    let looks = store::looks(read, person, &spells(read, person)?, (0, i64::MAX))?;
    looks.into_iter().map(|look| pages::in_words(ctx, look)).collect()
}

fn on_paths(paths: [Option<&str>; 2]) -> impl Iterator<Item = i64> {
    let parts = paths.into_iter().flatten().flat_map(|path| path.split('/'));
    parts.filter_map(|part| part.parse().ok()).collect::<Vec<i64>>().into_iter()
}

/// The place itself and everything it stands under.
fn above(place: &Place) -> Vec<i64> {
    let paths = [place.lead_path.as_deref(), place.line_path.as_deref()];
    let mut units: Vec<i64> = on_paths(paths).collect();
    units.push(place.id);
    units.sort_unstable();
    units.dedup();
    units
}

/// The same question as when that person opens the page; `None` when he sees nothing.
fn watcher(powers: &Powers, systems: &Systems, post: Post, place: &Place) -> Option<Watcher> {
    let title = systems.post_title(&post.kind, &post.unit_kind);
    let basis = systems.post(&post.kind).map(|kind| kind.basis.clone()).unwrap_or_default();
    let hat = Hat {
        post: post.id,
        title,
        unit: Place {
            id: post.unit,
            kind: post.unit_kind,
            name: post.unit_name,
            short_name: post.short_name,
            lead_path: post.lead_path,
            line_path: post.line_path,
            organ: post.organ,
        },
        powers: powers.of(&post.kind),
        kind: post.kind,
        stand_in: None,
    };
    let is_handed = |act: &str| {
        post.acts.as_deref().is_none_or(|acts| {
            acts.split(' ').any(|it| it == act) && !systems.is_never_by_stand_in(act)
        })
    };
    let mut rule = String::new();
    let mut classes = Vec::new();
    for class in systems.personal() {
        let over = |act: &str| hat.power_over(act, place).filter(|_| is_handed(act));
        if let Some(power) = class.acts().find_map(over) {
            let words = words(power, &hat.unit, place);
            if !rule.contains(&words) {
                rule.push_str(if rule.is_empty() { "" } else { "；" });
                rule.push_str(&words);
            }
            classes.push(class.title.clone());
        }
    }
    let role = if post.acts.is_some() { "代" } else { "" };
    (!classes.is_empty()).then(|| Watcher {
        name: post.name,
        title: format!("{role}{}", hat.title),
        unit: hat.unit.name,
        classes,
        rule,
        basis,
    })
}

/// Why a power reaches a place.
fn words(power: &Power, home: &Place, place: &Place) -> String {
    match (power.reach, power.relation) {
        (Reach::Own, _) => "本人".into(),
        (Reach::Unit, _) if home.id == place.id => "您就在这个组织".into(),
        (Reach::Unit, _) => "您的党小组属于这个组织".into(),
        (Reach::House, _) => "您和他在同一个机关".into(),
        (Reach::All, _) => "管全系统".into(),
        (Reach::Organ | Reach::Below, Relation::Lead) => "您所在的党组织归它领导".into(),
        (Reach::Organ | Reach::Below, Relation::Line) => "您所在的机关归它管".into(),
    }
}
