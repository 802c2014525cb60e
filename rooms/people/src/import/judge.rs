//! Every row of a rehearsal against what stands here: new, known, changed, elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use act::Result;
use calendar::PartDay;
use crypto::Keys;
use db::Read;

use super::{
    Choice, Choices,
    branches::{Here, Named},
    store::{self, Live},
};
use crate::{
    StaffClass,
    roster::{Person, Rehearsal},
};

/// A row that can be imported, and what an import does with it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Place in `Rehearsal::sheets`.
    pub sheet: usize,
    /// Place in that sheet's `imported`.
    pub place: usize,
    pub row: u32,
    pub name: String,
    /// Where he goes: a branch, or the organ itself for its list. `None`: the branch is founded first.
    pub unit: Option<i64>,
    /// His branch as the file names it.
    pub named: Option<String>,
    pub doing: Doing,
    /// His police number belongs to somebody else and is left out.
    pub police_number_taken: bool,
}

/// What an import does with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    Add,
    /// The same person with the same content stands here.
    Nothing,
    /// The same person stands here; these fields get the file's value.
    Change(Known),
    /// The same number under another name.
    Differs(Known),
    /// He stands in another branch; nothing is done unless the importer wants him moved.
    Elsewhere(Known),
    Move(Known),
    /// His branch is left out.
    Leave,
}

/// Who stands here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub person: i64,
    pub version: i64,
    pub name: String,
    pub unit: Option<i64>,
    pub unit_name: String,
    pub fields: Vec<&'static str>,
}

pub(super) fn judge(
    read: &Read,
    keys: &Keys,
    here: &Here,
    rehearsal: &Rehearsal,
    choices: &Choices,
) -> Result<(Vec<Planned>, Vec<Named>)> {
    let people = || rehearsal.sheets.iter().flat_map(|sheet| &sheet.imported);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for org in people().filter_map(|person| person.org.as_ref()) {
        *counts.entry(org.clone()).or_default() += 1;
    }
    let branches = here.match_names(counts, choices);
    let numbers: Vec<&str> = people().map(|person| person.id.as_str()).collect();
    let live = store::by_id_numbers(read, keys, &numbers)?;
    let police: Vec<&str> =
        people().filter_map(|person| person.extra.police_number.as_deref()).collect();
    let judge = Judge {
        here,
        choices,
        goes: branches.iter().map(|named| (named.name.as_str(), named.goes)).collect(),
        live,
        taken: store::police_numbers(read, &police)?,
    };
    let mut rows = judge.rows(rehearsal);
    refuse_second_police_numbers(rehearsal, &mut rows);
    Ok((rows, branches))
}

struct Judge<'a> {
    here: &'a Here,
    choices: &'a Choices,
    goes: HashMap<&'a str, Choice>,
    live: HashMap<String, Live>,
    /// Police number to its holder.
    taken: HashMap<String, i64>,
}

