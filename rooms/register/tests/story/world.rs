//! A county committee (1) with three branches (3, 4, 5), a branch elsewhere (9), and who sits where.

use std::{collections::BTreeMap, sync::Arc};

use act::{Act, Acting, Core};
use people::NewMember;
use rules::Rules;
use systems::Systems;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");

pub(crate) struct World {
    pub(crate) home: Home,
    app: Arc<App>,
    people: BTreeMap<String, i64>,
    posts: BTreeMap<i64, i64>,
}

impl World {
    /// Each branch has a secretary (书记3 …) and a member (党员3 …); 书记5 was appointed this summer. 干事 is the
    /// committee's officer.
    pub(crate) fn new() -> Self {
        Self::with(&["R03", "R11", "R32"])
    }

    /// Where only these systems are switched on.
    pub(crate) fn with(on: &'static [&'static str]) -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            let core = core.with(systems.clone()).with(record::EntryAt(register::entry_at));
            if on.is_empty() {
                return core;
            }
            core.with(record::SwitchedOn(|_, _, units, _| {
                let all: std::collections::BTreeSet<String> =
                    ["R03", "R11", "R32"].map(str::to_owned).into();
                Ok(units.iter().map(|unit| (*unit, all.clone())).collect())
            }))
        });
        home.found(1, "primary_committee", "南屏县公安局党委", "/1/", "/100/1/");
        for id in [3, 4, 5] {
            let (lead, line) = (format!("/1/{id}/"), format!("/100/{id}/"));
            home.found(id, "branch", &format!("第{id}党支部"), &lead, &line);
        }
        home.found(9, "branch", "别处党支部", "/8/9/", "/200/9/");
        let app = testkit::app(&home, vec![record::room(), register::room()]);
        let mut world = Self { home, app, people: BTreeMap::new(), posts: BTreeMap::new() };
        for unit in [3, 4, 5, 9] {
            world.admit(&format!("书记{unit}"), unit);
            world.admit(&format!("党员{unit}"), unit);
            let from = if unit == 5 { "2026-07-01" } else { "2021-01-01" };
            world.appoint(&format!("书记{unit}"), unit, "secretary", from);
        }
        world.admit("干事", 3);
        world.appoint("干事", 1, "party_officer", "2024-01-01");
        world
    }

    fn admit(&mut self, name: &str, unit: i64) {
        let mut member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        member.police_number = Some(format!("{:06}", 100 + self.people.len()));
        let keys = &self.home.core.keys;
        let person = self.prepare(|w| people::admit(w, keys, &member));
        self.people.insert(name.to_owned(), person);
    }

    fn appoint(&mut self, name: &str, unit: i64, kind: &str, from: &str) {
        let person = self.person(name);
        let from = day(from);
        let post = self.prepare(|w| people::appoint(w, person, unit, kind, from, "任命"));
        self.posts.insert(person, post);
    }

    pub(crate) fn person(&self, name: &str) -> i64 {
        self.people[name]
    }

    pub(crate) fn prepare<T>(&self, work: impl Fn(&Acting) -> act::Result<T>) -> T {
        self.home.operator().act_system(&PREPARE, work).unwrap()
    }

    fn browser(&self, name: &str) -> Browser {
        let person = self.person(name);
        Browser::of(&self.app, person, self.posts.get(&person).copied())
    }

    pub(crate) fn get(&self, name: &str, url: &str) -> Answer {
        self.browser(name).get(url)
    }

    pub(crate) fn post(&self, name: &str, url: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(name).post(url, fields)
    }

    /// Entered; its URL.
    pub(crate) fn entered(&self, name: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(name, "/registers", fields);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        answer.location
    }

    /// A base of the committee.
    pub(crate) fn base(&self, title: &str) -> String {
        self.entered("干事", &base(title))
    }

    /// A studio of the committee, led by 书记3.
    pub(crate) fn studio(&self) -> String {
        let head = self.person("书记3").to_string();
        let fields = [
            ("sort", "studio"),
            ("name", "罗一鸣书记工作室"),
            ("head", head.as_str()),
            ("fact_merit", "任书记五年"),
            ("fact_place", "三楼党员活动室"),
            ("fact_themes", ""),
            ("from", "2026-01-01"),
            ("until", ""),
        ];
        self.entered("干事", &fields)
    }
}

pub(crate) fn base(title: &str) -> [(&str, &str); 8] {
    [
        ("sort", "base"),
        ("name", title),
        ("fact_address", "南屏县人民路1号"),
        ("fact_themes", "英烈事迹\n县公安局的历史"),
        ("fact_hours", ""),
        ("fact_booking", ""),
        ("from", "2026-01-01"),
        ("until", ""),
    ]
}

/// What an answer complains about.
pub(crate) fn faults(answer: &Answer) -> String {
    let text = answer.body.split("id=\"problem\"").nth(1).unwrap_or(&answer.body);
    format!("{} {}", answer.status, text.chars().take(900).collect::<String>())
}

pub(crate) fn id_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}
