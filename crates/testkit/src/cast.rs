//! People of a story by name, each at his own browser under the post he wears.

use std::{collections::BTreeMap, sync::Arc};

use act::{Act, Acting};
use web::App;

use crate::{Answer, Browser, Home};

const PREPARE: Act = Act::new("test.prepare", "准备");

/// An installation with its people.
pub struct Cast {
    pub home: Home,
    app: Arc<App>,
    people: BTreeMap<&'static str, (i64, Option<i64>)>,
}

impl Cast {
    pub fn of(home: Home, app: Arc<App>) -> Self {
        Self { home, app, people: BTreeMap::new() }
    }

    /// Somebody who was admitted, with the kind of his post and its unit.
    pub fn enter(&mut self, name: &'static str, person: i64, post: Option<(&str, i64)>) {
        let post = post.map(|(kind, unit)| self.home.hold(person, kind, unit));
        self.people.insert(name, (person, post));
    }

    pub fn person(&self, name: &str) -> i64 {
        self.people[name].0
    }

    /// His post ends today, and he takes another.
    pub fn moves(&mut self, name: &'static str, kind: &str, unit: i64) {
        let (person, post) = self.people[name];
        self.home.end_post(post.expect("he holds a post"));
        self.enter(name, person, Some((kind, unit)));
    }

    pub fn prepare<T>(&self, work: impl Fn(&Acting) -> act::Result<T>) -> T {
        self.home.operator().act_system(&PREPARE, work).expect("the story is prepared")
    }

    pub fn browser(&self, name: &str) -> Browser {
        let (person, post) = self.people[name];
        Browser::of(&self.app, person, post)
    }

    pub fn get(&self, name: &str, url: &str) -> Answer {
        self.browser(name).get(url)
    }

    pub fn post(&self, name: &str, url: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(name).post(url, fields)
    }

    /// The same where it must succeed: where it leads.
    pub fn done(&self, name: &str, url: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(name, url, fields);
        assert_eq!(answer.status, 303, "{url}: {}", answer.body);
        answer.location
    }

    pub fn one<T: serde::de::DeserializeOwned>(&self, sql: &'static str) -> T {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).expect("a row")
    }
}
