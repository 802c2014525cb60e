//! Every SQL statement about persons.

use act::{Acting, Ctx, Relation, Result, Sight};
use crypto::{Keys, OwnKey};
use db::{Answer, Asker, Column, Query, Read, Touch, Value, Write, bind};
use serde::Deserialize;

use super::{Listed, Member, NewMember, Plain, initials_text};
use crate::{StaffClass, Status, protect};

/// What a list is asked for; `None` and "" ask for everything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// A name, its initials or pinyin, a police number, an identity number, a phone or its last four digits.
    pub(crate) words: String,
    /// The unit of this path and everything under it.
    pub(crate) below: Option<(Relation, String)>,
    /// This unit alone.
    pub(crate) unit: Option<i64>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) class: Option<StaffClass>,
    pub(crate) by_order: bool,
}

/// The person, when his unit is in sight of `sight` or he is the viewer himself.
pub(crate) fn find(sight: &Sight, read: &Read, person: i64) -> Result<Option<Member>> {
    let mut query = Query::new(
        "SELECT p.id, p.name, p.sex, p.birth, p.ethnic, p.education, p.degree, p.staff_class,
                p.police_rank, p.police_number, p.duty_title, p.work_from, p.joined_on, p.full_on,
                p.member_status, p.official_order, p.is_covert, p.outside_number, p.batch,
                p.version, p.id_number, p.phone, k.wrapped AS own_key,
                k.destroyed_at AS erased_at, a.unit, u.name AS unit_name, u.kind AS unit_kind,
                u.short_name, u.lead_path, u.line_path, u.organ, a.subgroup,
                a.from_on AS affiliated_on, a.to_on AS left_on
         FROM person p
         JOIN affiliation a ON a.id = (SELECT max(b.id) FROM affiliation b WHERE b.person = p.id)
         JOIN unit_now u ON u.id = a.unit
         LEFT JOIN own_key k ON k.person = p.id
         WHERE p.id = {} AND p.withdrawn_at IS NULL",
        bind![person],
    );
    if sight.own != Some(person) {
        query.add(" AND p.is_covert = {}", bind![false]);
        sight.limit(&mut query);
    }
    Ok(query.maybe(read)?)
}

/// More than the largest organ has: a longer list is neither counted nor leafed through to its end.
pub(crate) const COUNTED_AT_MOST: i64 = 5_000;

