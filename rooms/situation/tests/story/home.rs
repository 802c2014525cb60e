//! The home page tells an officer whom to help.

use act::{Actor, Ctx, Hat, Place, Powers};
use situation::Figures;

use crate::world::{World, furnish, meeting};

/// Somebody under a hat with the powers of its post.
fn wearing(world: &World, kind: &str, unit: i64) -> Ctx {
    let core = &world.home.core;
    let unit = core.db.read(|read| Place::find(read, unit)).unwrap().unwrap();
    let powers = core.part::<Powers>().of(kind);
    let hat = Hat {
        post: 1,
        kind: kind.to_owned(),
        title: kind.to_owned(),
        unit,
        powers,
        stand_in: None,
    };
    Ctx::new(core, Actor::Person { id: 1, name: "某人".into(), hat: Some(hat) })
}

/// Titles and words of what stands on the page.
fn things(world: &World, kind: &str, unit: i64) -> Vec<(String, String)> {
    let ctx = wearing(world, kind, unit);
    let gathered = ctx.read(|read| web::at_home(&ctx, read, &[situation::room()])).unwrap();
    let things = gathered.into_iter().flat_map(|(things, _)| things);
    things.map(|it| (it.title, it.words)).collect()
}

#[test]
fn an_officer_sees_units_below_in_official_order_with_what_is_overdue() {
    for furnished in [furnish, |core| furnish(core).with(Figures::default())] {
        let world = World::furnished(furnished);
        let told = things(&world, "party_officer", world.organ);
        let names: Vec<&str> = told.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(names, ["指挥中心党支部", "城关派出所党支部"]);
        assert!(told[0].1.contains("第三季度党员大会"), "{}", told[0].1);
        world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
        let told = things(&world, "party_officer", world.organ);
        assert!(!told[0].1.contains("第三季度党员大会"), "{}", told[0].1);
        // By line for an organ; a secretary is told his own things by another room.
        let there = things(&world, "line_officer", world.other_county);
        assert_eq!(there.len(), 1, "{there:?}");
        assert!(things(&world, "secretary", world.first).is_empty());
    }
}
