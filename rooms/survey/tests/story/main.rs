//! Stories of room survey: answered, released, shown; and that nothing ties an answer to a person.

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

/// A committee (1) with a large branch (3: 14 members), a middle one (4: 12) and a small one (5: 4).
struct World {
    home: Home,
    app: Arc<App>,
    members: BTreeMap<i64, Vec<i64>>,
    officer: (i64, i64),
}

impl World {
    fn new() -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            core.with(systems.clone()).with(record::SwitchedOn(|_, _, units, _| {
                let on = || ["R07".to_owned(), "R29".to_owned()].into();
                Ok(units.iter().map(|unit| (*unit, on())).collect())
            }))
        });
        home.found(1, "primary_committee", "南屏县公安局党委", "/1/", "/100/1/");
        let mut members = BTreeMap::new();
        for (unit, size) in [(3, 14), (4, 12), (5, 4)] {
            let (path, line) = (format!("/1/{unit}/"), format!("/100/{unit}/"));
            home.found(unit, "branch", &format!("第{unit}党支部"), &path, &line);
            let people: Vec<i64> =
                (0..size).map(|no| admit(&home, &format!("党员{unit}{no:02}"), unit)).collect();
            members.insert(unit, people);
        }
        let officer = admit(&home, "干事", 5);
        let post = prepare(&home, |w| {
            people::appoint(w, officer, 1, "party_officer", day("2024-01-01"), "任命")
        });
        let app = testkit::app(&home, vec![record::room(), survey::room()]);
        Self { home, app, members, officer: (officer, post) }
    }

    fn member(&self, unit: i64, number: usize) -> Browser {
        Browser::of(&self.app, self.members[&unit][number], None)
    }

    fn answer(&self, unit: i64, number: usize, choices: [&str; 3]) -> Answer {
        let unit_text = unit.to_string();
        let [needed, honest, helpful] = choices;
        let fields = [
            ("poll", "meetings"),
            ("quarter", "2026-Q4"),
            ("group", unit_text.as_str()),
            ("needed", needed),
            ("honest", honest),
            ("helpful", helpful),
        ];
        self.member(unit, number).post("/me/questions", &fields)
    }

    /// The nightly work, as the schedule runs it.
    fn release(&self) {
        let core = &self.home.core;
        let ctx = act::Ctx::new(core, act::Actor::System("poll.release"));
        (survey::JOB.run)(&ctx, &serde_json::Value::Null).unwrap();
    }

    fn officer(&self) -> Browser {
        Browser::of(&self.app, self.officer.0, Some(self.officer.1))
    }

    fn one<T: serde::de::DeserializeOwned>(&self, sql: &'static str) -> T {
        self.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
    }
}

fn prepare<T>(home: &Home, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    home.operator().act_system(&PREPARE, work).unwrap()
}

fn admit(home: &Home, name: &str, unit: i64) -> i64 {
    let member = NewMember::named(name, unit, day("2020-01-01"), "测试");
    prepare(home, |w| people::admit(w, &home.core.keys, &member))
}

const MIXED: [[&str; 3]; 3] =
    [["yes", "yes", "rather"], ["rather", "yes", "yes"], ["no", "no", "no"]];

