//! For somebody else's unit, person, record: 404, 403 or the way to sign in, and never a word of it.

use std::collections::BTreeSet;

use testkit::{Answer, Browser};

use crate::{
    elsewhere::{Elsewhere, MARK},
    samples::{Thing, fill, is_somebodys},
    walls::{Door, House, doors, kinds_of_posts},
};

/// What may be seen of every unit, and by whom: names of units are in the posts' own powers.
const OPEN_BY_POWER: &[(&str, &str, &str)] = &[
    // Administrators hand out accounts for any unit of the installation; they see its name and place in the
    // tree, and nobody in it (systems/posts.toml: see.unit, reach all).
    ("xitong", "GET", "/units/{id}"),
    ("anquan", "GET", "/units/{id}"),
    ("shenji", "GET", "/units/{id}"),
    // The same name, where these pages are asked for that unit: who administers it, what was done there.
    ("xitong", "GET", "/admin/administrators"),
    ("anquan", "GET", "/admin/administrators"),
    ("shenji", "GET", "/admin/administrators"),
    ("shenji", "GET", "/admin/audit"),
    // The system administrator keeps the jobs of the whole installation; they hold no names.
    ("xitong", "POST", "/admin/jobs/{id}/retry"),
    ("xitong", "POST", "/admin/jobs/{id}/end"),
];

/// Told to everybody who is signed in: a local rule is announced by document, with who set it.
const ANNOUNCED: &[Door] = &[("GET", "/regulations/local")];

/// An id that nothing has.
const NOTHING: &str = "4611686018427387903";

/// Pages without an id, asked for what they can be asked for.
const QUERY: &str =
    "?unit={unit}&person={person}&record={record}&by=lead&on=2026-11-20&q=oyjw&page=1";

fn url((_, pattern): Door, id: &dyn Fn(Thing) -> String) -> String {
    let url = fill(pattern, id);
    if is_somebodys(pattern) {
        return url;
    }
    let things = [("unit", Thing::Unit), ("person", Thing::Person), ("record", Thing::Record)];
    let query = things.iter().fold(QUERY.to_owned(), |query, (name, thing)| {
        query.replace(&format!("{{{name}}}"), &id(*thing))
    });
    url + &query
}

fn knock(browser: &Browser, door: Door, id: &dyn Fn(Thing) -> String) -> Answer {
    let url = url(door, id);
    let (unit, person) = (id(Thing::Unit), id(Thing::Person));
    match door.0 {
        "GET" => browser.get(&url),
        // Where the pattern has no place for it, the form says whom it is about.
        _ if !is_somebodys(door.1) => {
            let fields = [("unit", unit.as_str()), ("person", &person), ("id", &person)];
            browser.post(&url, &fields)
        }
        _ => browser.post(&url, &[("reason", "看一下")]),
    }
}

fn is_refused(answer: &Answer) -> bool {
    let to_sign_in = answer.status == 303 && answer.location.starts_with("/sign-in");
    to_sign_in || matches!(answer.status, 401 | 403 | 404)
}

/// What is wrong with an answer, if anything is.
fn fault(browser: &Browser, door: Door, there: &Elsewhere, may_see: bool) -> Option<String> {
    let answer = knock(browser, door, &|thing| there.id(thing));
    let told = there.marks.iter().find(|mark| answer.body.contains(mark.as_str()));
    if let Some(mark) = told.filter(|mark| !(may_see && mark.as_str() == MARK)) {
        return Some(format!("{} {}: {} and tells “{mark}”", door.0, door.1, answer.status));
    }
    let must_refuse = is_somebodys(door.1) && !may_see;
    let is_fine = answer.status < 500
        && (!must_refuse || is_refused(&answer) || {
            // A form that is incomplete or late for anything at all says nothing about this thing.
            let nothing = knock(browser, door, &|_| NOTHING.to_owned());
            matches!(answer.status, 409 | 422) && nothing.status == answer.status
        });
    (!is_fine).then(|| format!("{} {}: {} {}", door.0, door.1, answer.status, answer.location))
}

#[test]
fn every_kind_of_post_is_tried() {
    let known: Vec<&str> = kinds_of_posts().map(systems::PostKind::key).collect();
    let worn = House::of_the_demo().kinds();
    assert_eq!(
        worn.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        known.into_iter().collect()
    );
}

#[test]
fn nobody_of_the_demo_gets_anything_of_a_bureau_elsewhere() {
    let house = House::of_the_demo();
    let there = Elsewhere::beside(&house);
    let mut faults = Vec::new();
    for hat in &house.hats {
        let browser = house.browser(hat);
        for door in doors() {
            let open = OPEN_BY_POWER.contains(&(hat.login.as_str(), door.0, door.1))
                || ANNOUNCED.contains(&door);
            let fault = fault(&browser, door, &there, open);
            faults.extend(fault.map(|it| format!("{}: {it}", hat.login)));
        }
    }
    let strangers = [Browser::stranger(&house.app), Browser::with_cookie(&house.app, "guantong=x")];
    for stranger in &strangers {
        for door in doors() {
            let fault = fault(stranger, door, &there, false);
            faults.extend(fault.map(|it| format!("nobody: {it}")));
        }
    }
    assert!(faults.is_empty(), "{} doors stand open:\n  {}", faults.len(), faults.join("\n  "));
    let sql = "SELECT count(*) FROM event WHERE unit = $1 AND act <> 'test.prepare' AND act NOT LIKE '%import%'";
    let unit = there.ids[&Thing::Unit];
    let acts: i64 = house.home.core.db.read(|read| read.one(sql, db::bind![unit])).unwrap();
    assert_eq!(acts, 0, "somebody did something there");
}

/// The samples lead to something: with them the bureau's own people get in, or every door would seem shut.
#[test]
fn the_bureaus_own_people_get_in_by_the_same_ways() {
    let house = House::of_the_demo();
    let there = Elsewhere::beside(&house);
    let owners = there.owners(&house);
    let pages =
        doors().into_iter().filter(|(method, pattern)| *method == "GET" && is_somebodys(pattern));
    let shut: Vec<&str> = pages
        .filter(|door| {
            !owners.iter().any(|it| {
                matches!(knock(it, *door, &|thing| there.id(thing)).status, 200 | 303 | 409)
            })
        })
        .map(|(_, pattern)| pattern)
        .filter(|pattern| !NOT_THEIRS.contains(pattern))
        .collect();
    assert!(shut.is_empty(), "nobody at all gets in:\n  {}", shut.join("\n  "));
}

/// What the bureau's people have no such thing of, or no post for.
const NOT_THEIRS: &[&str] = &[
    // A branch has no central group.
    "/study/groups/{unit}",
    // Not ready yet.
    "/me/exports/{id}/file",
    // Nobody stands between that committee and its branch.
    "/directives/{id}/passing",
    // The record of that bureau is no life meeting, has no files, and its people no day of admission: each of the three
    // has a story of its own in rooms/record/tests (life, attachment, birthday).
    "/records/{id}/preparation",
    "/records/{id}/files/{file}",
    // Its report has no files either; story `travels` in rooms/receipt/tests.
    "/receipts/{id}/files/{file}",
    "/records/birthdays/{person}",
    // It is not that record's day; story `marking` there.
    "/records/{id}/code",
    // A version that the test wrote as an empty object.
    "/records/{id}/versions/{no}",
    // Want a form of file in their query, or a list too long to be given at once.
    "/situation/{unit}/file",
    "/situation/{unit}/exports",
    // The installation's three administrators are nobody of that bureau.
    "/admin/administrators/{post}/ending",
    // Both have an account.
    "/admin/accounts/new/{person}",
];
