//! How many statements each page takes: at most eight, and no more when its list is long.

mod rows;
mod walk;

use std::{collections::BTreeMap, fmt::Write};

use testkit::{Home, golden};

use crate::{
    rows::Ground,
    walk::{Walk, gets},
};

/// What a page may ask, signing in and the log of views included.
const AT_MOST: u32 = 8;

const HEAD: &str = "\
# GET route, the most statements that any of the demo's roles made it take, and which role.
# Counted is every statement from the door to the reply: session and hat, the page itself, the log of views.
# BEGIN, COMMIT and seals are not: they come with the snapshot or the act, however little is asked in it.
";

/// Every role of the demo follows every kind of link that it is shown.
#[test]
fn no_page_takes_more_than_eight_statements() {
    // What an installation may leave off is on, so that its pages are counted too.
    let furnish =
        |core| guantong::furnish(core).with(guantong::offline(72)).with(guantong::feeds());
    let home = Home::counted("2026-11-20", furnish);
    let roles = guantong::demo::county(&home.operator()).unwrap();
    let app = guantong::application(&home.core, None);
    let mut most: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    for role in &roles {
        let walk = Walk::of(&app, role);
        for visit in walk.everywhere() {
            let known = most.entry(visit.route).or_insert((0, ""));
            if visit.statements > known.0 {
                *known = (visit.statements, role.login.as_str());
            }
        }
    }
    let mut text = HEAD.to_owned();
    for route in gets() {
        let _ = match most.get(route) {
            Some((statements, role)) => writeln!(text, "{route:56} {statements:3}  {role}"),
            None => writeln!(text, "{route:56}   -  nobody is led there"),
        };
    }
    golden("golden/statements.txt", &text);
    for (route, (statements, role)) in &most {
        assert!(*statements <= AT_MOST, "{route} takes {statements} statements for {role}");
    }
}

/// Lists of members, records, units, batches, accounts, views and notices, and what is made of a roll.
#[test]
fn a_thousand_rows_take_the_statements_of_ten() {
    let home = Home::on("2026-11-20", guantong::furnish);
    let roles = guantong::demo::county(&home.operator()).unwrap();
    let app = guantong::application(&home.core, None);
    let ground = Ground::of(&home.core.db);
    let Ground { branch, committee, .. } = ground;
    let pages = [
        ("ganshi", "/members".to_owned()),
        ("ganshi", format!("/members?unit={branch}&status=full&class=officer&q=zw")),
        ("ganshi", "/members/imports".to_owned()),
        ("ganshi", "/units".to_owned()),
        ("ganshi", format!("/units/{committee}")),
        ("ganshi", "/me".to_owned()),
        ("guanliyuan", "/admin/accounts".to_owned()),
        ("mishu", "/records".to_owned()),
        ("mishu", format!("/duties/{branch}")),
        ("mishu", format!("/duties/{branch}/members")),
        ("mishu", format!("/records/new?kind=general_meeting&unit={branch}")),
        ("mishu", "/me/seen".to_owned()),
        ("mishu", "/".to_owned()),
    ];
    let ask = || -> Vec<(u32, usize)> {
        let ask = |(login, url): &(&str, String)| {
            let role = roles.iter().find(|role| role.login == *login).unwrap();
            let answer = Walk::of(&app, role).browser.get(url);
            assert_eq!(answer.status, 200, "{url}: {}", answer.body);
            (answer.statements, answer.body.len())
        };
        pages.iter().map(ask).collect()
    };
    ground.grow(&home.core.db, 0, 10);
    let ten = ask();
    ground.grow(&home.core.db, 10, 1000);
    for ((page, ten), thousand) in pages.iter().zip(ten).zip(ask()) {
        assert_eq!(thousand.0, ten.0, "{page:?}");
    }
}