#[test]
fn three_questions_are_answered_once_and_shown_when_the_quarter_is_over() {
    let world = World::new();
    let page = world.member(3, 0).get("/me/questions").body;
    assert!(page.contains("这个季度开的会，有必要吗") && !page.contains("<textarea"), "{page}");
    for (unit, size) in [(3, 14), (4, 12), (5, 4)] {
        for number in 0..size {
            let sent = world.answer(unit, number, MIXED[number % 3]);
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }
    assert_eq!(world.answer(3, 0, MIXED[0]).status, 409, "once");
    assert!(world.member(3, 0).get("/me/questions").body.contains("现在没有要问您的"));
    assert!(
        world.member(3, 0).get("/polls/3").body.contains("还没有公布过结果"),
        "nothing is shown before"
    );
    world.release();
    assert_eq!(world.one::<i64>("SELECT count(*) FROM urn"), 3, "the quarter is not over");
    world.home.wait_until("2027-01-01");
    world.release();
    assert_eq!(world.one::<i64>("SELECT count(*) FROM urn"), 0, "answers and marks are gone");
    let page = world.member(3, 0).get("/polls/3").body;
    assert!(page.contains("2026年第四季度") && page.contains(">14</td>"), "{page}");
    let small = world.member(5, 0).get("/polls/5").body;
    assert!(small.contains("本级不显示") && small.contains("南屏县公安局党委合起来的"), "{small}");
    let middle = world.member(4, 0).get("/polls/4").body;
    assert!(
        middle.contains("本级不显示"),
        "14 of 30 are shown, so 12 must not be: 4 would be left. {middle}"
    );
    let above = world.officer().get("/polls/1").body;
    assert!(above.contains(">30</td>") && above.contains("/polls/5"), "{above}");
    assert_eq!(
        world.member(3, 0).get("/polls/4").status,
        404,
        "another branch's is not there for a member"
    );
}

/// What is on the side of the home page of the first member of a branch, under the hat of a post or under none.
fn at_home(world: &World, kind: Option<&str>) -> String {
    let core = &world.home.core;
    let hat = kind.map(|kind| act::Hat {
        post: 1,
        kind: kind.to_owned(),
        title: kind.to_owned(),
        unit: core.db.read(|read| act::Place::find(read, 3)).unwrap().unwrap(),
        powers: Systems::built_in().powers().of(kind),
        stand_in: None,
    });
    let id = world.members[&3][0];
    let ctx = act::Ctx::new(core, act::Actor::Person { id, name: "党员".into(), hat });
    let gathered = ctx.read(|read| web::at_home(&ctx, read, &[survey::room()])).unwrap();
    gathered.into_iter().flat_map(|(_, cards)| cards).map(|card| card.0).collect()
}

#[test]
fn an_administrator_is_asked_as_himself_and_not_under_his_hat() {
    let world = World::new();
    let question = "这个季度开的会，有必要吗";
    for kind in ["system_administrator", "security_administrator", "audit_administrator"] {
        assert_eq!(at_home(&world, Some(kind)), "", "{kind}");
    }
    assert!(at_home(&world, None).contains(question), "on his own page he is a member");
    assert!(at_home(&world, Some("secretary")).contains(question), "as everybody else is");
    assert!(world.member(3, 0).get("/me/questions").body.contains(question));
}

#[test]
fn the_result_is_a_click_away_before_one_has_answered() {
    let world = World::new();
    let page = world.member(3, 0).get("/me/questions").body;
    assert!(page.contains("这个季度开的会") && page.contains("href=\"/polls\""), "{page}");
}

#[test]
fn a_leader_of_an_organ_reads_what_was_released_of_its_own_committees() {
    let world = World::new();
    for number in 0..14 {
        assert_eq!(world.answer(3, number, MIXED[number % 3]).status, 303);
    }
    world.home.wait_until("2027-01-02");
    world.release();
    world.home.found(100, "county_bureau", "南屏县公安局", "/100/", "/100/");
    prepare(&world.home, |w| {
        let sql = "UPDATE unit SET family = 'administrative', lead_path = NULL, lead_parent = NULL,
                     organ = 100 WHERE id = 100";
        w.run(sql, &[])?;
        Ok(w.run("UPDATE unit SET organ = 100, host = 100 WHERE id IN (1, 3)", &[])?)
    });
    let leader = admit(&world.home, "局长", 5);
    let post = prepare(&world.home, |w| {
        people::appoint(w, leader, 100, "organ_leader", day("2024-01-01"), "任命")
    });
    let leader = Browser::of(&world.app, leader, Some(post));
    assert_eq!(leader.get("/polls").location, "/polls/1");
    assert_eq!(leader.get("/polls/1").status, 200);
    assert_eq!(leader.get("/polls/4").status, 404, "it stands in no unit of his organ");
    let list = world.officer().post("/polls/1/lists", &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]), "{}", list.body);
    assert_eq!(world.member(3, 0).post("/polls/3/lists", &[]).status, 404, "the page is enough");
}

