//! Forms kept for their author: through the end of a session, on his own page, for thirty days.

use act::Ctx;
use jobs::Runner;

use crate::{
    pages::{app, browser},
    world::{PASSWORD, World},
};

const PAGE: (&str, &str) = ("_form", "/admin/accounts/new/5");

fn kept(world: &World) -> i64 {
    world.count("SELECT count(*) FROM kept_form")
}

fn member(world: &World, name: &str, login: &str) -> String {
    let person = world.person(name, 5);
    world.account(person, login);
    world.try_to_sign_in(login, PASSWORD).unwrap().token
}

#[test]
fn a_session_that_ran_out_keeps_what_was_typed_and_one_that_was_ended_does_not() {
    let world = World::new();
    let token = member(&world, "张伟华", "003917");
    let app = app(&world);
    world.wait_minutes(60);
    let tired = browser(&app, &token);
    assert_eq!(tired.get("/me").status, 303);
    let answer = tired.post("/admin/accounts/new/5", &[PAGE, ("login", "x")]);
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("/sign-in?to=%2Fadmin%2Faccounts%2Fnew%2F5"), "{}", answer.body);
    assert_eq!(kept(&world), 1);
    let mine = browser(&app, &world.try_to_sign_in("003917", PASSWORD).unwrap().token);
    assert!(mine.get("/me").body.contains("没填完的表"));

    mine.post("/me/forms/removal", &[("form", PAGE.1), ("back", "list")]);
    mine.post("/sign-out", &[]);
    assert_eq!(mine.post("/admin/accounts/new/5", &[PAGE, ("login", "x")]).status, 401);
    world.wait_minutes(26 * 60);
    assert_eq!(tired.post("/admin/accounts/new/5", &[PAGE, ("login", "x")]).status, 401);
    assert_eq!(kept(&world), 0, "neither who signed out nor who was away for a day");
}

#[test]
fn my_page_lists_my_forms_and_nobody_elses() {
    let world = World::new();
    let app = app(&world);
    let mine = browser(&app, &member(&world, "张伟华", "003917"));
    let other = browser(&app, &member(&world, "李敏", "003918"));
    assert!(!mine.get("/me").body.contains("没填完的表"));
    let words = [("_title", "开通账号"), ("_place", "管理"), ("_action", "/x"), ("login", "z")];
    mine.post("/me/forms", &[&[PAGE][..], &words].concat());
    let page = mine.get("/me").body;
    assert!(page.contains("开通账号") && page.contains("管理，11月20日9:00"), "{page}");
    assert!(page.contains("href=\"/admin/accounts/new/5\">继续填"));
    assert!(!other.get("/me").body.contains("开通账号"));
    let answer = mine.post("/me/forms/removal", &[("form", PAGE.1), ("back", "list")]);
    assert_eq!(answer.location, "/me");
    assert!(!mine.get("/me").body.contains("开通账号"));
}

#[test]
fn the_password_form_is_never_kept() {
    let world = World::new();
    let mine = browser(&app(&world), &member(&world, "张伟华", "003917"));
    assert!(!mine.get("/me/password").body.contains("name=\"_form\""));
    let page = ("_form", "/me/password");
    let typed = [page, ("current", "falsch"), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(mine.post("/me/password", &typed).status, 422);
    assert_eq!(kept(&world), 0);
}

#[test]
fn after_thirty_days_the_sweep_takes_it() {
    let world = World::new();
    let mine = browser(&app(&world), &member(&world, "张伟华", "003917"));
    mine.post("/me/forms", &[PAGE, ("login", "x")]);
    let core = &world.home.core;
    let sweeper = Runner::new(core, [retention::job()], [retention::schedule()]);
    for (day, left) in [("2026-11-21", 1), ("2026-12-20", 1), ("2026-12-21", 0)] {
        world.home.wait_until(day);
        sweeper.run_due().unwrap();
        assert_eq!(kept(&world), left, "{day}");
    }
    let ctx = Ctx::new(core, act::Actor::Operator);
    assert!(ctx.read(|read| ctx.kept_forms(read)).unwrap().is_empty());
}
