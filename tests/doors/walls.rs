//! The house that is tried: the demo with all its hats, and the routes as they stand.

use std::{collections::BTreeSet, sync::Arc};

use db::{Query, bind};
use testkit::{Browser, Home};
use web::App;

/// Somebody of the demo under one of his hats.
pub(crate) struct Hat {
    pub(crate) login: String,
    pub(crate) person: i64,
    pub(crate) post: Option<i64>,
}

pub(crate) struct House {
    pub(crate) home: Home,
    pub(crate) app: Arc<App>,
    pub(crate) hats: Vec<Hat>,
}

/// One route: method and pattern.
pub(crate) type Door = (&'static str, &'static str);

impl House {
    pub(crate) fn of_the_demo() -> Self {
        let home =
            Home::on("2026-11-20", |core| guantong::furnish(core).with(guantong::offline(72)));
        guantong::demo::county(&home.operator()).unwrap();
        let app = testkit::app(&home, guantong::rooms());
        let sql = "SELECT a.login, a.person, t.id AS post FROM account a
                   LEFT JOIN post t ON t.person = a.person AND t.to_on IS NULL ORDER BY a.login, t.id";
        let hats: Vec<(String, i64, Option<i64>)> =
            home.core.db.read(|read| read.all(sql, bind![])).unwrap();
        let mut hats: Vec<Hat> =
            hats.into_iter().map(|(login, person, post)| Hat { login, person, post }).collect();
        let worn = kinds_of(&home, &hats);
        for kind in kinds_of_posts().filter(|kind| !worn.contains(kind.key())) {
            hats.push(hat_of_kind(&home, kind));
        }
        Self { home, app, hats }
    }

    /// Kinds of posts that are worn by somebody.
    pub(crate) fn kinds(&self) -> BTreeSet<String> {
        kinds_of(&self.home, &self.hats)
    }

    pub(crate) fn browser(&self, hat: &Hat) -> Browser {
        Browser::of(&self.app, hat.person, hat.post)
    }
}

/// Kinds of posts that somebody can hold: 党员 is none.
pub(crate) fn kinds_of_posts() -> impl Iterator<Item = &'static systems::PostKind> {
    systems::Systems::built_in().posts().iter().filter(|kind| kind.held_in().next().is_some())
}

fn kinds_of(home: &Home, hats: &[Hat]) -> BTreeSet<String> {
    let posts: Vec<i64> = hats.iter().filter_map(|hat| hat.post).collect();
    let mut query = Query::new("SELECT kind FROM post WHERE id IN ", &[]);
    query.in_list("", &posts);
    home.core.db.read(|read| query.all(read)).unwrap().into_iter().collect()
}

/// A kind of post that nobody with an account wears: in the first unit of the demo that has it, on a member of
/// that unit, or of any, who has no post. Named by the kind.
fn hat_of_kind(home: &Home, kind: &systems::PostKind) -> Hat {
    let units: Vec<&str> = kind.held_in().collect();
    let mut query = Query::new(
        "SELECT p.id, u.id FROM unit_now u CROSS JOIN person_now p
         WHERE NOT EXISTS (SELECT 1 FROM post t WHERE t.person = p.id)
           AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = p.id)",
        &[],
    );
    query.in_list(" AND u.kind IN ", &units);
    query.add(" ORDER BY CASE WHEN p.unit = u.id THEN 0 ELSE 1 END, u.id, p.id LIMIT 1", &[]);
    let found: Option<(i64, i64)> = home.core.db.read(|read| query.maybe(read)).unwrap();
    let (person, unit) = found.unwrap_or_else(|| panic!("there is no place for {}", kind.key()));
    let post = home.hold(person, kind.key(), unit);
    Hat { login: kind.key().to_owned(), person, post: Some(post) }
}

/// Every route of every room.
pub(crate) fn doors() -> Vec<Door> {
    let rooms = guantong::rooms();
    rooms.iter().flat_map(|room| &room.routes).map(|it| (it.method(), it.path)).collect()
}
