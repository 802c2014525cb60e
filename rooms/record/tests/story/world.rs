//! A branch with its people, and hands that fill in forms.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use act::{Act, Acting, Core};
use people::{NewMember, Status};
use record::SwitchedOn;
use rules::Rules;
use systems::Systems;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");

/// 刑侦大队党支部 (3) with a subgroup (31) under a county committee (1); a branch elsewhere (5).
pub(crate) struct World {
    pub(crate) home: Home,
    pub(crate) app: Arc<App>,
    /// In the order of admission; the first is the secretary, the second writes.
    pub(crate) people: Vec<i64>,
    posts: BTreeMap<i64, i64>,
}

impl World {
    /// `full` members with a vote and `probationary` ones, on 20 November 2026.
    pub(crate) fn of(full: usize, probationary: usize) -> Self {
        Self::with(full, probationary, |core| core)
    }

    /// In which every system runs.
    pub(crate) fn all_on(full: usize) -> Self {
        let all = SwitchedOn(|ctx, _, units, _| {
            let keys: BTreeSet<String> =
                ctx.part::<Systems>().systems().map(|it| it.key.clone()).collect();
            Ok(units.iter().map(|unit| (*unit, keys.clone())).collect())
        });
        Self::with(full, 0, |core| core.with(all))
    }

    /// With further parts.
    pub(crate) fn with(full: usize, probationary: usize, parts: impl FnOnce(Core) -> Core) -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            parts(core.with(systems.clone()))
        });
        for (id, kind, name, path, line) in [
            (1, "primary_committee", "南屏县公安局党委", "/1/", "/100/1/"),
            (3, "branch", "刑侦大队党支部", "/1/3/", "/100/3/"),
            (31, "subgroup", "第一党小组", "/1/3/31/", "/100/3/31/"),
            (5, "branch", "治安大队党支部", "/9/5/", "/100/5/"),
        ] {
            home.found(id, kind, name, path, line);
        }
        let app = testkit::app(&home, vec![record::room()]);
        let mut world = Self { home, app, people: Vec::new(), posts: BTreeMap::new() };
        for number in 0..full + probationary {
            let status = if number < full { Status::Full } else { Status::Probationary };
            world.admit(&format!("党员{number:02}"), status, 3);
        }
        world.appoint(0, 3, "secretary");
        world.appoint(1, 3, "organization_member");
        world
    }

    pub(crate) fn found(&self, id: i64, kind: &str, name: &str, path: &str, line: &str) {
        self.home.found(id, kind, name, path, line);
    }

    pub(crate) fn admit(&mut self, name: &str, status: Status, unit: i64) -> usize {
        let mut member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        member.status = status;
        member.official_order = self.people.len() as i64;
        let keys = &self.home.core.keys;
        let person = self.prepare(|w| people::admit(w, keys, &member));
        self.people.push(person);
        self.people.len() - 1
    }

    pub(crate) fn appoint(&mut self, number: usize, unit: i64, kind: &str) {
        let person = self.people[number];
        let from = day("2024-01-01");
        let post = self.prepare(|w| people::appoint(w, person, unit, kind, from, "选举"));
        self.posts.insert(person, post);
    }

    pub(crate) fn prepare<T>(&self, work: impl Fn(&Acting) -> act::Result<T>) -> T {
        self.home.operator().act_system(&PREPARE, work).unwrap()
    }

    /// Somebody at the screen under his post, if he has one.
    pub(crate) fn browser(&self, number: usize) -> Browser {
        let person = self.people[number];
        Browser::of(&self.app, person, self.posts.get(&person).copied())
    }

    /// What this room adds to somebody's home page; the first is there as the secretary.
    pub(crate) fn at_home(&self, number: usize) -> web::Gathered {
        let secretary = || act::Hat {
            post: 1,
            kind: "secretary".into(),
            title: "书记".into(),
            unit: self.home.core.db.read(|read| act::Place::find(read, 3)).unwrap().unwrap(),
            powers: Systems::built_in().powers().of("secretary"),
            stand_in: None,
        };
        let (id, name) = (self.people[number], "党员".into());
        let hat = (number == 0).then(secretary);
        let ctx = act::Ctx::new(&self.home.core, act::Actor::Person { id, name, hat });
        let gathered = ctx.read(|read| web::at_home(&ctx, read, &[record::room()])).unwrap();
        gathered.into_iter().next().unwrap_or_default()
    }

    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
    }

    pub(crate) fn ask<T: db::serde::de::DeserializeOwned>(
        &self,
        sql: &'static str,
        binds: &[db::Value],
    ) -> T {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, binds)?)).unwrap()
    }

    pub(crate) fn all<T: db::serde::de::DeserializeOwned>(&self, sql: &'static str) -> Vec<T> {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.all(sql, &[])?)).unwrap()
    }

    /// Fields of the plan of one kind, held on a day; everybody came except `away`.
    pub(crate) fn plan(&self, kind: &str, on: &str, away: &[(usize, &str)]) -> Fields {
        let mut fields = Fields::default();
        fields.set("title", &format!("{kind}记录"));
        for (name, value) in
            [("on1", on), ("from1", "15:00"), ("to1", "16:30"), ("place1", "二楼会议室")]
        {
            fields.set(name, value);
        }
        fields.set("chair", &self.people[0].to_string());
        fields.set("recorder", &self.people[1].to_string());
        fields.add("agenda", "听取工作报告");
        for (number, person) in self.people.iter().enumerate() {
            let state = away.iter().find(|(it, _)| *it == number).map_or("came1", |it| it.1);
            let (state, word) = state.split_once(':').unwrap_or((state, ""));
            fields.set(&format!("att_{person}"), state);
            fields.set(&format!("word_{person}"), word);
        }
        fields
    }

    /// The same for a record that is not there yet.
    pub(crate) fn new_plan(&self, kind: &str, on: &str, away: &[(usize, &str)]) -> Fields {
        let mut fields = self.plan(kind, on, away);
        fields.set("kind", kind);
        fields.set("unit", "3");
        fields.set("makes_up", "");
        fields
    }

    /// Holds it and answers with its URL.
    pub(crate) fn held(&self, fields: &Fields) -> String {
        let answer = self.browser(0).post("/records/held", &fields.pairs());
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        answer.location
    }

    /// Closes it with minutes; the version is that of a record just held.
    pub(crate) fn close(&self, url: &str, minutes: &Fields) -> Answer {
        self.browser(0).post(&format!("{url}/closing"), &minutes.pairs())
    }

    /// Held and closed in one go; its URL.
    pub(crate) fn closed(&self, fields: &Fields) -> String {
        let url = self.held(fields);
        let answer = self.close(&url, &minutes("一、听取工作报告\n同意。"));
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        url
    }
}

