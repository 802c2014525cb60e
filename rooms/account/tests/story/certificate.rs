//! Signing in by a certificate that a trusted proxy has checked.

use testkit::{Answer, Browser};
use web::{CertificateHeader, Front};

use crate::{
    pages::app,
    second::{code, set_up},
    world::{PASSWORD, World},
};

const PROXY: &str = "10.9.9.9";

fn behind_a_proxy() -> World {
    let mut front = Front::default();
    front.proxies.trusted.push(PROXY.parse().unwrap());
    let name = "x-client-dn".parse().unwrap();
    front.certificate = Some(CertificateHeader { name, field: "UID".into() });
    World::behind(front)
}

fn post(browser: &Browser, certificate: &str) -> Answer {
    let headers = [
        ("x-client-dn", certificate),
        ("x-forwarded-for", "192.0.2.7"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    browser.ask("POST", "/sign-in/certificate", &headers, b"to=%2Fme".to_vec())
}

#[test]
fn a_certificate_opens_the_account_of_its_login() {
    let world = behind_a_proxy();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let proxy = Browser::stranger(&app).from_address(PROXY);
    let page = proxy.ask("GET", "/sign-in", &[("x-client-dn", "CN=z,UID=003917")], Vec::new());
    assert!(page.body.contains("用证书登录") && page.body.contains("003917"));
    assert!(!proxy.get("/sign-in").body.contains("用证书登录"));

    let entered = post(&proxy, "CN=z,UID=003917");
    assert_eq!((entered.status, entered.location.as_str()), (303, "/me"));
    let cookie = entered.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
    let token = cookie.trim_start_matches("guantong=").split(';').next().unwrap();
    assert_eq!(world.identify(token).unwrap().actor.person(), Some(person));
    let address: String = world.ask("SELECT address FROM session", &[]);
    assert_eq!(address, "192.0.2.7", "of the client, not of the proxy");
}

#[test]
fn nobody_but_the_proxy_is_believed_and_no_account_is_made() {
    let world = behind_a_proxy();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let client = Browser::stranger(&app).from_address("10.9.9.8");
    let refused = post(&client, "CN=z,UID=003917");
    assert!(refused.status == 422 && refused.body.contains("没有收到证书"), "{}", refused.body);
    assert!(!client.get("/sign-in").body.contains("用证书登录"));

    let proxy = Browser::stranger(&app).from_address(PROXY);
    let unknown = post(&proxy, "CN=z,UID=999999");
    assert!(unknown.status == 422 && unknown.body.contains("没有对应的账号"));
    assert_eq!(world.count("SELECT count(*) FROM account"), 1);
    assert_eq!(world.count("SELECT count(*) FROM session"), 0);
    assert_eq!(world.events("account.sign_in.fail"), 1);
    world.furnish("UPDATE account SET closed_at = '2026-11-01T00:00:00.000Z'", &[]);
    assert_eq!(post(&proxy, "CN=z,UID=003917").status, 422, "a closed account stays closed");
}

#[test]
fn a_certificate_takes_the_place_of_the_password_and_of_nothing_else() {
    let world = behind_a_proxy();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let (secret, _) = set_up(&world, &app, &token);
    let first = post(&Browser::stranger(&app).from_address(PROXY), "UID=003917");
    assert_eq!(first.location, "/sign-in/second?to=%2Fme");
    let step = first.cookies.iter().find(|it| it.starts_with("guantong-step=")).unwrap();
    let second = Browser::with_cookie(&app, step.split(';').next().unwrap());
    let code = code(&world, &secret, 1);
    assert_eq!(second.post("/sign-in/second", &[("code", &code), ("to", "/me")]).status, 303);
}

#[test]
fn guesses_do_not_keep_a_certificate_out() {
    let world = behind_a_proxy();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    (0..6).for_each(|_| drop(world.try_from("192.0.2.7", None, "003917", "wrong")));
    let proxy = Browser::stranger(&app(&world)).from_address(PROXY);
    assert_eq!(post(&proxy, "UID=003917").status, 303);
}
