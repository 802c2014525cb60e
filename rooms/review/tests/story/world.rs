//! A county committee (1) with four branches (3, 4, 5, 6), a branch elsewhere (9), and who sits where.

use std::{collections::BTreeMap, sync::Arc};

use act::{Act, Acting, Core};
use calendar::Instant;
use people::NewMember;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;
use systems::Systems;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");
pub(crate) const KIND: &str = "organizational_life_meeting";

pub(crate) struct World {
    pub(crate) home: Home,
    app: Arc<App>,
    /// By name.
    people: BTreeMap<String, i64>,
    posts: BTreeMap<i64, i64>,
}

impl World {
    /// Each branch has a secretary (书记3 …) and a member (党员3 …); 干事 is the committee's officer.
    pub(crate) fn new() -> Self {
        Self::on("2026-11-20")
    }

    pub(crate) fn on(day: &str) -> Self {
        let home = Home::on(day, |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            core.with(systems.clone()).with(record::SwitchedOn(|_, _, units, _| {
                Ok(units.iter().map(|unit| (*unit, ["R07".to_owned()].into())).collect())
            }))
        });
        home.found(1, "primary_committee", "南屏县公安局党委", "/1/", "/100/1/");
        for id in [3, 4, 5, 6] {
            home.found(
                id,
                "branch",
                &format!("第{id}党支部"),
                &format!("/1/{id}/"),
                &format!("/100/{id}/"),
            );
        }
        home.found(9, "branch", "别处党支部", "/8/9/", "/200/9/");
        let rooms = vec![record::room(), review::room()];
        let app = testkit::app(&home, rooms);
        let mut world = Self { home, app, people: BTreeMap::new(), posts: BTreeMap::new() };
        for unit in [3, 4, 5, 6, 9] {
            world.admit(&format!("书记{unit}"), unit);
            world.admit(&format!("党员{unit}"), unit);
            world.appoint(&format!("书记{unit}"), unit, "secretary");
        }
        world.admit("干事", 3);
        world.appoint("干事", 1, "party_officer");
        world
    }

    /// An organ (100) in which the committee and its branches stand, and its head.
    pub(crate) fn organ(&mut self) {
        self.home.found(100, "county_bureau", "南屏县公安局", "/100/", "/100/");
        self.prepare(|w| {
            let sql =
                "UPDATE unit SET family = 'administrative', lead_path = NULL, lead_parent = NULL,
                         organ = 100 WHERE id = 100";
            w.run(sql, &[])?;
            let sql = "UPDATE unit SET organ = 100, host = 100 WHERE id IN (1, 3, 4, 5, 6)";
            Ok(w.run(sql, &[])?)
        });
        self.admit("局长", 3);
        self.appoint("局长", 100, "organ_leader");
    }

    fn admit(&mut self, name: &str, unit: i64) {
        let mut member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        member.police_number = Some(format!("{:06}", 100 + self.people.len()));
        let keys = &self.home.core.keys;
        let person = self.prepare(|w| people::admit(w, keys, &member));
        self.people.insert(name.to_owned(), person);
    }

    fn appoint(&mut self, name: &str, unit: i64, kind: &str) {
        let person = self.person(name);
        let from = day("2024-01-01");
        let post = self.prepare(|w| people::appoint(w, person, unit, kind, from, "任命"));
        self.posts.insert(person, post);
    }

    pub(crate) fn person(&self, name: &str) -> i64 {
        self.people[name]
    }

    pub(crate) fn name(&self, person: i64) -> String {
        self.people.iter().find(|(_, id)| **id == person).unwrap().0.clone()
    }

    pub(crate) fn prepare<T>(&self, work: impl Fn(&Acting) -> act::Result<T>) -> T {
        self.home.operator().act_system(&PREPARE, work).unwrap()
    }

    pub(crate) fn browser(&self, name: &str) -> Browser {
        let person = self.person(name);
        Browser::of(&self.app, person, self.posts.get(&person).copied())
    }

    pub(crate) fn get(&self, name: &str, url: &str) -> Answer {
        self.browser(name).get(url)
    }

    pub(crate) fn post(&self, name: &str, url: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(name).post(url, fields)
    }

    /// A life meeting of a branch, held and closed.
    pub(crate) fn held(&self, unit: i64, on: &str) -> i64 {
        let session = Session {
            on: day(on),
            from: "15:00".into(),
            to: "17:00".into(),
            place: "会议室".into(),
        };
        let person = self.person(&format!("书记{unit}"));
        let came = Entry { person, votes: true, presence: Presence::Came(1) };
        let closed = Closed {
            minutes: "开了组织生活会。".into(),
            roll: vec![(came, None)],
            ..Closed::new(unit, KIND, session, Instant::at(day(on), 18, 0))
        };
        let ids = self
            .prepare(|w| record::close_many(w, Rules::built_in(), std::slice::from_ref(&closed)));
        ids[0].0
    }

    pub(crate) fn one<T: serde::de::DeserializeOwned>(&self, sql: &'static str) -> T {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
    }

    pub(crate) fn all<T: serde::de::DeserializeOwned>(&self, sql: &'static str) -> Vec<T> {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.all(sql, &[])?)).unwrap()
    }
}
