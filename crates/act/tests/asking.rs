//! Several who want to know something ask together: as many statements as the longest chain of questions has.

use act::{Error, Result};
use db::{
    Asker,
    Column::{self, Bytes, Flag, Int, Text},
    Query, Read, Wanting, bind,
};
use serde::Deserialize;
use testkit::Home;

const UNIT: &[Column] = &[Int("id"), Text("short_name"), Flag("is_first"), Int("organ")];

#[derive(Debug, PartialEq, Deserialize)]
struct Unit {
    id: i64,
    short_name: String,
    is_first: bool,
    organ: Option<i64>,
}

/// The latest first, without an end: a query keeps its order.
fn units(first: i64) -> Query {
    Query::new(
        "SELECT id, short_name, (id = {}) AS is_first, CAST(NULL AS BIGINT) AS organ
         FROM unit_now WHERE id >= {} ORDER BY id DESC",
        bind![first, first],
    )
}

/// A room that asks once for structs.
async fn names(ask: &Asker, first: i64) -> Result<String> {
    let units: Vec<Unit> = ask.all(UNIT, units(first)).await?;
    let line = |it: &Unit| format!("{}{}{}", it.short_name, it.is_first, it.organ.is_none());
    Ok(units.iter().map(line).collect::<Vec<_>>().join(" "))
}

/// A room whose second question hangs on the answer to the first; and one that has nothing to ask.
async fn chain(ask: &Asker, first: i64) -> Result<String> {
    let nothing = ask.all::<i64>(&[Int("id")], None);
    let ids: Vec<i64> = ask.all(&[Int("id")], units(first)).await?;
    let mut query = Query::new(
        "SELECT u.name, (SELECT digest FROM event ORDER BY id LIMIT 1) AS digest FROM unit_now u",
        &[],
    );
    query.in_list(" WHERE u.id IN ", &ids[..1]);
    let found: Vec<(String, Vec<u8>)> = ask.all(&[Text("name"), Bytes("digest")], query).await?;
    Ok(format!("{} {} {}", found[0].0, found[0].1.len(), nothing.await?.len()))
}

fn home() -> Home {
    let home = Home::on("2026-11-20", |core| core);
    for (unit, name) in [(1, "甲"), (2, "乙"), (3, "丙")] {
        home.found(unit, "branch", name, &format!("/{unit}/"), &format!("/{unit}/"));
    }
    home
}

fn together(read: &Read) -> Result<Vec<String>> {
    let ask = Asker::default();
    let wanting: Vec<Wanting<'_, String, Error>> = vec![
        Box::pin(names(&ask, 1)),
        Box::pin(chain(&ask, 2)),
        Box::pin(async { Ok("nothing to ask".to_owned()) }),
        Box::pin(names(&ask, 3)),
    ];
    ask.finish_all(read, wanting)
}

#[test]
fn whoever_asks_together_asks_once() {
    let home = home();
    let (found, tally) = db::tally(|| home.core.db.read(together).expect("every query is right"));
    let names = |of: &str| of.split(' ').map(|it| it.chars().next()).collect::<Option<String>>();
    assert_eq!(names(&found[0]).as_deref(), Some("丙乙甲"));
    assert_eq!(found[0].split(' ').next_back(), Some("甲truetrue"), "its own columns and types");
    assert_eq!(found[1], "丙 32 0");
    assert_eq!(found[2], "nothing to ask");
    assert_eq!(found[3], "丙truetrue");
    assert_eq!(tally.statements, 2, "five questions, of which one hangs on another");
}

#[test]
fn a_wrong_question_is_an_error_for_all() {
    let home = home();
    let failed = home.core.db.read(|read| {
        let ask = Asker::default();
        let wrong = async { Ok(ask.all::<i64>(&[Int("no_such")], units(1)).await?) };
        ask.finish::<_, Error>(read, wrong)
    });
    assert!(matches!(failed, Err(Error::Broken(_))), "no such column");
    let misfit = home.core.db.read(|read| {
        let ask = Asker::default();
        let wrong = async { Ok(ask.all::<i64>(&[Text("short_name")], units(1)).await?) };
        ask.finish::<_, Error>(read, wrong)
    });
    assert!(matches!(misfit, Err(Error::Broken(_))), "a text is no number");
}
