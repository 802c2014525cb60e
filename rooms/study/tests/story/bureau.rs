//! A city bureau (100) with its committee (10), two county bureaus (200, 300) with theirs (20, 30), led by outside bodies, and a
//! bureau elsewhere (900, 90).

use std::ops::{Deref, DerefMut};

use act::Core;
use calendar::Instant;
use db::bind;
use people::NewMember;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;
use systems::Systems;
use testkit::{Cast, Home, day};

pub(crate) const COUNTY: &str = "中共南屏县公安局委员会";
pub(crate) const OTHER: &str = "中共北屏县公安局委员会";

pub(crate) struct Bureau(Cast);

impl Deref for Bureau {
    type Target = Cast;

    fn deref(&self) -> &Cast {
        &self.0
    }
}

impl DerefMut for Bureau {
    fn deref_mut(&mut self) -> &mut Cast {
        &mut self.0
    }
}

impl Bureau {
    pub(crate) fn new() -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            core.with(systems.clone()).with(record::SitIn(review::sitting_in))
        });
        home.found(100, "city_bureau", "南山市公安局", "/1/", "/100/");
        home.found(200, "county_bureau", "南屏县公安局", "/1/", "/100/200/");
        home.found(300, "county_bureau", "北屏县公安局", "/1/", "/100/300/");
        home.found(900, "county_bureau", "别处公安局", "/1/", "/900/");
        home.found(10, "leading_committee", "中共南山市公安局委员会", "/7/10/", "/100/10/");
        home.found(20, "leading_committee", COUNTY, "/8/20/", "/100/200/20/");
        home.found(30, "leading_committee", OTHER, "/9/30/", "/100/300/30/");
        home.found(90, "leading_committee", "中共别处公安局委员会", "/6/90/", "/900/90/");
        home.found(99, "branch", "别处党支部", "/5/99/", "/900/99/");
        let app =
            testkit::app(&home, vec![duty::room(), record::room(), review::room(), study::room()]);
        let mut it = Self(Cast::of(home, app));
        it.settle();
        it.admit("政治部干部", ("line_officer", 100));
        it.admit("市局书记", ("secretary", 10));
        it.admit("市局副书记", ("deputy_secretary", 10));
        it.admit("县局党办", ("party_officer", 20));
        it.admit("县局书记", ("secretary", 20));
        it.admit("二县书记", ("secretary", 30));
        it.admit("别处政治部", ("line_officer", 900));
        it
    }

    /// Bureaus are organs of the line; each hosts its committee.
    fn settle(&self) {
        self.prepare(|w| {
            for (organ, parent, committee) in
                [(100, None, 10), (200, Some(100), 20), (300, Some(100), 30), (900, None, 90)]
            {
                let sql = "UPDATE unit SET family = 'administrative', lead_path = NULL, lead_parent = NULL,
                             line_parent = $2, organ = $1 WHERE id = $1";
                w.run(sql, bind![organ, parent.map(i64::from)])?;
                let sql = "UPDATE unit SET host = $2, organ = $2 WHERE id = $1";
                w.run(sql, bind![committee, organ])?;
            }
            Ok(())
        });
    }

    fn admit(&mut self, name: &'static str, post: (&str, i64)) {
        let member = NewMember::named(name, 99, day("2020-01-01"), "测试");
        let keys = &self.home.core.keys;
        let person = self.prepare(|w| people::admit(w, keys, &member));
        self.enter(name, person, Some(post));
    }

    /// A closed session of a group: its secretary came, and of the county the officer was away.
    pub(crate) fn held(&self, unit: i64, on: &str) -> i64 {
        let session = Session {
            on: day(on),
            from: "09:00".into(),
            to: "12:00".into(),
            place: "会议室".into(),
        };
        let entry = |name: &str, presence| {
            (Entry { person: self.person(name), votes: true, presence }, None)
        };
        let roll = match unit {
            20 => vec![entry("县局书记", Presence::Came(1)), entry("县局党办", Presence::Absent)],
            _ => vec![entry("二县书记", Presence::Came(1))],
        };
        let closed = Closed {
            topic: "主体责任".into(),
            minutes: "一、领学\n学了。".into(),
            roll,
            ..Closed::new(unit, "study_group_session", session, Instant::at(day(on), 18, 0))
        };
        let ids = self
            .prepare(|w| record::close_many(w, Rules::built_in(), std::slice::from_ref(&closed)));
        ids[0].0
    }
}
