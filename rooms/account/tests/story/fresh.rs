//! Dangerous acts: who is at the screen is asked again, and the form goes on as it was typed.

use std::sync::Arc;

use testkit::Browser;
use web::App;

use crate::{
    pages::{app, browser},
    second::{code, set_up},
    world::{PASSWORD, World},
};

struct Desk {
    world: World,
    app: Arc<App>,
    token: String,
    /// Of somebody without an account.
    person: i64,
}

impl Desk {
    /// An administrator whose last proof is eleven minutes old.
    fn left_open() -> Self {
        let world = World::new();
        let admin = world.person("管理员", 3);
        world.appoint(admin, 3, "system_administrator");
        world.account(admin, "admin3");
        let person = world.person("李敏", 5);
        let app = app(&world);
        let token = world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
        world.wait_minutes(11);
        Self { world, app, token, person }
    }

    fn browser(&self) -> Browser {
        browser(&self.app, &self.token)
    }

    fn url(&self) -> String {
        format!("/admin/accounts/new/{}", self.person)
    }

    fn accounts(&self) -> i64 {
        self.world.count("SELECT count(*) FROM account WHERE login = 'li.min'")
    }
}

#[test]
fn a_dangerous_act_asks_again_and_goes_on_with_the_form_as_typed() {
    let desk = Desk::left_open();
    let admin = desk.browser();
    let asked = admin.post(&desk.url(), &[("login", "li.min"), ("_key", "k1")]);
    assert_eq!((asked.status, desk.accounts()), (401, 0));
    assert!(asked.body.contains("“开通账号”是要紧的事"), "{}", asked.body);
    assert!(asked.body.contains("name=\"login\" value=\"li.min\""));
    assert!(asked.body.contains("name=\"_key\" value=\"k1\""));
    assert!(asked.body.contains(&format!("action=\"{}\"", desk.url())));

    let wrong = [("login", "li.min"), ("_key", "k1"), ("_proof", "not it")];
    let refused = admin.post(&desk.url(), &wrong);
    assert_eq!((refused.status, desk.accounts()), (422, 0));
    assert!(refused.body.contains("口令或验证码不对。再错4次"), "{}", refused.body);
    assert!(refused.body.contains("value=\"li.min\"") && !refused.body.contains("not it"));

    let right = [("login", "li.min"), ("_key", "k1"), ("_proof", PASSWORD)];
    let done = admin.post(&desk.url(), &right);
    assert_eq!((done.status, desk.accounts()), (200, 1), "{}", done.body);
    assert!(done.body.contains("李敏的开户口令"));
    assert_ne!(admin.post(&desk.url(), &right).status, 200, "sent twice it counts once");
    assert_eq!(desk.world.events("account.prove"), 1);
}

#[test]
fn one_proof_lasts_ten_minutes_and_belongs_to_its_session() {
    let desk = Desk::left_open();
    let elsewhere = desk.world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
    desk.world.wait_minutes(11);
    let admin = desk.browser();
    let fault = [("login", "x"), ("_proof", PASSWORD)];
    assert_eq!(admin.post(&desk.url(), &fault).status, 422, "proved; the login is too short");
    desk.world.wait_minutes(9);
    assert_eq!(admin.post(&desk.url(), &[("login", "x")]).status, 422);
    let other = browser(&desk.app, &elsewhere);
    assert_eq!(other.post(&desk.url(), &[("login", "x")]).status, 401);
    desk.world.wait_minutes(1);
    assert_eq!(admin.post(&desk.url(), &[("login", "x")]).status, 401);
}

#[test]
fn guessing_the_proof_slows_down_and_then_even_the_right_one_waits() {
    let desk = Desk::left_open();
    let admin = desk.browser();
    let send = |proof: &str| admin.post(&desk.url(), &[("login", "li.min"), ("_proof", proof)]);
    (0..5).for_each(|_| drop(send("wrong")));
    assert!(send(PASSWORD).body.contains("从这里登录错得太多"));
    desk.world.wait_minutes(1);
    assert_eq!(send(PASSWORD).status, 200);
}

#[test]
fn a_code_of_the_authenticator_proves_as_well_and_once() {
    let desk = Desk::left_open();
    desk.world.try_to_sign_in("admin3", PASSWORD).unwrap();
    let fresh = desk.world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
    let (secret, _) = set_up(&desk.world, &desk.app, &fresh);
    let next = code(&desk.world, &secret, 1);
    let admin = desk.browser();
    let send =
        |token: &Browser| token.post(&desk.url(), &[("login", "x"), ("_proof", next.as_str())]);
    assert!(send(&admin).body.contains("3到32个"), "proved; the login is too short");
    desk.world.furnish(
        "UPDATE session SET proved_at = NULL, created_at = '2026-01-01T00:00:00.000Z'",
        &[],
    );
    assert!(send(&admin).body.contains("口令或验证码不对"));
}

#[test]
fn every_dangerous_route_asks() {
    let of = |room: web::Room| room.routes.into_iter().map(|it| it.line()).collect::<Vec<_>>();
    let lines = [of(account::room()), of(people_room())].concat();
    let asking: Vec<&str> = lines
        .iter()
        .filter(|line| line.contains(", asks for a proof"))
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    for path in [
        "/admin/accounts/new/{person}",
        "/admin/accounts/{person}/reset",
        "/admin/accounts/{person}/second-factor",
        "/admin/accounts/{person}/sign-on",
        "/admin/accounts/{person}/closing",
        "/admin/switches/new",
        "/admin/switches/{id}/end",
        "/me/second-factor",
        "/me/second-factor/codes",
        "/me/second-factor/removal",
        "/me/passkeys",
        "/me/passkeys/{id}/removal",
        "/me/sign-on/removal",
        "/members/{id}/appointment",
        "/posts/{id}/ending",
        "/members/exports",
        "/admin/administrators/new",
        "/admin/administrators/{post}/ending",
        "/me/sessions/{id}/end",
        "/me/sessions/others",
        "/me/stand-ins",
        "/me/information/copy",
    ] {
        assert!(asking.contains(&path), "{path} does not ask");
    }
}

fn people_room() -> web::Room {
    people::room()
}

#[test]
fn changing_the_second_step_asks_too() {
    let desk = Desk::left_open();
    let asked = desk.browser().post("/me/second-factor", &[("code", "123456")]);
    assert_eq!(asked.status, 401);
    assert!(asked.body.contains("<p>这是要紧的事"), "{}", asked.body);
}