/// One page of those in sight. `total` is what [`count`] has said.
pub(crate) fn list(
    ctx: &Ctx,
    sight: &Sight,
    read: &Read,
    asked: &Asked,
    (offset, most): (i64, i64),
    total: i64,
) -> Result<Vec<Listed>> {
    let mut query = Query::new(
        "SELECT p.id, p.name, p.sex, p.birth, p.id_number, p.staff_class, p.duty_title,
                p.member_status, p.joined_on, p.full_on, p.ethnic, p.education,
                u.id AS unit, u.name AS unit_name,
                (SELECT k.wrapped FROM own_key k WHERE k.person = p.id) AS own_key",
        &[],
    );
    // Of very many the next fifty come out of the index by name; few are gathered and sorted.
    let by_name = total > COUNTED_AT_MOST && !asked.by_order;
    narrow(&mut query, ctx, sight, asked, if by_name { From::Persons } else { asked.from() });
    query.add_if(asked.by_order, " ORDER BY u.lead_path, p.official_order, p.name_key, p.id", &[]);
    query.add_if(!asked.by_order, " ORDER BY p.name_key, p.id", &[]);
    query.add(" LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

/// How many a list would show; who only wants to know whether they are many stops at `most`.
pub(crate) fn count(
    ctx: &Ctx,
    sight: &Sight,
    read: &Read,
    asked: &Asked,
    most: i64,
) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM (SELECT p.id", &[]);
    narrow(&mut query, ctx, sight, asked, asked.from());
    // Bounded: a count that stops where the exact number does not matter; the page says so.
    query.add(" LIMIT {}) counted", bind![most]);
    Ok(query.maybe(read)?.unwrap_or(0))
}

/// Which table SQLite goes through first; PostgreSQL sees the same join either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The units in sight, then who belongs there.
    Units,
    /// Persons by an index of their own, then where they belong.
    Persons,
}

impl Asked {
    /// A whole identity number or phone finds its person by an index.
    fn from(&self) -> From {
        let words = text::half_width(self.words.trim());
        let is_whole = matches!(words.len(), 11 | 15 | 18)
            && words.as_bytes()[..11].iter().all(u8::is_ascii_digit);
        if is_whole && !self.by_order { From::Persons } else { From::Units }
    }
}

fn narrow(query: &mut Query, ctx: &Ctx, sight: &Sight, asked: &Asked, from: From) {
    // CROSS JOIN keeps the order in SQLite.
    query.add(
        match from {
            From::Units => " FROM unit_now u CROSS JOIN affiliation a CROSS JOIN person p",
            From::Persons => " FROM person p CROSS JOIN affiliation a CROSS JOIN unit_now u",
        },
        &[],
    );
    query.add(
        " WHERE a.unit = u.id AND a.person = p.id AND a.to_on IS NULL AND p.is_covert = {}",
        bind![false],
    );
    sight.limit(query);
    if let Some(unit) = asked.unit {
        query.add(" AND a.unit = {}", bind![unit]);
    }
    if let Some((relation, path)) = &asked.below {
        let range = bind![path, format!("{path}~")];
        match relation {
            Relation::Lead => query.add(" AND u.lead_path >= {} AND u.lead_path < {}", range),
            Relation::Line => query.add(" AND u.line_path >= {} AND u.line_path < {}", range),
        };
    }
    if !asked.statuses.is_empty() {
        query.in_list(" AND p.member_status IN ", &asked.statuses);
    }
    if let Some(class) = asked.class {
        query.add(" AND p.staff_class = {}", bind![class]);
    }
    narrow_by_words(query, &ctx.core.keys, asked.words.trim());
}

fn narrow_by_words(query: &mut Query, keys: &Keys, words: &str) {
    let words = text::half_width(words);
    let digits = words.len() > 3 && words.bytes().all(|b| b.is_ascii_digit());
    let looks_like_id = matches!(words.len(), 15 | 18) && words.is_ascii();
    if words.is_empty() {
    } else if looks_like_id && text::IdNumber::parse(&words).is_ok() {
        let number = text::IdNumber::parse(&words).map(|id| id.as_str().to_owned());
        let digests = protect::id_digests(keys, number.as_deref().unwrap_or_default());
        query.in_list(" AND p.id_number_key IN ", &digests);
    } else if digits && words.len() == 11 {
        query.in_list(" AND p.phone_key IN ", &protect::phone_digests(keys, &words));
    } else if digits {
        query.add(" AND (p.police_number LIKE {}", bind![format!("{words}%")]);
        if words.len() == 4 {
            query.in_list(" OR p.phone_tail_key IN ", &protect::tail_digests(keys, &words));
        }
        query.add(")", &[]);
    } else if words.is_ascii() {
        narrow_by_letters(query, &words.to_ascii_lowercase());
    } else {
        let name = text::name(&words);
        query.add(" AND p.name LIKE {} ESCAPE '!'", bind![format!("%{}%", escaped(&name))]);
    }
}

/// Letters are initials, pinyin with or without spaces, or a police number.
fn narrow_by_letters(query: &mut Query, letters: &str) {
    let safe = escaped(letters);
    let joined = safe.replace(' ', "");
    query.add(
        " AND (p.initials LIKE {} ESCAPE '!' OR replace(p.name_key, ' ', '') LIKE {} ESCAPE '!'
               OR lower(p.police_number) LIKE {} ESCAPE '!')",
        bind![format!("% {joined}%"), format!("{joined}%"), format!("{safe}%")],
    );
}

fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Who has this identity number: (person, name, unit).
pub fn find_by_id_number(
    read: &Read,
    keys: &Keys,
    number: &str,
) -> Result<Option<(i64, String, i64)>> {
    let mut query = Query::new(
        "SELECT p.id, p.name, a.unit FROM person p
         JOIN affiliation a ON a.id = (SELECT max(b.id) FROM affiliation b WHERE b.person = p.id)
         WHERE p.withdrawn_at IS NULL",
        &[],
    );
    query.in_list(" AND p.id_number_key IN ", &protect::id_digests(keys, number));
    Ok(query.maybe(read)?)
}

/// The unit he belongs to today.
pub fn unit_of(read: &Read, person: i64) -> Result<Option<i64>> {
    let sql = "SELECT unit FROM affiliation WHERE person = $1 AND to_on IS NULL";
    Ok(read.maybe(sql, bind![person])?)
}

/// His name, also when he has left.
pub fn name_of(read: &Read, person: i64) -> Result<Option<String>> {
    Ok(read.maybe("SELECT name FROM person WHERE id = $1", bind![person])?)
}

/// His phone in clear, for judging a password of his own: never to be shown.
pub fn phone_of(read: &Read, keys: &Keys, person: i64) -> Result<Option<String>> {
    let Some(closed) = protected(read, person)? else { return Ok(None) };
    protect::open(keys, "phone", (person, closed.own()), closed.phone.as_deref())
}

/// Names by id, for showing kept rolls.
pub fn names_of(read: &Read, persons: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut names = Vec::with_capacity(persons.len());
    for part in persons.chunks(500) {
        let mut query = Query::new("SELECT id, name FROM person WHERE id IN ", &[]);
        names.extend(query.in_list("", part).all::<(i64, String)>(read)?);
    }
    Ok(names)
}

