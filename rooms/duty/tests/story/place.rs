//! A bureau committee over two branches, with people on the rolls; written directly, these stories are about duties.

use act::{Act, Acting, Actor, Core, Ctx, Hat, Place, Powers};
use db::bind;
use duty::{
    Law, Setting, Standing,
    judge::{Fact, Verdict},
};
use rules::Rules;
use systems::Systems;
use testkit::{Home, day};

pub(crate) const PREPARE: Act = Act::new("test.prepare", "准备");

/// City bureau 100 and its committee 10; county bureau 200, its committee 20 over branches 21 and 22.
pub(crate) const COMMITTEE: i64 = 20;
pub(crate) const BRANCH: i64 = 21;
pub(crate) const OTHER: i64 = 22;
pub(crate) const SECRETARY: i64 = 501;

pub(crate) fn home(today: &str) -> Home {
    let home = Home::on(today, |core: Core| {
        core.with(Systems::built_in().powers())
            .with(Rules::built_in().clone())
            .with(Systems::built_in().clone())
    });
    prepare(&home, |w| {
        unit(w, 100, "city_bureau", ("", "/100/"), "2015-07-01");
        unit(w, 200, "county_bureau", ("", "/100/200/"), "2015-07-01");
        unit(w, 10, "leading_committee", ("/10/", "/100/10/"), "2015-07-01");
        unit(w, COMMITTEE, "primary_committee", ("/20/", "/100/200/20/"), "2015-07-01");
        unit(w, BRANCH, "branch", ("/20/21/", "/100/200/21/"), "2015-07-01");
        unit(w, OTHER, "branch", ("/20/22/", "/100/200/22/"), "2015-07-01");
        for n in 0..9 {
            member(w, SECRETARY + n, BRANCH, "full");
        }
        for n in 0..4 {
            member(w, 601 + n, OTHER, "full");
        }
        post(w, 901, SECRETARY, BRANCH, "secretary");
        post(w, 902, 502, BRANCH, "organization_member");
        post(w, 903, 503, BRANCH, "discipline_member");
        post(w, 904, 601, OTHER, "secretary");
        person(w, 700);
        post(w, 905, 700, COMMITTEE, "party_officer");
        person(w, 701);
        post(w, 906, 701, 100, "line_officer");
        Ok(())
    });
    home
}

pub(crate) fn prepare<T>(home: &Home, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    home.operator().act_system(&PREPARE, work).unwrap()
}

pub(crate) fn unit(w: &Acting, id: i64, kind: &str, (lead, line): (&str, &str), founded: &str) {
    let family = if kind.ends_with("bureau") { "administrative" } else { "party" };
    let organ: i64 = if line.contains("/200/") { 200 } else { 100 };
    let name = format!("单位{id}");
    let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                   official_order, founded_on, use_from, lead_path, line_path, organ, lead_parent,
                   version)
               VALUES ($1, $2, $3, $4, $4, $4, '', '', 0, $5, $5, $6, $7, $8, $9, 0)";
    let parent: Option<i64> =
        lead.trim_end_matches('/').rsplit('/').nth(1).and_then(|it| it.parse().ok());
    let lead_path = (!lead.is_empty()).then_some(lead);
    w.run(sql, bind![id, kind, family, name, founded, lead_path, line, organ, parent]).unwrap();
    for (relation, path) in [("lead", lead), ("line", line)] {
        if !path.is_empty() {
            let sql =
                "INSERT INTO unit_path (unit, relation, path, from_on) VALUES ($1, $2, $3, $4)";
            w.run(sql, bind![id, relation, path, founded]).unwrap();
        }
    }
    w.touch(id, db::Touch::Place);
}

pub(crate) fn person(w: &Acting, id: i64) {
    let sql = "INSERT INTO person (id, name, name_key, initials, staff_class, member_status,
                   official_order, is_covert, version)
               VALUES ($1, $2, '', '', 'officer', 'full', 0, FALSE, 0)";
    w.run(sql, bind![id, format!("人{id}")]).unwrap();
}

