//! Measures a picture of a province: 1,500 branches, a year of records.
//!
//! `cargo run --release -p situation --example province`

use std::time::Instant;

use act::{Act, Actor, Core, Ctx, Relation};
use calendar::{Clock, Day};
use db::{Db, Durability, Target};
use duty::{Happened, Setting, judge::Fact};
use org::NewUnit;
use people::{NewMember, NewPost};
use rules::Rules;
use situation::{Ask, Part, Scope, draw, look};
use systems::Systems;

const PREPARE: Act = Act::new("test.prepare", "准备");
const COUNTIES: usize = 100;
const BRANCHES: usize = 15;
const MEMBERS: usize = 20;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn main() -> act::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/tmp/province".to_owned());
    let _ = std::fs::remove_dir_all(&folder);
    let db = Db::open(&Target::Folder(folder.into()), Durability::Off)?;
    let core = Core::new(db, crypto::Keys::for_tests(), Clock::fixed_on(day("2026-11-20")));
    let core = core.with(Rules::built_in().clone()).with(Systems::built_in().clone());
    let ctx = Ctx::new(&core.into(), Actor::Operator);
    let started = Instant::now();
    let root = grow(&ctx)?;
    println!("{:>8.1?} to prepare", started.elapsed());
    for relation in [Relation::Line, Relation::Line, Relation::Line] {
        let ask = Ask { relation, node: root, on: ctx.today };
        let started = Instant::now();
        let view = ctx.read(|read| look(read, Rules::built_in(), Systems::built_in(), ask))?;
        let (view, looked) = (view.expect("the root stands there"), started.elapsed());
        let started = Instant::now();
        let scope = Scope::month(ctx.today);
        let picture = draw(&view, Systems::built_in(), scope, &Part::default());
        println!(
            "{looked:>8.1?} to look, {:>8.1?} to draw: {} slots, {:?}",
            started.elapsed(),
            view.items.len(),
            picture.tally
        );
    }
    Ok(())
}

fn grow(ctx: &Ctx) -> act::Result<i64> {
    ctx.act_system(&PREPARE, |w| {
        let systems = Systems::built_in();
        let since = day("2020-01-01");
        let unit = |kind: &str, name: &str| {
            let mut new = NewUnit::new(kind, name, since);
            new.id = Some(w.id());
            new.use_from = Some(day("2025-11-01"));
            new
        };
        let mut province = unit("provincial_department", "省公安厅");
        province.line = None;
        let root = province.id.expect("taken above");
        let mut units = vec![province];
        let mut branches = Vec::new();
        for county in 0..COUNTIES {
            let mut bureau = unit("county_bureau", &format!("第{county}县公安局"));
            bureau.line = Some(root);
            let outside = unit("outside_committee", &format!("第{county}县委"));
            let mut committee = unit("primary_committee", &format!("第{county}县公安局党委"));
            committee.lead = outside.id;
            committee.host = bureau.id;
            let (above, host) = (committee.id, bureau.id);
            units.extend([bureau, outside, committee]);
            for n in 0..BRANCHES {
                let mut branch = unit("branch", &format!("第{county}县公安局第{n}党支部"));
                (branch.lead, branch.host) = (above, host);
                branches.extend(branch.id);
                units.push(branch);
            }
        }
        org::found_units(w, systems, &units)?;
        join(ctx, w, &branches)?;
        meet(w, &branches)?;
        Ok(root)
    })
}

fn join(ctx: &Ctx, w: &act::Acting, branches: &[i64]) -> act::Result<()> {
    let since = day("2021-01-01");
    let named = |unit: &i64| {
        let unit = *unit;
        (0..MEMBERS).map(move |n| NewMember::named(&format!("党员{n}"), unit, since, "测试"))
    };
    let members: Vec<NewMember> = branches.iter().flat_map(named).collect();
    let persons = people::admit_many(w, &ctx.core.keys, &members)?;
    let mut posts = Vec::new();
    for (unit, members) in branches.iter().zip(persons.chunks(MEMBERS)) {
        for (person, kind) in
            members.iter().zip(["secretary", "organization_member", "discipline_member"])
        {
            posts.push(NewPost {
                person: *person,
                unit: *unit,
                kind: kind.to_owned(),
                from: since,
                basis: "测试".to_owned(),
                batch: None,
            });
        }
    }
    people::appoint_many(w, &posts)?;
    Ok(())
}

/// Theme days and committee meetings by month, general meetings and lectures by quarter; one in seven is missing.
fn meet(w: &act::Acting, branches: &[i64]) -> act::Result<()> {
    let mut facts: Vec<Happened> = Vec::new();
    let mut id = 0;
    for month in 0..12 {
        let on = day("2025-12-10").plus_months(month);
        for unit in branches {
            let kinds: &[&str] = match month % 3 {
                0 => &["theme_day", "committee_meeting", "general_meeting", "party_lecture"],
                _ => &["theme_day", "committee_meeting", "theme_day"],
            };
            for kind in kinds {
                id += 1;
                if id % 7 == 0 {
                    continue;
                }
                let mut fact = Fact { id, title: "会议".into(), ..Fact::new(kind, on) };
                fact.minutes = 90;
                for (name, value) in [
                    ("voters", 20),
                    ("present", 18),
                    ("committee-members", 3),
                    ("committee-present", 3),
                ] {
                    fact.figures.insert(name.to_owned(), value);
                }
                let setting = Setting {
                    unit: *unit,
                    url: "/records/1".into(),
                    absent: Some(Vec::new()),
                    ..Setting::default()
                };
                facts.push((fact, setting));
            }
        }
    }
    println!("{} facts", facts.len());
    duty::serve_many(w, Rules::built_in(), &facts)
}