impl Judge<'_> {
    fn rows(&self, rehearsal: &Rehearsal) -> Vec<Planned> {
        let mut rows = Vec::new();
        for (sheet, found) in rehearsal.sheets.iter().enumerate() {
            for (place, person) in found.imported.iter().enumerate() {
                rows.push(self.row(sheet, place, person));
            }
        }
        rows
    }

    fn row(&self, sheet: usize, place: usize, person: &Person) -> Planned {
        let choice = match &person.org {
            Some(name) => self.goes.get(name.as_str()).copied().unwrap_or(Choice::List),
            None => Choice::List,
        };
        let unit = match choice {
            Choice::Unit(id) => Some(id),
            Choice::Found => None,
            Choice::List | Choice::Leave => Some(self.here.id),
        };
        let live = self.live.get(person.id.as_str());
        let holder = person.extra.police_number.as_ref().and_then(|it| self.taken.get(it));
        let doing = if choice == Choice::Leave {
            Doing::Leave
        } else {
            live.map_or(Doing::Add, |live| self.known(live, unit, person))
        };
        Planned {
            sheet,
            place,
            row: person.row,
            name: person.name.clone(),
            unit,
            named: person.org.clone(),
            doing,
            police_number_taken: holder
                .is_some_and(|holder| live.is_none_or(|live| live.person != *holder)),
        }
    }

    fn known(&self, live: &Live, unit: Option<i64>, person: &Person) -> Doing {
        let known = Known {
            person: live.person,
            version: live.version,
            name: live.name.clone(),
            unit: live.unit,
            unit_name: live.unit_name.clone().unwrap_or_default(),
            fields: differing(live, person),
        };
        if live.name != person.name && !self.choices.take_names {
            return Doing::Differs(known);
        }
        // Somebody on the organ's list may come into his branch; a roster without branches moves nobody.
        let stays = live.unit == unit && unit.is_some()
            || unit == Some(self.here.id)
                && live.unit.is_some_and(|it| self.here.branch(it).is_some());
        let from_list = live.unit == Some(self.here.id);
        match (stays, known.fields.is_empty()) {
            (true, true) => Doing::Nothing,
            (true, false) => Doing::Change(known),
            (false, _) if from_list || self.choices.move_here => Doing::Move(known),
            (false, _) => Doing::Elsewhere(known),
        }
    }
}

/// Fields in which the file says something else than stands here. What the file leaves open is no difference.
fn differing(live: &Live, person: &Person) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut note = |differs: bool, field| {
        if differs {
            fields.push(field);
        }
    };
    note(live.name != person.name, "name");
    note(says_other(live.ethnic.as_deref(), person.ethnic), "ethnic");
    note(says_other(live.education.as_deref(), person.education), "education");
    note(date_differs(live.joined_on, Some(person.join_date)), "joined_on");
    note(date_differs(live.full_on, person.full_date), "full_on");
    let class = person.extra.staff_class.as_deref().and_then(staff_class);
    note(class.is_some_and(|class| class != live.staff_class), "staff_class");
    note(says_other(live.duty_title.as_deref(), person.extra.post.as_deref()), "duty_title");
    let police = person.extra.police_number.as_deref();
    note(says_other(live.police_number.as_deref(), police), "police_number");
    note(date_differs(live.work_from, person.extra.work_start), "work_from");
    fields
}

fn says_other(live: Option<&str>, file: Option<&str>) -> bool {
    file.is_some_and(|file| !file.is_empty() && live != Some(file))
}

/// A month says nothing against a day within it.
fn date_differs(live: Option<PartDay>, file: Option<PartDay>) -> bool {
    match (live, file) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(live), Some(PartDay::Month(month))) => {
            live.earliest().first_of_month() != month.first_of_month()
        }
        (Some(live), Some(file)) => live != file,
    }
}

/// What rosters call classes of staff.
pub(super) fn staff_class(word: &str) -> Option<StaffClass> {
    let has = |words: &[&str]| words.iter().any(|it| word.contains(it));
    Some(match () {
        () if has(&["离退休", "退休", "离休"]) => StaffClass::Retired,
        () if has(&["辅警", "协警", "辅助"]) => StaffClass::Auxiliary,
        () if has(&["民警", "警察", "公务员"]) => StaffClass::Officer,
        () if has(&["文职", "雇员", "聘用"]) => StaffClass::Civilian,
        () if has(&["职工", "工勤", "工人", "事业"]) => StaffClass::Worker,
        () => return None,
    })
}

/// Within one file the first row keeps a police number.
fn refuse_second_police_numbers(rehearsal: &Rehearsal, rows: &mut [Planned]) {
    let mut seen = HashSet::new();
    for row in rows {
        let person = &rehearsal.sheets[row.sheet].imported[row.place];
        if let Some(number) = &person.extra.police_number {
            row.police_number_taken |= !seen.insert(number.as_str());
        }
    }
}
