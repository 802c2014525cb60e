//! A county bureau with its organ committee, two branches, and who acts for the committee.

use std::{collections::BTreeMap, sync::Arc};

use act::{Act, Acting, Core};
use calendar::{Day, Instant};
use duty::{Law, judge::State};
use org::NewUnit;
use people::{LeaveWord, NewMember, OnRoll, Status};
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;
use systems::Systems;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");

/// 刑侦支部 with five members, 治安支部 with four and a probationary one; each first is its secretary. The last of
/// 治安支部 acts for the committee.
pub(crate) struct World {
    pub(crate) home: Home,
    app: Arc<App>,
    /// Above the bureau.
    pub(crate) city: i64,
    pub(crate) bureau_committee: i64,
    pub(crate) committee: i64,
    pub(crate) crime: i64,
    pub(crate) order: i64,
    pub(crate) people: BTreeMap<&'static str, i64>,
}

const CRIME: [&str; 5] = ["周立群", "陈晓梅", "罗一鸣", "吴小满", "方正国"];
const ORDER: [&str; 4] = ["韩雪松", "田野青", "马得草", "党务员"];
/// Of 治安支部 too.
const PROBATIONARY: &str = "预小白";

/// Every system is switched on.
fn furnished(core: Core) -> Core {
    let systems = Systems::built_in();
    core.with(Rules::built_in().clone())
        .with(systems.powers())
        .with(systems.clone())
        .with(org::Followers(vec![people::follow]))
        .with(record::SwitchedOn(|_, _, units, _| {
            let all = || Systems::built_in().systems().map(|it| it.key.clone()).collect();
            Ok(units.iter().map(|unit| (*unit, all())).collect())
        }))
}

impl World {
    pub(crate) fn new() -> Self {
        let home = Home::on("2026-11-20", furnished);
        let units = prepare(&home, |w| {
            let found = |kind: &str, name: &str, lead: Option<i64>, host: Option<i64>| {
                let new = NewUnit {
                    lead,
                    host,
                    use_from: Some(day("2026-01-01")),
                    ..NewUnit::new(kind, name, day("2020-01-01"))
                };
                org::found_unit(w, Systems::built_in(), &new)
            };
            let found_in = |line: i64, kind: &str, name: &str| {
                let new = NewUnit {
                    line: Some(line),
                    use_from: Some(day("2026-01-01")),
                    ..NewUnit::new(kind, name, day("2020-01-01"))
                };
                org::found_unit(w, Systems::built_in(), &new)
            };
            let over = found("city_bureau", "江州市公安局", None, None)?;
            let bureau = found_in(over, "county_bureau", "临江县公安局")?;
            let city = found("leading_committee", "江州市公安局党委", None, Some(over))?;
            let own = found("leading_committee", "临江县公安局党委", Some(city), Some(bureau))?;
            let committee =
                found("organ_committee", "临江县公安局机关党委", Some(own), Some(bureau))?;
            let crime = found("branch", "刑侦支部", Some(committee), Some(bureau))?;
            let order = found("branch", "治安支部", Some(committee), Some(bureau))?;
            Ok([city, own, committee, crime, order])
        });
        let [city, bureau_committee, committee, crime, order] = units;
        let app = testkit::app(
            &home,
            vec![org::room(), people::room(), record::room(), duty::room(), operation::room()],
        );
        let mut world = Self {
            home,
            app,
            city,
            bureau_committee,
            committee,
            crime,
            order,
            people: BTreeMap::new(),
        };
        for name in CRIME {
            world.admit(name, crime, Status::Full);
        }
        for name in ORDER {
            world.admit(name, order, Status::Full);
        }
        world.admit(PROBATIONARY, order, Status::Probationary);
        world
    }

    fn admit(&mut self, name: &'static str, unit: i64, status: Status) {
        let mut member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        member.status = status;
        member.official_order = i64::try_from(self.people.len()).unwrap();
        let keys = &self.home.core.keys;
        let person = prepare(&self.home, |w| people::admit(w, keys, &member));
        self.people.insert(name, person);
    }

    /// Somebody at the screen under a post, made when he has none.
    pub(crate) fn under(&self, name: &str, kind: &str, unit: i64) -> Browser {
        let person = self.people[name];
        Browser::of(&self.app, person, Some(self.home.hold(person, kind, unit)))
    }

    pub(crate) fn officer(&self) -> Browser {
        self.under("党务员", "party_officer", self.committee)
    }

    pub(crate) fn secretary_of_crime(&self) -> Browser {
        self.under("周立群", "secretary", self.crime)
    }

    pub(crate) fn secretary_of_order(&self) -> Browser {
        self.under("韩雪松", "secretary", self.order)
    }

    /// Without a hat.
    pub(crate) fn plain(&self, name: &str) -> Browser {
        Browser::of(&self.app, self.people[name], None)
    }

    /// Prepared and declared with everybody; its URL and the unit of its branch.
    pub(crate) fn declared(&self, roster: &str, days: (&str, &str)) -> (String, i64) {
        let officer = self.officer();
        let answer = post(&officer, "/operations", &fields(roster, days));
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        let url = answer.location;
        let id: i64 = url.rsplit('/').next().unwrap().parse().unwrap();
        let kept: Vec<(String, String)> =
            self.people.values().map(|it| ("keep".to_owned(), it.to_string())).collect();
        let answer = post(&officer, &format!("{url}/declaration"), &[kept, version(0)].concat());
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        let unit = self.home.core.db.read(|read| operation::branches_of(read, id)).unwrap()[0];
        (url, unit)
    }

    pub(crate) fn roll(&self, unit: i64, on: &str) -> Vec<OnRoll> {
        self.home.core.db.read(|read| people::roll(read, unit, day(on))).unwrap()
    }

