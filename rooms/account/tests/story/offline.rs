//! What a phone that keeps drafts asks about a session: whether somebody ended it, and which hats its owner could wear.

use crate::{
    pages::{app, browser},
    world::{PASSWORD, World},
};

fn was_ended(world: &World, token: &str) -> bool {
    world.home.core.db.read(|read| account::was_ended(read, token)).unwrap()
}

#[test]
fn a_session_that_ran_out_was_ended_by_nobody() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let (here, there) = (
        world.try_to_sign_in("003917", PASSWORD).unwrap(),
        world.try_to_sign_in("003917", PASSWORD).unwrap(),
    );
    assert!(!was_ended(&world, &there.token) && !was_ended(&world, "nobody's"));
    let ended = browser(&app(&world), &here.token).post("/me/sessions/others", &[]);
    assert_eq!(ended.status, 303);
    assert!(was_ended(&world, &there.token));
    world.home.wait_until("2026-11-26");
    assert!(world.identify(&here.token).is_none());
    assert!(!was_ended(&world, &here.token));
}

#[test]
fn a_closed_account_ended_its_sessions() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let session = world.try_to_sign_in("003917", PASSWORD).unwrap();
    let close = "UPDATE account SET closed_at = '2026-11-20T01:00:00.000Z' WHERE person = $1";
    world.furnish(close, db::bind![person]);
    assert!(was_ended(&world, &session.token));
}

#[test]
fn every_hat_counts_whichever_is_worn() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let core = &world.home.core;
    let kinds = || -> Vec<String> {
        let hats = core.db.read(|read| account::hats(core, read, person)).unwrap();
        hats.unwrap().into_iter().map(|hat| hat.kind).collect()
    };
    assert!(kinds().is_empty());
    let secretary = world.appoint(person, 5, "secretary");
    world.appoint(person, 3, "committee_member");
    let mut found = kinds();
    found.sort();
    assert_eq!(found, ["committee_member", "secretary"]);
    world.end(secretary);
    assert_eq!(kinds(), ["committee_member"]);
}
