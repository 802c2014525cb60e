//! Prints how long it takes to write and judge a year of 1,500 branches.

use std::time::Instant;

use act::{Act, Acting, Core, Relation};
use db::{Value, bind};
use duty::{Happened, Law, Persons, Scope, Setting, Wanted, judge::Fact};
use rules::Rules;
use testkit::{Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");
const BRANCHES: i64 = 1500;
const MEMBERS: i64 = 20;

fn main() -> act::Result<()> {
    let home = Home::on("2026-11-20", |core: Core| core);
    home.operator().act_system(&PREPARE, prepare)?;
    let facts: Vec<Happened> = (0..BRANCHES).flat_map(year).collect();
    let start = clock();
    home.operator().act_system(&PREPARE, |w| {
        duty::serve_many(w, Rules::built_in(), &facts)?;
        w.rows(facts.len());
        Ok(())
    })?;
    println!("{} facts served in {} ms", facts.len(), start.elapsed().as_millis());
    home.core.db.analyze()?;
    home.core.db.read(|read| {
        let start = clock();
        let law = Law::load(read, Rules::built_in())?;
        let (root, scope) = ((Relation::Lead, 1), (Scope::Tree, Persons::Without));
        let bearers = duty::bearers(read, &law, root, 2026, scope)?;
        let loaded = start.elapsed().as_millis();
        let served = duty::served(read, root, 2026, scope)?;
        let read_in = start.elapsed().as_millis();
        let on = day("2026-11-20");
        let judged = bearers
            .iter()
            .map(|bearer| duty::verdicts(&law, bearer, &served, 2026, on, Wanted::Owed).len());
        let count: usize = judged.sum();
        let all = start.elapsed().as_millis();
        println!(
            "{} bearers, {count} verdicts: {loaded} ms bearers, {} ms services, {} ms judging",
            bearers.len(),
            read_in - loaded,
            all - read_in
        );
        Ok(())
    })
}

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn clock() -> Instant {
    Instant::now()
}

fn prepare(w: &Acting) -> act::Result<()> {
    let (mut units, mut paths) = (Vec::new(), Vec::new());
    let (mut people, mut spells, mut statuses) = (Vec::new(), Vec::new(), Vec::new());
    let mut posts: Vec<Value> = Vec::new();
    for n in 0..=BRANCHES {
        let id = n + 1;
        let (kind, path) = if n == 0 {
            ("primary_committee", "/1/".to_owned())
        } else {
            ("branch", format!("/1/{id}/"))
        };
        let code = format!("{id}");
        units.extend_from_slice(bind![
            id,
            kind,
            "party",
            code,
            code,
            code,
            "",
            "",
            0,
            "2015-07-01",
            "2015-07-01",
            path,
            0
        ]);
        paths.extend_from_slice(bind![id, "lead", path, "2015-07-01"]);
        for m in 0..if n == 0 { 0 } else { MEMBERS } {
            let person = id * 100 + m;
            people.extend_from_slice(bind![person, "某", "", "", "officer", "full", 0, false, 0]);
            spells.extend_from_slice(bind![person, person, id, "2020-01-01", ""]);
            statuses.extend_from_slice(bind![person, "full", "2020-01-01", ""]);
            if m < 3 {
                let kind = ["secretary", "organization_member", "discipline_member"][m as usize];
                posts.extend_from_slice(bind![person, person, id, kind, "", "2024-01-01"]);
            }
        }
    }
    let head = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                    official_order, founded_on, use_from, lead_path, version) VALUES ";
    w.insert_rows(head, 13, &units)?;
    w.insert_rows("INSERT INTO unit_path (unit, relation, path, from_on) VALUES ", 4, &paths)?;
    w.touch(1, db::Touch::Place);
    let head = "INSERT INTO person (id, name, name_key, initials, staff_class, member_status,
                    official_order, is_covert, version) VALUES ";
    w.insert_rows(head, 9, &people)?;
    let head = "INSERT INTO affiliation (id, person, unit, from_on, basis) VALUES ";
    w.insert_rows(head, 5, &spells)?;
    let head = "INSERT INTO member_status (person, status, from_on, basis) VALUES ";
    w.insert_rows(head, 4, &statuses)?;
    let head = "INSERT INTO post (id, person, unit, kind, basis, from_on) VALUES ";
    w.insert_rows(head, 6, &posts)?;
    Ok(())
}

/// Some sixty facts of one branch.
fn year(n: i64) -> Vec<Happened> {
    let unit = n + 2;
    let monthly = (1..=11).flat_map(|month| {
        ["theme_day", "committee_meeting", "training", "party_lecture", "talk"]
            .map(|kind| (month, kind))
    });
    let facts = monthly.chain((1..=4).map(|quarter| (quarter * 2, "general_meeting")));
    let made = facts.enumerate().map(|(place, (month, kind))| {
        let held_on = day(&format!("2026-{month:02}-05"));
        let id = unit * 100 + place as i64;
        let mut fact = Fact { id, title: "记录".into(), minutes: 90, ..Fact::new(kind, held_on) };
        for name in ["voters", "present", "committee-members", "committee-present"] {
            fact.figures.insert(name.into(), 5);
        }
        let setting = Setting {
            unit,
            url: "/records/1".into(),
            absent: Some(Vec::new()),
            lecturer: (kind == "party_lecture").then_some(unit * 100),
            talk: None,
        };
        (fact, setting)
    });
    made.collect()
}