#[test]
fn no_table_ties_an_answer_to_a_person() {
    let world = World::new();
    let count = |table: &str| {
        let sql: &'static str = Box::leak(format!("SELECT count(*) FROM {table}").into_boxed_str());
        world.one::<i64>(sql)
    };
    let tables: Vec<String> = world
        .home
        .core
        .db
        .read(|read| Ok::<_, db::Error>(read.tables()?.into_iter().map(|it| it.name).collect()))
        .unwrap();
    assert!(tables.iter().any(|it| it == "event"));
    assert!(!tables.iter().any(|it| it == "urn"), "no copy of the database holds urns");
    let rows = || -> Vec<i64> { tables.iter().map(|it| count(it)).collect() };
    let before = rows();
    let content = || world.one::<Vec<u8>>("SELECT content FROM urn");
    assert_eq!(world.answer(3, 0, MIXED[0]).status, 303);
    let (id, first) = (world.one::<i64>("SELECT id FROM urn"), content());
    for number in 1..14 {
        assert_eq!(world.answer(3, number, MIXED[number % 3]).status, 303);
    }
    assert_eq!(
        rows(),
        before,
        "no row in any other table: no event, view, notice, job, half-filled form, seal"
    );
    assert_eq!(count("urn"), 1, "no row for an answer or a person");
    assert_eq!(
        content().len(),
        first.len(),
        "how many have answered cannot be told from its length"
    );
    let now = world.home.core.clock.now().millis();
    let near = world.home.core.db.id();
    assert!((id - near).abs() > 1 << 40 && id != now, "its id is not of the time");
    let columns: Vec<Vec<String>> = world
        .home
        .core
        .db
        .read(|read| {
            let sealed = content();
            let text = String::from_utf8_lossy(&sealed).into_owned();
            Ok::<_, db::Error>(vec![vec![text, read.one::<String>("SELECT poll FROM urn", &[])?]])
        })
        .unwrap();
    for person in world.members.values().flatten() {
        assert!(columns.iter().flatten().all(|it| !it.contains(&person.to_string())));
    }
}

#[test]
fn nobody_comes_in_beside_the_form() {
    let world = World::new();
    assert_eq!(world.answer(3, 0, ["", "", ""]).status, 422, "at least one touch");
    let other = [("poll", "meetings"), ("quarter", "2026-Q4"), ("group", "4"), ("needed", "yes")];
    assert_eq!(
        world.member(3, 0).post("/me/questions", &other).status,
        409,
        "another branch's question"
    );
    let past = [("poll", "meetings"), ("quarter", "2026-Q3"), ("group", "3"), ("needed", "yes")];
    assert_eq!(world.member(3, 0).post("/me/questions", &past).status, 409, "over");
    let free = [
        ("poll", "meetings"),
        ("quarter", "2026-Q4"),
        ("group", "3"),
        ("needed", "yes"),
        ("words", "某某"),
    ];
    assert_eq!(world.member(3, 0).post("/me/questions", &free).status, 422, "no free text");
    assert_eq!(world.one::<i64>("SELECT count(*) FROM urn"), 0);
}

#[test]
fn a_lecture_is_rated_by_those_who_sat_there() {
    let world = World::new();
    let on = day("2026-11-10");
    let session =
        Session { on, from: "15:00".into(), to: "16:00".into(), place: "会议室".into() };
    let came = |number: usize, person: i64| {
        let presence = if number < 12 { Presence::Came(1) } else { Presence::Absent };
        (Entry { person, votes: true, presence }, None)
    };
    let lecture = Closed {
        title: "书记讲党课".into(),
        minutes: "讲了党课。".into(),
        variety: "branch".into(),
        roll: world.members[&3].iter().enumerate().map(|(no, id)| came(no, *id)).collect(),
        ..Closed::new(3, "party_lecture", session, Instant::at(on, 18, 0))
    };
    let ids = prepare(&world.home, |w| {
        record::close_many(w, Rules::built_in(), std::slice::from_ref(&lecture))
    });
    let id = ids[0].to_string();
    assert!(world.member(3, 0).get("/me/questions").body.contains("书记讲党课（11月10日）"));
    assert!(
        !world.member(3, 13).get("/me/questions").body.contains("书记讲党课"),
        "he was not there"
    );
    for number in 0..12 {
        let choice = ["yes", "yes", "rather"][number % 3];
        let fields = [
            ("poll", "lecture"),
            ("quarter", "2026-Q4"),
            ("group", id.as_str()),
            ("clear", choice),
            ("helpful", choice),
        ];
        assert_eq!(world.member(3, number).post("/me/questions", &fields).status, 303);
    }
    let fields =
        [("poll", "lecture"), ("quarter", "2026-Q4"), ("group", id.as_str()), ("clear", "no")];
    assert_eq!(world.member(3, 13).post("/me/questions", &fields).status, 409);
    world.home.wait_until("2027-01-12");
    world.release();
    let page = world.member(3, 0).get("/polls/3").body;
    assert!(page.contains("书记讲党课") && page.contains("基本是和不是共4人，不分开列"), "{page}");
    let doubt = world.officer().get(&format!("/records/{id}")).body;
    assert!(doubt.contains("没有记听课的人提问"), "{doubt}");
}
