//! The bureaus in which these stories play, and short ways to prepare them.

use std::path::Path;

use act::{Act, Acting, Actor, Core, Ctx, Error, Hat, Place, Power, Reach, Relation};
use db::bind;
use people::{
    NewMember,
    import::{self, Choices, Plan},
};
use systems::Systems;
use testkit::{Home, day};

pub(crate) const PREPARE: Act = Act::new("test.prepare", "准备");
pub(crate) const ROSTER: &str = "01_县局党员花名册.xlsx";

/// A county bureau (100) with its committee (2) over two branches (3, 4), a branch of another bureau (5).
pub(crate) fn home() -> Home {
    let home = Home::on("2026-11-20", |core: Core| {
        core.with(Systems::built_in().powers()).with(Systems::built_in().clone())
    });
    let units = [
        (100, "county_bureau", "administrative", "临江县公安局", None, Some("/100/"), 100, None),
        (
            2,
            "primary_committee",
            "party",
            "临江县公安局党委",
            Some("/2/"),
            Some("/100/2/"),
            100,
            Some(100),
        ),
        (
            3,
            "branch",
            "party",
            "临江县公安局刑事侦查大队党支部",
            Some("/2/3/"),
            Some("/100/3/"),
            100,
            Some(100),
        ),
        (4, "branch", "party", "城关派出所党支部", Some("/2/4/"), Some("/100/4/"), 100, Some(100)),
        (200, "county_bureau", "administrative", "南屏县公安局", None, Some("/200/"), 200, None),
        (
            5,
            "branch",
            "party",
            "南屏县公安局指挥中心党支部",
            Some("/9/5/"),
            Some("/200/5/"),
            200,
            Some(200),
        ),
    ];
    prepare(&home, |w| {
        for (id, kind, family, name, lead, line, organ, host) in units {
            let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key,
                           initials, official_order, founded_on, use_from, lead_path, line_path,
                           organ, host, version)
                       VALUES ($1, $2, $3, $4, $5, $5, '', '', 0, '2020-01-01', '2026-01-01', $6,
                               $7, $8, $9, 0)";
            let code = format!("C{id}");
            w.run(sql, bind![id, kind, family, code, name, lead, line, organ, host])?;
        }
        Ok(())
    });
    home
}

pub(crate) fn prepare<T>(home: &Home, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    home.operator().act_system(&PREPARE, work).unwrap()
}

pub(crate) fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/rosters");
    std::fs::read(folder.join(name)).unwrap()
}

pub(crate) fn rehearse(home: &Home, unit: i64, bytes: &[u8], choices: &Choices) -> Plan {
    let codes = import::codes(&home.operator()).unwrap();
    let read = |read: &db::Read| {
        import::rehearse(read, &home.core.keys, unit, (bytes, ROSTER), &codes, choices)
    };
    home.core.db.read(read).unwrap()
}

pub(crate) fn commit(home: &Home, unit: i64, bytes: &[u8], choices: &Choices) -> import::Done {
    let plan = rehearse(home, unit, bytes, choices);
    import::commit(&home.operator(), unit, &plan.rehearsal, choices, &|_, _| {}).unwrap()
}

pub(crate) fn wearing(home: &Home, unit: i64) -> Ctx {
    let post = home.hold(800, "party_officer", unit);
    let unit = home.core.db.read(|read| Place::find(read, unit)).unwrap().unwrap();
    let (relation, reach) = (Relation::Lead, Reach::House);
    let power = |act: &Act| Power { act: act.key.into(), relation, reach };
    let powers = people::ACTS.iter().map(power).collect::<Vec<_>>().into();
    let (kind, title) = ("party_officer".to_owned(), "党务干部".to_owned());
    let hat = Hat { post, kind, title, unit, powers, stand_in: None };
    Ctx::new(&home.core, Actor::Person { id: 800, name: "沈玉梅".into(), hat: Some(hat) })
}

pub(crate) fn names(home: &Home, unit: i64) -> Vec<String> {
    let on = day("2026-11-20");
    let roll = home.core.db.read(|read| people::roll(read, unit, on)).unwrap();
    roll.into_iter().map(|it| it.name).collect()
}

pub(crate) fn count(home: &Home, sql: &'static str) -> i64 {
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

pub(crate) fn csv(rows: &[&str]) -> Vec<u8> {
    format!("姓名,公民身份号码,学历,入党时间,转正时间,党支部,警号\n{}\n", rows.join("\n"))
        .into_bytes()
}

pub(crate) const AN: &str = "安丽华,330108199402090269,本科,2016-06-01,2017-06-01";
pub(crate) const BAI: &str = "白𬀩,51070420000423055X,大专,2022-07-01,2023-07-01";

pub(crate) fn admit(home: &Home, name: &str, unit: i64) -> i64 {
    admit_as(home, &NewMember::named(name, unit, day("2026-01-01"), "测试"))
}

pub(crate) fn admit_as(home: &Home, member: &NewMember) -> i64 {
    prepare(home, |w| people::admit(w, &home.core.keys, member))
}

/// Nothing chosen.
pub(crate) fn the() -> Choices {
    Choices::default()
}
