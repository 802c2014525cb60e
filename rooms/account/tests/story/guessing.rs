//! Guessing: slowed down where it comes from, and never a lock on somebody else.

use testkit::Browser;

use crate::{
    pages::app,
    world::{PASSWORD, World},
};

const ATTACKER: &str = "203.0.113.9";
const OFFICE: &str = "10.0.0.7";

fn zhang(world: &World) -> i64 {
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    person
}

fn refused_from(world: &World, address: &str, login: &str, password: &str) -> String {
    world.try_from(address, None, login, password).expect_err("must be refused").to_string()
}

#[test]
fn whoever_guesses_waits_longer_each_time() {
    let world = World::new();
    zhang(&world);
    let guess = || refused_from(&world, ATTACKER, "003917", "wrong");
    let words: Vec<String> = (0..5).map(|_| guess()).collect();
    assert_eq!(words[0], "警号或口令不对。再错4次，要等1分钟才能再试");
    assert_eq!(words[3], "警号或口令不对。再错1次，要等1分钟才能再试");
    assert_eq!(words[4], "警号或口令不对。已连错5次，请等1分钟再试");
    let right = refused_from(&world, ATTACKER, "003917", PASSWORD);
    assert!(right.starts_with("从这里登录错得太多，请等到9:01再试"), "{right}");

    let mut waits = Vec::new();
    for minutes in [1, 2, 4, 8, 15, 15] {
        world.wait_minutes(minutes);
        waits.push(guess());
    }
    for (words, wait) in waits.iter().zip(["2分钟", "4分钟", "8分钟", "15分钟", "15分钟"])
    {
        assert!(words.ends_with(&format!("请等{wait}再试")), "{words}");
    }
    let failures =
        "SELECT count(*) FROM event WHERE act = 'account.sign_in.fail' AND about IS NOT NULL";
    assert_eq!(world.count(failures), 11);

    world.wait_minutes(15);
    world.try_from(ATTACKER, None, "003917", PASSWORD).expect("no wait is for good");
}

#[test]
fn guesses_from_elsewhere_never_keep_the_owner_out() {
    let world = World::new();
    zhang(&world);
    let device = world.try_from(OFFICE, None, "003917", PASSWORD).unwrap().device_token;
    for host in 1..13 {
        let address = format!("203.0.113.{host}");
        (0..6).for_each(|_| drop(refused_from(&world, &address, "003917", "wrong")));
    }
    world.try_from("10.0.0.8", None, "003917", PASSWORD).expect("from any other place");
    let known = Some(device.as_str());
    world.try_from(ATTACKER, known, "003917", PASSWORD).expect("on his device, even from there");
}

#[test]
fn neighbours_behind_one_address_do_not_touch_a_known_device() {
    let world = World::new();
    zhang(&world);
    let device = world.try_from(OFFICE, None, "003917", PASSWORD).unwrap().device_token;
    for name in 0..25 {
        (0..4).for_each(|_| drop(refused_from(&world, OFFICE, &format!("guess{name}"), "wrong")));
    }
    let stranger = refused_from(&world, OFFICE, "never-tried", "wrong");
    assert!(stranger.starts_with("从这里登录错得太多"), "{stranger}");
    world.try_from(OFFICE, Some(&device), "003917", PASSWORD).unwrap();
    world.wait_minutes(61);
    assert!(refused_from(&world, OFFICE, "never-tried", "wrong").contains("再错4次"));
}

#[test]
fn a_known_device_is_known_to_its_own_account_only() {
    let world = World::new();
    zhang(&world);
    let other = world.person("李敏", 5);
    world.account(other, "limin");
    let hers = world.try_from(ATTACKER, None, "limin", PASSWORD).unwrap().device_token;
    for _ in 0..5 {
        world.try_from(ATTACKER, Some(&hers), "003917", "wrong").unwrap_err();
    }
    let refused = world.try_from(ATTACKER, Some(&hers), "003917", PASSWORD).unwrap_err();
    assert!(refused.to_string().starts_with("从这里登录错得太多"), "{refused}");
    world.try_from(ATTACKER, Some(&hers), "limin", PASSWORD).expect("her own account is open");
}