/// The same of a few (at most 500) while others ask too.
pub fn names_of_asked(ask: &Asker, persons: &[i64]) -> Answer<(i64, String)> {
    const COLUMNS: &[Column] = &[Column::Int("id"), Column::Text("name")];
    let query = (!persons.is_empty()).then(|| {
        let mut query = Query::new("SELECT id, name FROM person WHERE id IN ", &[]);
        query.padded_list("", persons);
        query
    });
    ask.all(COLUMNS, query)
}

/// How many belong to the unit today, with any of the statuses.
pub fn count_in(read: &Read, unit: i64, statuses: &[Status]) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM person_now p WHERE p.unit = {}", bind![unit]);
    query.in_list(" AND p.member_status IN ", statuses);
    Ok(query.maybe(read)?.unwrap_or(0))
}

/// Whether the open affiliation of `person` stands in `unit`, with the version of his row.
pub(crate) fn on_list_of(read: &Read, person: i64, unit: i64) -> Result<Option<i64>> {
    let sql = "SELECT p.version FROM person p
               JOIN affiliation a ON a.person = p.id AND a.to_on IS NULL
               WHERE p.id = $1 AND a.unit = $2";
    Ok(read.maybe(sql, bind![person, unit])?)
}

pub(crate) fn version_of(read: &Read, person: i64) -> Result<i64> {
    Ok(read.one("SELECT version FROM person WHERE id = $1", bind![person])?)
}

/// Identity number and phone as they are stored, with the key that opens them.
#[derive(Debug, Deserialize)]
pub(crate) struct Closed {
    pub(crate) id_number: Option<Vec<u8>>,
    pub(crate) phone: Option<Vec<u8>>,
    own_key: Option<Vec<u8>>,
}

impl Closed {
    pub(crate) fn own(&self) -> Option<&[u8]> {
        self.own_key.as_deref()
    }
}

/// The closed numbers of a person.
pub(crate) fn protected(read: &Read, person: i64) -> Result<Option<Closed>> {
    let sql = "SELECT p.id_number, p.phone, k.wrapped AS own_key
               FROM person p LEFT JOIN own_key k ON k.person = p.id WHERE p.id = $1";
    Ok(read.maybe(sql, bind![person])?)
}

/// What stands in the editable columns now.
pub(crate) fn read_back(read: &Read, person: i64) -> Result<Option<Plain>> {
    let sql = "SELECT name, sex, birth, ethnic, education, degree, staff_class, police_rank,
                      police_number, duty_title, work_from, joined_on, full_on, official_order
               FROM person WHERE id = $1";
    Ok(read.maybe(sql, bind![person])?)
}

/// Writes the editable columns; *false* when `version` is no longer the row's.
pub(crate) fn write_plain(w: &Write, person: i64, version: i64, new: &Plain) -> Result<bool> {
    let sql = "UPDATE person SET name = $3, name_key = $4, initials = $5, sex = $6, birth = $7,
                      ethnic = $8, education = $9, degree = $10, staff_class = $11,
                      police_rank = $12, police_number = $13, duty_title = $14, work_from = $15,
                      joined_on = $16, full_on = $17, official_order = $18, version = version + 1
               WHERE id = $1 AND version = $2";
    let binds = bind![
        person,
        version,
        new.name,
        text::name_key(&new.name),
        initials_text(&new.name),
        new.sex,
        new.birth,
        new.ethnic,
        new.education,
        new.degree,
        new.staff_class,
        new.police_rank,
        new.police_number,
        new.duty_title,
        new.work_from,
        new.joined_on,
        new.full_on,
        new.official_order
    ];
    Ok(w.run(sql, binds)? == 1)
}

pub(super) fn write_id_number(w: &Acting, keys: &Keys, person: i64, number: &str) -> Result<()> {
    let own = act::own_key(w, keys, person)?;
    let cells = protect::id_number(keys, &own, person, Some(number));
    let sql = "UPDATE person SET id_number = $2, id_number_key = $3 WHERE id = $1";
    w.run(sql, bind![person, cells.sealed, cells.whole])?;
    Ok(())
}

pub(super) fn write_phone(w: &Acting, keys: &Keys, person: i64, number: &str) -> Result<()> {
    let own = act::own_key(w, keys, person)?;
    let cells = protect::phone(keys, &own, person, Some(number));
    let sql = "UPDATE person SET phone = $2, phone_key = $3, phone_tail_key = $4 WHERE id = $1";
    w.run(sql, bind![person, cells.sealed, cells.whole, cells.tail])?;
    Ok(())
}

