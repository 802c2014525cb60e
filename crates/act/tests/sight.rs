//! What a list shows is what a check allows: on random trees, for every reach and both relations.

use std::sync::Arc;

use act::{Act, Actor, Core, Ctx, Error, Hat, Place, Power, Powers, Reach, Relation};
use db::bind;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use testkit::Home;

const SEE: Act = Act::new("see.unit", "看单位");
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
    is_subgroup: bool,
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
            is_subgroup: at[0] % 3 == 0,
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
                let kind = if unit.is_subgroup { "subgroup" } else { "branch" };
                let code = format!("U{}", id(place));
                w.run(sql, bind![id(place), code, lead, line, organ, kind])?;
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
    let home = Arc::new(Home::on("2026-11-20", |core: Core| core.with(Powers::default())));
    let power = |relation, reach| Power { act: SEE.key.into(), relation, reach };
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
            Ok(())
        })
        .unwrap();
}
