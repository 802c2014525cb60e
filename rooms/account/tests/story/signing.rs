//! Names, passwords, sessions, hats.

use crate::world::{PASSWORD, World};

#[test]
fn the_right_password_opens_a_session_under_the_only_hat() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    let post = world.appoint(person, 5, "secretary");
    world.account(person, "003917");
    let signed_in = world.try_to_sign_in(" ００３９１７ ", PASSWORD).unwrap();
    assert!(!signed_in.must_change && !signed_in.must_choose);

    let identity = world.identify(&signed_in.token).unwrap();
    let hat = identity.actor.hat().unwrap();
    assert_eq!((hat.post, hat.title.as_str()), (post, "党支部书记"));
    assert_eq!(hat.unit.name, "城关派出所党支部");
    assert!(hat.powers.iter().any(|power| power.act == "see.unit"));
    assert_eq!((identity.hats, identity.unread), (1, 0));
    assert_eq!(identity.session, signed_in.session);
    assert_eq!(world.events("account.sign_in"), 1);
}

#[test]
fn identifying_takes_one_statement() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let core = &world.home.core;
    let statements = core.db.read(|read| {
        account::identify(core, read, &token, crate::world::HERE)?;
        Ok::<_, act::Error>(read.statements())
    });
    assert_eq!(statements.unwrap(), 1);
}

#[test]
fn a_session_ends_when_idle_and_at_the_latest_after_twelve_hours() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let idle = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    world.wait_minutes(60);
    assert!(world.identify(&idle).is_none());

    let used = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    for _ in 0..14 {
        world.wait_minutes(50);
        assert!(world.identify(&used).is_some());
    }
    world.wait_minutes(20);
    assert!(world.identify(&used).is_none());
    assert!(world.identify("0000").is_none());
}

#[test]
fn the_database_does_not_know_the_token() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let kept: Vec<u8> = world.ask("SELECT token FROM session", &[]);
    assert_eq!(token.len(), 64);
    assert_eq!(kept, crypto::sm3(token.as_bytes()));
    let password: String = world.ask("SELECT password FROM account", &[]);
    assert!(password.starts_with("$argon2id$") && !password.contains(PASSWORD));
}

#[test]
fn a_post_that_ends_falls_off_at_once() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    let post = world.appoint(person, 5, "secretary");
    world.account(person, "003917");
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    assert!(world.identify(&token).unwrap().actor.hat().is_some());
    world.end(post);
    let identity = world.identify(&token).unwrap();
    assert!(identity.actor.hat().is_none());
    assert_eq!((identity.hats, identity.actor.person()), (0, Some(person)));
}

#[test]
fn with_several_posts_he_chooses_and_keeps_the_last_choice() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.appoint(person, 5, "secretary");
    let officer = world.appoint(person, 3, "line_officer");
    world.account(person, "003917");
    let signed_in = world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(signed_in.must_choose);
    let identity = world.identify(&signed_in.token).unwrap();
    assert!(identity.actor.hat().is_none());
    assert_eq!(identity.hats, 2);

    let app = crate::pages::app(&world);
    let answer = crate::pages::browser(&app, &signed_in.token)
        .post("/hat", &[("post", &officer.to_string())]);
    assert_eq!((answer.status, answer.location.as_str()), (303, "/"));
    assert_eq!(world.identify(&signed_in.token).unwrap().actor.hat().unwrap().post, officer);
    let later = world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(!later.must_choose);
    assert_eq!(world.identify(&later.token).unwrap().actor.hat().unwrap().post, officer);
}

#[test]
fn nobody_wears_a_post_of_somebody_else() {
    let world = World::new();
    let (one, other) = (world.person("张伟华", 5), world.person("李敏", 5));
    let post = world.appoint(other, 5, "secretary");
    world.account(one, "003917");
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let app = crate::pages::app(&world);
    let answer = crate::pages::browser(&app, &token).post("/hat", &[("post", &post.to_string())]);
    assert_eq!(answer.status, 409);
    assert!(world.identify(&token).unwrap().actor.hat().is_none());
}

#[test]
fn sweeping_takes_old_sessions_and_failures_only() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    world.try_to_sign_in("003917", PASSWORD).unwrap();
    world.refusal("999999", "wrong");
    let sweeper = jobs::Runner::new(&world.home.core, account::room().jobs, account::schedules());
    sweeper.run_due().unwrap();
    let failures = "SELECT count(*) FROM sign_in_wait WHERE failures = 1";
    let (sessions, devices) = ("SELECT count(*) FROM session", "SELECT count(*) FROM known_device");
    assert_eq!((world.count(failures), world.count(sessions)), (2, 1));
    world.home.wait_until("2026-11-22");
    sweeper.run_due().unwrap();
    assert_eq!((world.count(failures), world.count(sessions)), (0, 1));
    world.home.wait_until("2027-03-01");
    sweeper.run_due().unwrap();
    assert_eq!((world.count(sessions), world.count(devices)), (0, 1));
    world.home.wait_until("2028-01-01");
    sweeper.run_due().unwrap();
    assert_eq!(world.count(devices), 0);
}
