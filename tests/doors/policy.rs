//! What every answer carries, at every door: headers of security, nothing of a script's or a style's within.

use testkit::{Answer, Browser};

use crate::{
    own,
    samples::{Thing, fill},
    walls::{House, doors},
};

fn faults(answer: &Answer) -> Vec<String> {
    let policy = answer.header("content-security-policy");
    let mut faults = Vec::new();
    if !policy.starts_with("default-src 'none';") || policy.contains("unsafe") {
        faults.push("its policy".to_owned());
    }
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        if answer.header(name) != value {
            faults.push(format!("{name}: {}", answer.header(name)));
        }
    }
    let kind = answer.header("content-type");
    let is_page = kind.starts_with("text/html") || kind.is_empty() || kind == "application/json";
    if !is_page && !answer.header("content-disposition").starts_with("attachment;") {
        faults.push(format!("a {kind} that is no attachment"));
    }
    if kind.starts_with("text/html") {
        let inline =
            answer.body.split("<script").skip(1).any(|it| !it.starts_with(" src=\"/assets/"));
        let marks = [" style=\"", "<style", "javascript:", " onclick=", " onload=", " onerror="];
        faults.extend(
            marks.iter().filter(|it| answer.body.contains(**it)).map(|it| (*it).to_owned()),
        );
        faults.extend(inline.then(|| "a script within".to_owned()));
    }
    let open = |cookie: &&String| !(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    faults.extend(answer.cookies.iter().filter(open).cloned());
    faults
}

#[test]
fn every_route_answers_with_the_headers_of_security() {
    let house = House::of_the_demo();
    let mut found = Vec::new();
    for hat in house.hats.iter().map(Some).chain([None]) {
        let browser = hat.map_or_else(|| Browser::stranger(&house.app), |hat| house.browser(hat));
        let ids = hat.map(|hat| own::ids(&house, hat)).unwrap_or_default();
        let own = |thing: Thing| ids.get(&thing).map_or_else(|| "1".into(), ToString::to_string);
        for (method, pattern) in doors() {
            let url = fill(pattern, own);
            let answer = match method {
                "GET" => browser.get(&url),
                _ => browser.post(&url, &[]),
            };
            let who = hat.map_or("nobody", |hat| hat.login.as_str());
            found.extend(
                faults(&answer).iter().map(|it| format!("{who}: {method} {pattern}: {it}")),
            );
        }
    }
    assert!(found.is_empty(), "{} answers lack something:\n  {}", found.len(), found.join("\n  "));
}
