//! The house that is tried: the demo with all its hats, and the routes as they stand.

use std::sync::Arc;

use db::bind;
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
        let home = Home::on("2026-11-20", guantong::furnish);
        guantong::demo::county(&home.operator()).unwrap();
        let app = testkit::app(&home, guantong::rooms());
        let sql = "SELECT a.login, a.person, t.id AS post FROM account a
                   LEFT JOIN post t ON t.person = a.person AND t.to_on IS NULL ORDER BY a.login, t.id";
        let hats: Vec<(String, i64, Option<i64>)> =
            home.core.db.read(|read| read.all(sql, bind![])).unwrap();
        let hats =
            hats.into_iter().map(|(login, person, post)| Hat { login, person, post }).collect();
        Self { home, app, hats }
    }

    pub(crate) fn browser(&self, hat: &Hat) -> Browser {
        Browser::of(&self.app, hat.person, hat.post)
    }
}

/// Every route of every room.
pub(crate) fn doors() -> Vec<Door> {
    let rooms = guantong::rooms();
    rooms.iter().flat_map(|room| &room.routes).map(|it| (it.method(), it.path)).collect()
}
