//! What a list shows is what a check allows: on random trees, for every reach and both relations.

use std::sync::Arc;

use act::{Act, Actor, Core, Ctx, Error, Guard, Hat, Place, Power, Powers, Reach, Relation};
use db::bind;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use testkit::Home;

const SEE: Act = Act::new("see.unit", "看单位");
/// Lets those see a guarded unit who have it over the unit.
const GUARD: Act = Act::new("see.guarded", "看少数人看的单位");
const KINDS: [&str; 3] = ["subgroup", "branch", "guarded"];
const REACHES: [Reach; 6] =
    [Reach::Own, Reach::Unit, Reach::Organ, Reach::House, Reach::Below, Reach::All];

/// A unit of a random forest: where it hangs by each relation (`None`: outside), and its border.
#[derive(Debug, Clone)]
struct Planted {
    lead: Option<usize>,
    line: Option<usize>,
    has_lead: bool,
    has_line: bool,
    organ: Option<usize>,
    kind: &'static str,
}

fn forest() -> impl Strategy<Value = Vec<Planted>> {
    let unit = (any::<[u8; 3]>(), any::<[bool; 5]>()).prop_map(|(at, is)| {
        let place = |n: usize| usize::from(at[n]);
        Planted {
            lead: is[0].then(|| place(0)),
            line: is[1].then(|| place(1)),
            has_lead: is[2] || is[3],
            has_line: is[3] || is[4],
            organ: (at[2] % 5 > 0).then(|| place(2)),
            kind: KINDS[usize::from(at[0] % 3)],
        }
    });
    prop::collection::vec(unit, 2..24)
}

/// Ids of very different length, so that no path is by chance the beginning of another's.
fn id(place: usize) -> i64 {
    [5, 55, 6, 1, 10, 100, 7, 77, 2, 12][place % 10] + 1000 * (place / 10) as i64
}

/// `/1/5/9/` by a parent that stands before the unit in the list.
fn path(parents: &[Option<usize>], place: usize) -> String {
    match parents[place].filter(|_| place > 0) {
        Some(above) => format!("{}{}/", path(parents, above % place), id(place)),
        None => format!("/{}/", id(place)),
    }
}

fn plant(home: &Home, forest: &[Planted]) {
    let lead: Vec<_> = forest.iter().map(|it| it.lead).collect();
    let line: Vec<_> = forest.iter().map(|it| it.line).collect();
    home.core
        .db
        .write(&[], |w| {
            w.run("DELETE FROM unit", &[])?;
            for (place, unit) in forest.iter().enumerate() {
                let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key,
                               initials, official_order, founded_on, use_from, lead_path,
                               line_path, organ, version)
                           VALUES ($1, $6, 'party', $2, $2, $2, '', '', 0, '2020-01-01',
                               '2020-01-01', $3, $4, $5, 0)";
                let lead = unit.has_lead.then(|| path(&lead, place));
                let line = unit.has_line.then(|| path(&line, place));
                let organ = unit.organ.map(|it| id(it % forest.len()));
                let code = format!("U{}", id(place));
                w.run(sql, bind![id(place), code, lead, line, organ, unit.kind])?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
}

fn wearing(home: &Home, unit: Place, powers: Vec<Power>) -> Ctx {
    let (kind, title) = ("secretary".to_owned(), "书记".to_owned());
    let hat = Hat { post: 9, kind, title, unit, powers: powers.into(), stand_in: None };
    Ctx::new(&home.core, Actor::Person { id: 1, name: "甲".into(), hat: Some(hat) })
}

/// Every hat of the forest under these powers: the list and the check say the same.
fn lists_and_checks_agree(home: &Arc<Home>, units: &[Place], powers: &[Power]) {
    for unit in units {
        let ctx = wearing(home, unit.clone(), powers.to_vec());
        let sight = ctx.sight(&SEE);
        let listed: Vec<i64> = ctx
            .read(|read| {
                let mut query = db::Query::new("SELECT u.id FROM unit_now u WHERE 1 = 1", &[]);
                sight.limit(&mut query);
                query.add(" ORDER BY u.id", &[]);
                Ok(query.all(read)?)
            })
            .unwrap();
        let held: Vec<i64> = units.iter().filter(|it| sight.holds(it)).map(|it| it.id).collect();
        let allowed: Vec<i64> =
            units.iter().filter(|it| ctx.allows(&SEE, it)).map(|it| it.id).collect();
        assert_eq!(listed, held, "{powers:?} of {unit:?}");
        assert_eq!(held, allowed, "{powers:?} of {unit:?}");
    }
}

#[test]
fn lists_and_checks_agree_on_random_trees() {
    let guard = Guard { kind: "guarded".into(), act: GUARD.key.into() };
    let powers = Powers::default().guarding([guard]);
    let home = Arc::new(Home::on("2026-11-20", |core: Core| core.with(powers.clone())));
    let power = |relation, reach| Power { act: SEE.key.into(), relation, reach };
    let lets = |relation, reach| Power { act: GUARD.key.into(), relation, reach };
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&(forest(), 0..6_usize, 0..6_usize), |(forest, first, second)| {
            plant(&home, &forest);
            let sql = "SELECT id, kind, name, short_name, lead_path, line_path, organ
                       FROM unit ORDER BY id";
            let units: Vec<Place> =
                home.core.db.read(|read| Ok::<_, Error>(read.all(sql, &[])?)).unwrap();
            for relation in [Relation::Lead, Relation::Line] {
                for reach in REACHES {
                    lists_and_checks_agree(&home, &units, &[power(relation, reach)]);
                }
            }
            let both =
                [power(Relation::Lead, REACHES[first]), power(Relation::Line, REACHES[second])];
            lists_and_checks_agree(&home, &units, &both);
            let let_in =
                [power(Relation::Lead, REACHES[first]), lets(Relation::Lead, REACHES[second])];
            lists_and_checks_agree(&home, &units, &let_in);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_guarded_unit_is_seen_by_whom_its_act_reaches_alone() {
    let guard = Guard { kind: "guarded".into(), act: GUARD.key.into() };
    let powers = Powers::default().guarding([guard]);
    let home = Home::on("2026-11-20", |core: Core| core.with(powers.clone()));
    let place = |id: i64, kind: &str, lead: &str, organ: i64| Place {
        id,
        kind: kind.into(),
        name: String::new(),
        short_name: String::new(),
        lead_path: Some(lead.into()),
        line_path: None,
        organ: Some(organ),
    };
    let city = place(1, "committee", "/1/", 1);
    let county = place(2, "committee", "/1/2/", 2);
    let committee = place(3, "committee", "/1/2/3/", 2);
    let guarded = place(4, "guarded", "/1/2/3/4/", 2);
    let below = Power { act: SEE.key.into(), relation: Relation::Lead, reach: Reach::Below };
    let lets = Power { act: GUARD.key.into(), relation: Relation::Lead, reach: Reach::Organ };
    let sees = |unit: &Place, powers: &[&Power]| {
        let powers = powers.iter().map(|it| (*it).clone()).collect();
        wearing(&home, unit.clone(), powers).sight(&SEE).holds(&guarded)
    };
    assert!(!sees(&committee, &[&below]), "to stand above is not enough");
    assert!(sees(&committee, &[&below, &lets]));
    assert!(sees(&county, &[&below, &lets]), "of the same organ");
    assert!(!sees(&city, &[&below, &lets]), "of another organ");
    assert!(sees(&guarded, &[&below]), "its own people need no leave");
}