/// Every act about a person moves his version, so that forms and undos see it.
pub(crate) fn bump(w: &Write, person: i64) -> Result<()> {
    w.run("UPDATE person SET version = version + 1 WHERE id = $1", bind![person])?;
    Ok(())
}

/// Figures of every unit where somebody ever was or held a post follow what is written about him;
/// said before anything is deleted.
pub(crate) fn touch(w: &Write, person: i64) -> Result<()> {
    let sql = "SELECT unit FROM affiliation WHERE person = $1
               UNION SELECT unit FROM post WHERE person = $1";
    let units: Vec<i64> = w.all(sql, bind![person])?;
    w.touch_all(units, Touch::Unit);
    Ok(())
}

pub(crate) fn bump_all(w: &Write, persons: &[i64]) -> Result<()> {
    for part in persons.chunks(500) {
        let mut query = Query::new("UPDATE person SET version = version + 1 WHERE id IN ", &[]);
        w.run_query(query.in_list("", part))?;
    }
    Ok(())
}

/// Whose police number this is.
pub(super) fn police_number_holder(read: &Read, number: &str) -> Result<Option<(i64, String)>> {
    let sql = "SELECT id, name FROM person WHERE police_number = $1";
    Ok(read.maybe(sql, bind![number])?)
}

/// Writes persons with a key each, their status spells and their affiliations; the new ids in the same order.
pub(super) fn insert(w: &Acting, keys: &Keys, members: &[NewMember]) -> Result<Vec<i64>> {
    const WIDTH: usize = 28;
    let ids: Vec<i64> = members.iter().map(|_| w.id()).collect();
    // Cells of 1,000 people at a time: a province comes in one act.
    for (ids, members) in ids.chunks(1000).zip(members.chunks(1000)) {
        let mut cells = Vec::with_capacity(members.len() * WIDTH);
        let own = act::make_own_keys(w, keys, ids)?;
        for ((id, member), own) in ids.iter().zip(members).zip(&own) {
            cells.extend(person_cells(keys, own, *id, member));
        }
        w.insert_rows(
            "INSERT INTO person (id, name, name_key, initials, sex, birth, ethnic, education,
                 degree, staff_class, police_rank, police_number, duty_title, work_from, id_number,
                 id_number_key, phone, phone_key, phone_tail_key, joined_on, full_on,
                 member_status, official_order, is_covert, outside_number, batch, withdrawn_at,
                 version) VALUES ",
            WIDTH,
            &cells,
        )?;
        insert_spells(w, ids, members)?;
        insert_affiliations(w, ids, members)?;
    }
    Ok(ids)
}

fn person_cells(keys: &Keys, own: &OwnKey, id: i64, member: &NewMember) -> Vec<Value> {
    let number = protect::id_number(keys, own, id, member.id_number.as_deref());
    let phone = protect::phone(keys, own, id, member.phone.as_deref());
    bind![
        id,
        member.name,
        text::name_key(&member.name),
        initials_text(&member.name),
        member.sex,
        member.birth,
        member.ethnic,
        member.education,
        member.degree,
        member.staff_class,
        member.police_rank,
        member.police_number,
        member.duty_title,
        member.work_from,
        number.sealed,
        number.whole,
        phone.sealed,
        phone.whole,
        phone.tail,
        member.joined_on,
        member.full_on,
        member.status,
        member.official_order,
        false,
        member.outside_number,
        member.batch,
        Value::Null,
        0
    ]
    .to_vec()
}

fn insert_spells(w: &Write, ids: &[i64], members: &[NewMember]) -> Result<()> {
    let mut cells = Vec::new();
    for (id, member) in ids.iter().zip(members) {
        let spells = member.spells();
        for (place, (status, from)) in spells.iter().enumerate() {
            let to = spells.get(place + 1).map(|(_, from)| *from);
            cells.extend_from_slice(bind![id, status, from, to, member.basis]);
        }
    }
    let head = "INSERT INTO member_status (person, status, from_on, to_on, basis) VALUES ";
    w.insert_rows(head, 5, &cells)?;
    Ok(())
}

fn insert_affiliations(w: &Write, ids: &[i64], members: &[NewMember]) -> Result<()> {
    let mut cells = Vec::new();
    for (person, member) in ids.iter().zip(members) {
        let (id, unit, subgroup) = (w.id(), member.unit, member.subgroup);
        let row = bind![id, person, unit, subgroup, member.since, member.basis, member.batch];
        cells.extend_from_slice(row);
    }
    let head =
        "INSERT INTO affiliation (id, person, unit, subgroup, from_on, basis, batch) VALUES ";
    w.insert_rows(head, 7, &cells)?;
    w.touch_all(members.iter().map(|member| member.unit), Touch::Unit);
    Ok(())
}
