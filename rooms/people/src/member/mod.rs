//! Members and staff: who they are, as one row each.

pub(crate) mod actions;
pub(crate) mod export;
pub(crate) mod pages;
mod store;

use act::Place;
use calendar::{Day, Instant, PartDay};
use serde::Deserialize;

use crate::{StaffClass, Status};

pub(crate) use self::store::{
    Asked, COUNTED_AT_MOST, bump, bump_all, count, find, list, on_list_of, read_back, touch,
    version_of, write_plain,
};
pub use self::store::{
    count_in, find_by_id_number, name_of, names_of, names_of_asked, phone_of, unit_of,
};

/// Somebody who is entered on a roll. What is `None` nobody has said.
#[derive(Debug, Clone)]
pub struct NewMember {
    pub name: String,
    /// GB/T 2261.1, 3304, 4658, 6864
    pub sex: Option<String>,
    pub birth: Option<Day>,
    pub ethnic: Option<String>,
    pub education: Option<String>,
    pub degree: Option<String>,
    pub staff_class: StaffClass,
    pub police_rank: Option<String>,
    pub police_number: Option<String>,
    pub duty_title: Option<String>,
    pub work_from: Option<PartDay>,
    pub id_number: Option<String>,
    pub phone: Option<String>,
    pub joined_on: Option<PartDay>,
    /// `None` while on probation.
    pub full_on: Option<PartDay>,
    pub status: Status,
    /// Smaller stands first; equals stand by name.
    pub official_order: i64,
    pub outside_number: Option<String>,
    /// A branch, or an organ: then he is on its list *not yet in a branch*.
    pub unit: i64,
    pub subgroup: Option<i64>,
    /// First day on that unit's roll.
    pub since: Day,
    pub basis: String,
    pub batch: Option<i64>,
}

/// Where those stand who have no place of their own in the official order.
pub const NO_ORDER: i64 = 10_000;

impl NewMember {
    /// A full member with a name, a unit and nothing else yet.
    pub fn named(name: &str, unit: i64, since: Day, basis: &str) -> Self {
        Self {
            name: text::name(name),
            sex: None,
            birth: None,
            ethnic: None,
            education: None,
            degree: None,
            staff_class: StaffClass::Unknown,
            police_rank: None,
            police_number: None,
            duty_title: None,
            work_from: None,
            id_number: None,
            phone: None,
            joined_on: None,
            full_on: None,
            status: Status::Full,
            official_order: NO_ORDER,
            outside_number: None,
            unit,
            subgroup: None,
            since,
            basis: basis.to_owned(),
            batch: None,
        }
    }

    /// Takes over what a form says.
    pub(crate) fn take(&mut self, plain: Plain, numbers: actions::Numbers) {
        self.sex = plain.sex;
        self.birth = plain.birth;
        self.ethnic = plain.ethnic;
        self.education = plain.education;
        self.degree = plain.degree;
        self.staff_class = plain.staff_class;
        self.police_rank = plain.police_rank;
        self.police_number = plain.police_number;
        self.duty_title = plain.duty_title;
        self.work_from = plain.work_from;
        self.joined_on = plain.joined_on;
        self.full_on = plain.full_on;
        self.official_order = plain.official_order;
        self.id_number = numbers.id_number;
        self.phone = numbers.phone;
    }

    /// Status spells that follow from his dates: (status, from), oldest first.
    pub(crate) fn spells(&self) -> Vec<(Status, Day)> {
        let joined = self.joined_on.map(PartDay::earliest);
        let full = self.full_on.map(PartDay::earliest);
        let mut spells = Vec::new();
        match (self.status, joined, full) {
            (Status::Full, Some(joined), Some(full)) if joined < full => {
                spells.push((Status::Probationary, joined));
                spells.push((Status::Full, full));
            }
            (Status::Full, joined, full) => {
                spells.push((Status::Full, full.or(joined).unwrap_or(self.since)));
            }
            (status, joined, _) => spells.push((status, joined.unwrap_or(self.since))),
        }
        spells
    }
}

/// A person with his place today, as a page shows him. Numbers stay closed.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    pub id: i64,
    pub name: String,
    pub sex: Option<String>,
    pub birth: Option<Day>,
    pub ethnic: Option<String>,
    pub education: Option<String>,
    pub degree: Option<String>,
    pub staff_class: StaffClass,
    pub police_rank: Option<String>,
    pub police_number: Option<String>,
    pub duty_title: Option<String>,
    pub work_from: Option<PartDay>,
    pub joined_on: Option<PartDay>,
    pub full_on: Option<PartDay>,
    pub member_status: Status,
    pub official_order: i64,
    pub is_covert: bool,
    pub outside_number: Option<String>,
    pub batch: Option<i64>,
    pub version: i64,
    /// Sealed, as they are stored.
    pub(crate) id_number: Option<Vec<u8>>,
    pub(crate) phone: Option<Vec<u8>>,
    own_key: Option<Vec<u8>>,
    /// Since when his numbers are gone for ever.
    pub(crate) erased_at: Option<Instant>,
    pub unit: i64,
    pub unit_name: String,
    pub unit_kind: String,
    short_name: String,
    lead_path: Option<String>,
    line_path: Option<String>,
    organ: Option<i64>,
    pub subgroup: Option<i64>,
    pub affiliated_on: Day,
    pub left_on: Option<Day>,
}

impl Member {
    /// For opening his numbers.
    pub(crate) fn whose(&self) -> (i64, Option<&[u8]>) {
        (self.id, self.own_key.as_deref())
    }

    /// Where he belongs.
    pub(crate) fn place(&self) -> Place {
        Place {
            id: self.unit,
            kind: self.unit_kind.clone(),
            name: self.unit_name.clone(),
            short_name: self.short_name.clone(),
            lead_path: self.lead_path.clone(),
            line_path: self.line_path.clone(),
            organ: self.organ,
        }
    }
}

/// A line of a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Listed {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) sex: Option<String>,
    pub(crate) birth: Option<Day>,
    pub(crate) id_number: Option<Vec<u8>>,
    pub(crate) own_key: Option<Vec<u8>>,
    pub(crate) staff_class: StaffClass,
    pub(crate) duty_title: Option<String>,
    pub(crate) member_status: Status,
    pub(crate) joined_on: Option<PartDay>,
    pub(crate) full_on: Option<PartDay>,
    pub(crate) ethnic: Option<String>,
    pub(crate) education: Option<String>,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
}

/// What an edit may change, protected numbers apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Plain {
    pub name: String,
    pub sex: Option<String>,
    pub birth: Option<Day>,
    pub ethnic: Option<String>,
    pub education: Option<String>,
    pub degree: Option<String>,
    pub staff_class: StaffClass,
    pub police_rank: Option<String>,
    pub police_number: Option<String>,
    pub duty_title: Option<String>,
    pub work_from: Option<PartDay>,
    pub joined_on: Option<PartDay>,
    pub full_on: Option<PartDay>,
    pub official_order: i64,
}

impl Plain {
    /// What an empty form shows.
    pub(crate) fn empty() -> Self {
        Self {
            name: String::new(),
            sex: None,
            birth: None,
            ethnic: None,
            education: None,
            degree: None,
            staff_class: StaffClass::Officer,
            police_rank: None,
            police_number: None,
            duty_title: None,
            work_from: None,
            joined_on: None,
            full_on: None,
            official_order: NO_ORDER,
        }
    }
}

/// Every way to write the initials, each after a space: `LIKE '% zwh%'` finds a name by any of them.
pub(crate) fn initials_text(name: &str) -> String {
    text::initials(name).iter().fold(String::new(), |text, word| text + " " + word)
}
