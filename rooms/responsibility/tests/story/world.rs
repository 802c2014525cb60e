//! A leading committee (1), the organ committee below it (2), a branch (3), and a branch elsewhere (9).

use std::ops::{Deref, DerefMut};

use act::Core;
use calendar::Instant;
use people::NewMember;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;
use systems::Systems;
use testkit::{Cast, Home, day};

pub(crate) struct World(Cast);

impl Deref for World {
    type Target = Cast;

    fn deref(&self) -> &Cast {
        &self.0
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Cast {
        &mut self.0
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            core.with(systems.clone()).with(record::SwitchedOn(|_, _, units, _| {
                let all = || Systems::built_in().systems().map(|it| it.key.clone()).collect();
                Ok(units.iter().map(|unit| (*unit, all())).collect())
            }))
        });
        home.found(1, "leading_committee", "南屏县公安局党委", "/7/1/", "/100/1/");
        home.found(2, "organ_committee", "机关党委", "/7/1/2/", "/100/2/");
        home.found(3, "branch", "刑侦大队党支部", "/7/1/2/3/", "/100/3/");
        home.found(9, "branch", "别处党支部", "/8/9/", "/200/9/");
        let app = testkit::app(&home, vec![record::room(), responsibility::room()]);
        let mut world = Self(Cast::of(home, app));
        world.admit("局党委书记", 3, Some(("secretary", 1)));
        world.admit("支部书记", 3, Some(("secretary", 3)));
        world.admit("副书记", 3, Some(("deputy_secretary", 1)));
        world.admit("党员", 3, None);
        world.admit("别处书记", 9, Some(("secretary", 9)));
        world
    }

    fn admit(&mut self, name: &'static str, unit: i64, post: Option<(&str, i64)>) {
        let member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        let keys = &self.home.core.keys;
        let person = self.prepare(|w| people::admit(w, keys, &member));
        self.enter(name, person, post);
    }

    /// A closed record of a unit that somebody led and the party secretary came to.
    pub(crate) fn held(&self, unit: i64, kind: &str, on: &str, chair: &str) -> i64 {
        let (from, to, place) = ("15:00".into(), "16:00".into(), "会议室".into());
        let session = Session { on: day(on), from, to, place };
        let person = self.person("局党委书记");
        let closed = Closed {
            chair: Some(self.person(chair)),
            roll: vec![(Entry { person, votes: true, presence: Presence::Came(1) }, None)],
            ..Closed::new(unit, kind, session, Instant::at(day(on), 18, 0))
        };
        let ids = self
            .prepare(|w| record::close_many(w, Rules::built_in(), std::slice::from_ref(&closed)));
        ids[0].0
    }
}