    /// Why somebody is away from his branch on a day.
    pub(crate) fn leave(&self, name: &str, unit: i64, on: &str) -> Option<LeaveWord> {
        self.roll(unit, on).into_iter().find(|it| it.person == self.people[name])?.leave
    }

    /// How a monthly duty of a unit stands today, and why.
    pub(crate) fn theme_day(&self, unit: i64, month: &str) -> (State, String) {
        let today: Day = self.home.core.clock.now().day();
        let read = |read: &db::Read| {
            let law = Law::load(read, Rules::built_in())?;
            let (standings, _) = duty::list(read, &law, unit, today.year(), today)?;
            let found = standings
                .iter()
                .flat_map(|it| &it.verdicts)
                .find(|it| it.slot.duty.key == "branch/theme-day" && it.slot.period.key() == month);
            Ok::<_, act::Error>(found.map(|it| (it.state, it.reason.clone())))
        };
        self.home.core.db.read(read).unwrap().expect("the duty is there")
    }

    /// The night comes in which an operation ends by itself.
    pub(crate) fn at_night(&self, on: &str) {
        self.home.wait_until(on);
        let job = operation::room().jobs[0];
        (job.run)(&self.home.operator(), &serde_json::Value::Null).unwrap();
    }

    /// A theme day that everybody of a roll came to, held and closed by whoever is at the screen.
    pub(crate) fn theme_day_held(
        &self,
        by: &Browser,
        unit: i64,
        (on, makes_up): (&str, &str),
    ) -> String {
        let url = self.held(by, unit, "theme_day", (on, makes_up));
        let why = if makes_up.is_empty() { "" } else { "多数党员执行任务" };
        let minutes = [
            ("minutes", "一、学习\n学了。"),
            ("makes_up", makes_up),
            ("makes_up_reason", why),
            ("_version", "0"),
        ];
        let answer = by.post(&format!("{url}/closing"), &minutes);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        url
    }

    /// A closed meeting of a committee, as an import leaves it.
    pub(crate) fn committee_met(&self, kind: &str, unit: i64, on: &str) {
        let session = Session {
            on: day(on),
            from: "09:00".into(),
            to: "11:00".into(),
            place: "会议室".into(),
        };
        let person = self.people["党务员"];
        let entry = Entry { person, votes: true, presence: Presence::Came(1) };
        let closed = Closed {
            chair: Some(person),
            minutes: "议了几件事。".into(),
            roll: vec![(entry, None)],
            ..Closed::new(unit, kind, session, Instant::at(day(on), 12, 0))
        };
        let rules = Rules::built_in();
        prepare(&self.home, |w| {
            record::close_many(w, rules, std::slice::from_ref(&closed)).map(|_| ())
        });
    }

    /// Held with everybody who is not away; not closed.
    pub(crate) fn held(
        &self,
        by: &Browser,
        unit: i64,
        kind: &str,
        (on, makes_up): (&str, &str),
    ) -> String {
        let mut fields: Vec<(String, String)> = [
            ("kind", kind),
            ("unit", &unit.to_string()),
            ("makes_up", makes_up),
            ("title", "主题党日"),
            ("on1", on),
            ("from1", "15:00"),
            ("to1", "16:00"),
            ("place1", "会议室"),
            ("agenda", "学习"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        if kind == "theme_day" {
            fields.push(("topic".into(), "重温誓词".into()));
        }
        let roll = self.roll(unit, on);
        let chair = roll.iter().find(|it| !it.posts.is_empty()).unwrap().person;
        fields.push(("chair".into(), chair.to_string()));
        for it in roll {
            let came = if it.leave.is_some() { "leave" } else { "came1" };
            fields.push((format!("att_{}", it.person), came.into()));
            let word = it.leave.map_or("", LeaveWord::key);
            fields.push((format!("word_{}", it.person), word.into()));
        }
        let answer = post(by, "/records/held", &fields);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        answer.location
    }
}

/// What the first page sends; `roster1` of a temporary branch led by 罗一鸣.
pub(crate) fn fields(roster: &str, (from, until): (&str, &str)) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("code", "翠竹1号"),
        ("from", from),
        ("until", until),
        ("body", "临江县公安局机关党委"),
        ("record", ""),
        ("decided_on", "2026-11-09"),
        ("document_no", "纪要〔2026〕9号"),
        ("leader1", "罗一鸣"),
        ("roster1", roster),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for number in 1..=3 {
        fields.push((format!("sort{number}"), "temporary_branch".into()));
    }
    fields
}

fn prepare<T>(home: &Home, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    home.operator().act_system(&PREPARE, work).unwrap()
}

pub(crate) fn version(number: i64) -> Vec<(String, String)> {
    vec![("_version".to_owned(), number.to_string())]
}

pub(crate) fn post(by: &Browser, url: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    by.post(url, &fields)
}

/// What an answer complains about.
pub(crate) fn faults(answer: &Answer) -> String {
    let text = answer.body.split("id=\"problem\"").nth(1).unwrap_or(&answer.body);
    format!("{} {}", answer.status, text.chars().take(700).collect::<String>())
}

pub(crate) const DECISION: [(&str, &str); 4] = [
    ("body", "临江县公安局机关党委"),
    ("record", ""),
    ("decided_on", "2026-11-19"),
    ("document_no", "纪要〔2026〕11号"),
];

pub(crate) fn decision(until: &str, number: i64) -> Vec<(String, String)> {
    let fields = DECISION.map(|(name, value)| (name.to_owned(), value.to_owned()));
    [fields.to_vec(), vec![("until".to_owned(), until.to_owned())], version(number)].concat()
}
