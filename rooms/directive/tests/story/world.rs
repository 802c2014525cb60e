//! A committee with a general branch in between and three branches, each with its secretary.

use std::{collections::BTreeMap, sync::Arc};

use act::{Act, Acting, Core};
use org::NewUnit;
use people::{NewMember, Status};
use rules::Rules;
use systems::Systems;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");

pub(crate) struct World {
    pub(crate) home: Home,
    app: Arc<App>,
    pub(crate) bureau: i64,
    pub(crate) committee: i64,
    pub(crate) general: i64,
    pub(crate) crime: i64,
    pub(crate) order: i64,
    pub(crate) traffic: i64,
    people: BTreeMap<&'static str, i64>,
}

/// Each first is the secretary of his branch.
const CRIME: [&str; 3] = ["周立群", "陈晓梅", "罗一鸣"];
const ORDER: [&str; 3] = ["韩雪松", "田野青", "党务员"];
const TRAFFIC: [&str; 3] = ["孙大路", "钱小桥", "总支书"];

impl World {
    pub(crate) fn new() -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            core.with(Rules::built_in().clone())
                .with(systems.powers())
                .with(systems.clone())
                .with(org::Followers(vec![people::follow]))
                .with(record::SwitchedOn(|_, _, units, _| {
                    let all = || Systems::built_in().systems().map(|it| it.key.clone()).collect();
                    Ok(units.iter().map(|unit| (*unit, all())).collect())
                }))
        });
        let [bureau, committee, general, crime, order, traffic] = prepare(&home, |w| {
            let found = |kind: &str, name: &str, lead: Option<i64>, host: Option<i64>| {
                let new = NewUnit {
                    lead,
                    host,
                    use_from: Some(day("2026-01-01")),
                    ..NewUnit::new(kind, name, day("2020-01-01"))
                };
                org::found_unit(w, Systems::built_in(), &new)
            };
            let bureau = found("county_bureau", "临江县公安局", None, None)?;
            let host = Some(bureau);
            let committee = found("organ_committee", "临江县公安局机关党委", None, host)?;
            let general = found("general_branch", "交警大队党总支", Some(committee), host)?;
            let crime = found("branch", "刑侦支部", Some(committee), host)?;
            let order = found("branch", "治安支部", Some(committee), host)?;
            let traffic = found("branch", "交警支部", Some(general), host)?;
            Ok([bureau, committee, general, crime, order, traffic])
        });
        let rooms = vec![record::room(), duty::room(), operation::room(), directive::room()];
        let app = testkit::app(&home, rooms);
        let people = BTreeMap::new();
        let mut world =
            Self { home, app, bureau, committee, general, crime, order, traffic, people };
        for (names, unit) in [(CRIME, crime), (ORDER, order), (TRAFFIC, traffic)] {
            for name in names {
                world.admit(name, unit);
            }
        }
        for (name, unit) in [("周立群", crime), ("韩雪松", order), ("孙大路", traffic)] {
            world.home.hold(world.people[name], "secretary", unit);
        }
        world
    }

    fn admit(&mut self, name: &'static str, unit: i64) {
        let mut member = NewMember::named(name, unit, day("2020-01-01"), "测试");
        member.status = Status::Full;
        member.official_order = i64::try_from(self.people.len()).unwrap();
        let keys = &self.home.core.keys;
        let person = prepare(&self.home, |w| people::admit(w, keys, &member));
        self.people.insert(name, person);
    }

    pub(crate) fn prepare<T>(&self, work: impl Fn(&Acting) -> act::Result<T>) -> T {
        prepare(&self.home, work)
    }

    /// Somebody at the screen under a post.
    pub(crate) fn under(&self, name: &str, kind: &str, unit: i64) -> Browser {
        let person = self.people[name];
        Browser::of(&self.app, person, Some(self.home.hold(person, kind, unit)))
    }

    /// Titles with words of what waits for him under a post.
    pub(crate) fn at_home(&self, name: &'static str, kind: &str, unit: i64) -> String {
        let (core, person) = (&self.home.core, self.people[name]);
        let post = self.home.hold(person, kind, unit);
        let found = self.home.operator().read(|read| Ok(act::Place::find(read, unit)?.unwrap()));
        let hat = act::Hat {
            post,
            kind: kind.to_owned(),
            title: kind.to_owned(),
            unit: found.unwrap(),
            powers: Systems::built_in().powers().of(kind),
            stand_in: None,
        };
        let actor = act::Actor::Person { id: person, name: name.to_owned(), hat: Some(hat) };
        let ctx = act::Ctx::new(core, actor);
        let gathered = ctx.read(|read| web::at_home(&ctx, read, &[directive::room()])).unwrap();
        let todos = gathered.into_iter().flat_map(|it| it.0);
        let lines = todos.map(|it| format!("{}：{}，{:?}", it.title, it.words, it.actions));
        lines.collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn person(&self, name: &str) -> i64 {
        self.people[name]
    }

    pub(crate) fn officer(&self) -> Browser {
        self.under("党务员", "party_officer", self.committee)
    }

    /// A rite that the committee held; its id.
    pub(crate) fn rite(&self) -> i64 {
        self.prepare(|w| {
            let empty = String::new;
            let on = day("2026-11-12");
            let session = record::Session { on, from: empty(), to: empty(), place: empty() };
            let closed = record::Closed {
                minutes: "重温了入党誓词。".into(),
                ..record::Closed::new(self.committee, "rite", session, w.now)
            };
            Ok(record::close_many(w, Rules::built_in(), &[closed])?[0].0)
        })
    }

    /// As its unit would.
    pub(crate) fn withdraw(&self, record: i64) {
        let secretary = self.under("罗一鸣", "secretary", self.committee);
        let page = secretary.get(&format!("/records/{record}/withdrawal")).body;
        let version = page.split("name=\"_version\" value=\"").nth(1).unwrap();
        let version = version.split('"').next().unwrap();
        let why = [("reason", "写错了"), ("_version", version)];
        let answer = secretary.post(&format!("/records/{record}/withdrawal"), &why);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
    }

    /// An entry in the committee's ledger; its URL.
    pub(crate) fn entered(&self) -> String {
        let answer = self.officer().post("/instructions", ENTRY);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        answer.location
    }

    /// Given to the deputy secretary of the committee; its URL.
    pub(crate) fn given(&self, entry: &str) -> String {
        let officer = self.officer();
        let answer = officer.post(&format!("{entry}/tasks"), TASK);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        let page = officer.get(entry).body;
        let from = page.split("href=\"/instructions/tasks/").last().unwrap();
        format!("/instructions/tasks/{}", from.split('"').next().unwrap())
    }

    /// Who holds the post that the task is given to.
    pub(crate) fn deputy(&self) -> Browser {
        self.under("陈晓梅", "full_time_deputy_secretary", self.committee)
    }

    /// Issued to the branches by the officer; its URL.
    pub(crate) fn issued(&self) -> String {
        let answer = self.officer().post("/directives", FIELDS);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        answer.location
    }

    /// A theme day of a branch that everybody came to, closed by its secretary; its id.
    pub(crate) fn theme_day(by: &Browser, url: &str, on: &str) -> String {
        let id = url.rsplit('/').next().unwrap().to_owned();
        let page = by.get(url).body;
        let mut sent = fields_of(&page);
        for (name, value) in [("on1", on), ("topic", "学习"), ("place1", "会议室")] {
            sent.retain(|(known, _)| known != name);
            sent.push((name.to_owned(), value.to_owned()));
        }
        let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let answer = by.post(&format!("/records/{id}/holding"), &sent);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        let minutes = [
            ("minutes", "一、学习\n学了。"),
            ("task", "接处警先亮明身份"),
            ("owner", "周立群"),
            ("due", "2026-12-31"),
            ("_version", "1"),
        ];
        let answer = by.post(&format!("/records/{id}/closing"), &minutes);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        id
    }
}