pub(crate) fn member(w: &Acting, id: i64, unit: i64, status: &str) {
    person(w, id);
    let sql = "INSERT INTO affiliation (id, person, unit, from_on, basis) VALUES ($1, $1, $2, '2020-01-01', '测试')";
    w.run(sql, bind![id, unit]).unwrap();
    let sql = "INSERT INTO member_status (person, status, from_on, basis) VALUES ($1, $2, '2020-01-01', '测试')";
    w.run(sql, bind![id, status]).unwrap();
    w.touch(unit, db::Touch::Unit);
}

pub(crate) fn abroad(w: &Acting, person: i64, purpose: &str, (from, back): (&str, Option<&str>)) {
    let sql = "INSERT INTO abroad (id, person, purpose, from_on, to_on, basis)
               VALUES ($1, $1, $2, $3, $4, '')";
    w.run(sql, bind![person, purpose, from, back]).unwrap();
    w.touch(BRANCH, db::Touch::Unit);
}

pub(crate) fn post(w: &Acting, id: i64, person: i64, unit: i64, kind: &str) {
    let sql = "INSERT INTO post (id, person, unit, kind, basis, from_on) VALUES ($1, $2, $3, $4, '测试', '2024-01-01')";
    w.run(sql, bind![id, person, unit, kind]).unwrap();
    w.touch(unit, db::Touch::Unit);
}

/// A record as room `record` hands it over.
pub(crate) fn fact(id: i64, kind: &str, held_on: &str) -> Fact {
    let mut fact = Fact { id, title: format!("记录{id}"), ..Fact::new(kind, day(held_on)) };
    fact.minutes = 90;
    for (name, value) in
        [("voters", 9), ("present", 8), ("committee-members", 3), ("committee-present", 3)]
    {
        fact.figures.insert(name.to_owned(), value);
    }
    fact
}

pub(crate) fn by(unit: i64) -> Setting {
    Setting { unit, url: "/records/1".into(), absent: Some(Vec::new()), ..Setting::default() }
}

pub(crate) fn serve(home: &Home, fact: &Fact, setting: &Setting) {
    prepare(home, |w| duty::serve(w, Rules::built_in(), fact, setting));
}

/// How one slot of the unit stands: state, met, and the reasons of what does not count.
pub(crate) fn look<T>(
    home: &Home,
    unit: i64,
    (key, period): (&str, &str),
    seen: impl Fn(&Verdict) -> T,
) -> T {
    let today = home.operator().today;
    home.core
        .db
        .read(|read| {
            let law = Law::load(read, Rules::built_in())?;
            let year = period[..4].parse().unwrap();
            let (standings, _) = duty::list(read, &law, unit, year, today)?;
            let all = standings.iter().filter(|it| it.bearer.person.is_none());
            let mut found = all.flat_map(|it| &it.verdicts);
            let verdict =
                found.find(|it| it.slot.duty.key == key && it.slot.period.to_string() == period);
            Ok::<_, act::Error>(seen(verdict.unwrap_or_else(|| panic!("no {key} {period}"))))
        })
        .unwrap()
}

pub(crate) fn tag(home: &Home, unit: i64, slot: (&str, &str)) -> String {
    look(home, unit, slot, |it| {
        let beside = it.tag_beside().map(|it| format!(" {it}")).unwrap_or_default();
        format!("{}{beside}", it.tag())
    })
}

pub(crate) fn person_slots(standings: &[Standing], person: i64, key: &str) -> Vec<(i64, i64)> {
    let his = standings.iter().filter(|it| it.bearer.person == Some(person));
    let slots = his.flat_map(|it| &it.verdicts).filter(|it| it.slot.duty.key == key);
    slots.map(|it| (it.met, it.needed)).collect()
}

/// Somebody under a hat with the powers of its post.
pub(crate) fn wearing(home: &Home, person: i64, post: i64, kind: &str, unit: i64) -> Ctx {
    let unit = home.core.db.read(|read| Place::find(read, unit)).unwrap().unwrap();
    let powers = home.core.part::<Powers>().of(kind);
    let hat =
        Hat { post, kind: kind.to_owned(), title: kind.to_owned(), unit, powers, stand_in: None };
    let actor = Actor::Person { id: person, name: format!("人{person}"), hat: Some(hat) };
    Ctx::new(&home.core, actor)
}