/// Fields of a form.
#[derive(Default, Clone)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(field, _)| field != name);
        self.add(name, value);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(field, _)| field != name);
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// Minutes of a record that was just held.
pub(crate) fn minutes(text: &str) -> Fields {
    let mut fields = Fields::default();
    fields.set("minutes", text);
    fields.set("_version", "0");
    fields
}

/// One motion: engine, then yes, no, abstain.
pub(crate) fn motion(mut fields: Fields, engine: &str, votes: [i64; 3]) -> Fields {
    fields.set("m1_text", "接收罗一鸣同志为预备党员");
    fields.set("m1_engine", engine);
    fields.set("m1_manner", "secret");
    for (name, count) in ["m1_yes", "m1_no", "m1_abstain"].iter().zip(votes) {
        fields.set(name, &count.to_string());
    }
    fields
}

/// What carries out one period of this room.
pub(crate) fn eraser_of(key: &str) -> retention::Eraser {
    record::erasers().into_iter().find(|it| it.key == key).unwrap()
}

/// What an answer complains about.
pub(crate) fn faults(answer: &Answer) -> String {
    let from = answer.body.find("id=\"problem\"").unwrap_or(0);
    let text: String =
        answer.body.chars().skip(answer.body[..from].chars().count()).take(900).collect();
    format!("{} {text}", answer.status)
}
