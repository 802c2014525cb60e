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
        account::identify(core, read, &token)?;
        Ok::<_, act::Error>(read.statements())
    });
    assert_eq!(statements.unwrap(), 1);
}

#[test]
fn five_wrong_passwords_rest_the_name_for_fifteen_minutes() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let words: Vec<String> = (0..5).map(|_| world.refusal("003917", "wrong")).collect();
    assert_eq!(words[0], "警号或口令不对。再错4次，账号停用15分钟");
    assert_eq!(words[2], "警号或口令不对。再错2次，账号停用15分钟");
    assert_eq!(words[4], "警号或口令不对。口令连错5次，账号停用15分钟");
    world.wait_minutes(14);
    assert!(world.refusal("003917", PASSWORD).contains("停用到9:15"));
    world.wait_minutes(1);
    world.try_to_sign_in("003917", PASSWORD).unwrap();
    let failures =
        "SELECT count(*) FROM event WHERE act = 'account.sign_in.fail' AND about IS NOT NULL";
    assert_eq!(world.count(failures), 5);
}

#[test]
fn a_name_that_does_not_exist_is_answered_like_one_that_does() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    for _ in 0..6 {
        assert_eq!(world.refusal("003917", "wrong"), world.refusal("999999", "wrong"));
    }
}

#[test]
fn a_success_forgives_earlier_failures() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    (0..4).for_each(|_| drop(world.refusal("003917", "wrong")));
    world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(world.refusal("003917", "wrong").contains("再错4次"));
}

#[test]
fn guesses_at_the_same_time_are_all_counted() {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| world.refusal("003917", "wrong"));
        }
    });
    assert!(world.refusal("003917", PASSWORD).contains("停用到"));
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
    let failures = "SELECT count(*) FROM sign_in_guard";
    let sessions = "SELECT count(*) FROM session";
    assert_eq!((world.count(failures), world.count(sessions)), (1, 1));
    world.home.wait_until("2026-11-22");
    sweeper.run_due().unwrap();
    assert_eq!((world.count(failures), world.count(sessions)), (0, 1));
    world.home.wait_until("2027-03-01");
    sweeper.run_due().unwrap();
    assert_eq!(world.count(sessions), 0);
}