#[test]
fn guessing_on_a_known_device_slows_down_that_device_only() {
    let world = World::new();
    zhang(&world);
    let device = world.try_from(OFFICE, None, "003917", PASSWORD).unwrap().device_token;
    let known = Some(device.as_str());
    for _ in 0..5 {
        world.try_from(OFFICE, known, "003917", "wrong").unwrap_err();
    }
    world.try_from(OFFICE, known, "003917", PASSWORD).unwrap_err();
    world.try_from(OFFICE, None, "003917", PASSWORD).expect("another browser beside it");
    world.wait_minutes(1);
    world.try_from(OFFICE, known, "003917", PASSWORD).unwrap();
}

#[test]
fn a_name_that_does_not_exist_is_answered_like_one_that_does() {
    let world = World::new();
    zhang(&world);
    for _ in 0..7 {
        let known = refused_from(&world, ATTACKER, "003917", "wrong");
        assert_eq!(known, refused_from(&world, ATTACKER, "999999", "wrong"));
    }
}

#[test]
fn a_success_forgives_earlier_failures() {
    let world = World::new();
    zhang(&world);
    (0..4).for_each(|_| drop(world.refusal("003917", "wrong")));
    world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(world.refusal("003917", "wrong").contains("再错4次"));
}

#[test]
fn guesses_at_the_same_time_are_all_counted() {
    let world = World::new();
    zhang(&world);
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| world.refusal("003917", "wrong"));
        }
    });
    assert!(world.refusal("003917", PASSWORD).starts_with("从这里登录错得太多"));
}

#[test]
fn a_browser_is_known_by_a_cookie_that_only_this_site_gets() {
    let world = World::over_https();
    zhang(&world);
    let app = app(&world);
    let fields = [("login", "003917"), ("password", PASSWORD), ("to", "/")];
    let answer = Browser::stranger(&app).from_address(OFFICE).post("/sign-in", &fields);
    let known = |it: &&String| it.starts_with("__Host-guantong-device=");
    let cookie = answer.cookies.iter().find(known).expect("a device cookie is set");
    assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure"));

    let cookie = cookie.split(';').next().unwrap();
    let wrong = [("login", "003917"), ("password", "wrong"), ("to", "/")];
    let attacker = Browser::stranger(&app).from_address(OFFICE);
    (0..5).for_each(|_| drop(attacker.post("/sign-in", &wrong)));
    assert_eq!(attacker.post("/sign-in", &fields).status, 422);
    let owner = Browser::with_cookie(&app, cookie).from_address(OFFICE);
    let again = owner.post("/sign-in", &fields);
    assert_eq!(again.status, 303);
    assert!(again.cookies.iter().any(|it| it.starts_with(cookie)), "the device keeps its cookie");
    let page = owner.post("/sign-in", &wrong).body;
    assert!(page.contains("再错4次"), "{page}");
}

#[test]
fn a_sign_in_on_a_strange_device_is_told_to_the_owner() {
    let world = World::new();
    let person = zhang(&world);
    let told = "SELECT count(*) FROM notice WHERE person = $1 AND url = '/me/sessions'";
    let device = world.try_from(OFFICE, None, "003917", PASSWORD).unwrap().device_token;
    world.try_from(OFFICE, Some(&device), "003917", PASSWORD).unwrap();
    assert_eq!(world.ask::<i64>(told, db::bind![person]), 0, "his first device, and again");
    world.try_from(OFFICE, None, "003917", PASSWORD).unwrap();
    assert_eq!(world.ask::<i64>(told, db::bind![person]), 1);
}

#[test]
fn a_reset_ends_every_wait_and_makes_every_device_strange() {
    let world = World::new();
    let person = zhang(&world);
    let device = world.try_from(OFFICE, None, "003917", PASSWORD).unwrap().device_token;
    for _ in 0..5 {
        world.try_from(OFFICE, Some(&device), "003917", "wrong").unwrap_err();
        world.try_from(OFFICE, None, "003917", "wrong").unwrap_err();
    }
    let start = account::reset_by_operator(&world.home.operator(), "003917").unwrap();
    assert!(world.try_from(OFFICE, None, "003917", &start).unwrap().must_change);
    let known = "SELECT count(*) FROM known_device WHERE person = $1";
    assert_eq!(world.ask::<i64>(known, db::bind![person]), 1, "the one that just signed in");
}
