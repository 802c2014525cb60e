//! Administration comes from named addresses alone, where the settings name them.

use std::sync::Arc;

use testkit::Browser;
use web::App;

use crate::{
    powers,
    world::{PASSWORD, World},
};

/// Signed in at the door, from an address: his cookie.
fn cookie(app: &Arc<App>, login: &str, address: &str) -> String {
    let fields = [("login", login), ("password", PASSWORD)];
    let answer = Browser::stranger(app).from_address(address).post("/sign-in", &fields);
    let cookie = answer.cookies.iter().find(|it| it.starts_with("guantong=")).expect(&answer.body);
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn administrators_wear_their_hats_from_named_addresses_alone() {
    let named = vec!["10.2.0.0/24".parse().unwrap()];
    let world = World::behind(web::Front { administrators_from: named, ..web::Front::default() });
    let app = powers::app(&world);
    let security = world.person("周保密", 1);
    world.appoint(security, 1, "security_administrator");
    world.account(security, "zhoubm");
    let secretary = world.person("张伟华", 5);
    world.appoint(secretary, 5, "secretary");
    world.account(secretary, "003917");

    let page = "/admin/administrators";
    let his = cookie(&app, "zhoubm", "10.2.0.7");
    let at = |cookie: &str, address: &str| Browser::with_cookie(&app, cookie).from_address(address);
    assert_eq!(at(&his, "10.2.0.7").get(page).status, 200);
    assert_eq!(at(&his, "10.3.0.7").get(page).status, 404, "the same session elsewhere");
    assert_eq!(at(&his, "10.2.0.9").get(page).status, 200, "and back again");

    let elsewhere = at(&cookie(&app, "zhoubm", "10.3.0.7"), "10.3.0.7");
    let hats = elsewhere.get("/hat").body;
    assert!(hats.contains("登记过的管理网段") && hats.contains("disabled"), "{hats}");
    let post = hats.split("name=\"post\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(elsewhere.post("/hat", &[("post", post)]).status, 409);
    assert_eq!(elsewhere.get(page).status, 404);

    let secretary = at(&cookie(&app, "003917", "10.3.0.7"), "10.3.0.7");
    assert_eq!(secretary.get("/members").status, 200, "other posts are worn anywhere");
}