pub(crate) const ENTRY: &[(&str, &str)] = &[
    ("number", "督〔2026〕7号"),
    ("received", "2026-11-02"),
    ("category", "instruction"),
    ("level", "city"),
    ("body", "市公安局党委"),
    ("title", "关于做好冬季安全防范的批示"),
    ("summary", "逐个单位排查隐患，年底前报情况"),
    ("basis", "市局督字〔2026〕31号"),
    ("due", "2026-12-25"),
];

pub(crate) const TASK: &[(&str, &str)] = &[
    ("words", "梳理机关办公区安全隐患，列出清单"),
    ("post", "full_time_deputy_secretary"),
    ("due", "2026-11-30"),
];

pub(crate) const FIELDS: &[(&str, &str)] = &[
    ("title", "学习贯彻规范执法部署"),
    ("basis", "党委会议纪要〔2026〕21号"),
    ("items", "传达部署\n议定一两件能改的事"),
    ("serves", "theme_day"),
    ("from", "2026-11-01"),
    ("until", "2026-11-30"),
    ("to", "branch"),
    ("left_out", ""),
    ("duty", ""),
    ("minutes", "30"),
];

/// What the form of a draft would send as it stands.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for tag in page.split("<input ").skip(1).map(|it| it.split('>').next().unwrap_or_default()) {
        let at = |name: &str| {
            let rest = tag.split(&format!("{name}=\"")).nth(1)?;
            rest.split('"').next().map(str::to_owned)
        };
        let is_off = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
        if let Some(name) = at("name").filter(|_| !is_off || tag.contains(" checked")) {
            fields.push((name, at("value").unwrap_or_default()));
        }
    }
    for part in page.split("<select ").skip(1) {
        let name = part.split("name=\"").nth(1).and_then(|it| it.split('"').next());
        let chosen = part.split("</select>").next().unwrap_or_default();
        let chosen = chosen.split("<option ").find(|it| it.contains(" selected"));
        let value = chosen.and_then(|it| it.split("value=\"").nth(1)?.split('"').next());
        if let (Some(name), Some(value)) = (name, value) {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    fields.retain(|(name, _)| !name.starts_with("_key") && name != "q");
    fields
}

fn prepare<T>(home: &Home, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    home.operator().act_system(&PREPARE, work).unwrap()
}

/// What an answer complains about.
pub(crate) fn faults(answer: &Answer) -> String {
    let text = answer.body.split("id=\"problem\"").nth(1).unwrap_or(&answer.body);
    format!("{} {}", answer.status, text.chars().take(700).collect::<String>())
}
