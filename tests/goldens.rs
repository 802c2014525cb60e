//! What the whole says about itself, reviewed as a diff: routes, acts, permissions, schema.

use guantong::{docs, furnish, rooms};
use testkit::{Home, golden};

#[test]
fn routes_and_their_doors() {
    golden("golden/routes.txt", &docs::routes(&rooms()));
}

#[test]
fn acts_and_their_titles() {
    golden("golden/acts.txt", &docs::acts(&rooms()));
}

#[test]
fn who_may_do_what_and_how_far() {
    let text = docs::permissions(&systems::Systems::built_in().powers(), &docs::all_acts(&rooms()));
    assert!(!text.contains("UNKNOWN ACT"), "posts.toml names acts that no room has:\n{text}");
    golden("golden/permissions.txt", &text);
}

#[test]
fn the_schema_as_the_database_knows_it() {
    let home = Home::on("2026-11-20", furnish);
    let name =
        if home.core.db.name().unwrap().starts_with("SQLite") { "sqlite" } else { "postgres" };
    golden(format!("golden/schema-{name}.txt"), &(home.core.db.schema().unwrap() + "\n"));
}

#[test]
fn administrators_see_no_business_data() {
    let text = docs::permissions(&systems::Systems::built_in().powers(), &docs::all_acts(&rooms()));
    let business = ["see.member", "see.record", "see.duty", "see.situation", "record.", "member."];
    for line in text.lines().filter(|line| line.contains("_administrator ")) {
        for act in business {
            assert!(!line.contains(&format!(" {act}")), "{line}");
        }
    }
}
