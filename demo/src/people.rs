//! Invented people: ages and minorities as the yearly bulletin has them, ranks and posts as an organ has them.

use calendar::Day;
use fastrand::Rng;

use crate::{Names, PlannedUnit};

/// One invented person on a branch's roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPerson {
    pub name: String,
    /// GB/T 2261.1
    pub sex: u8,
    pub birth: Day,
    /// GB/T 3304
    pub ethnic: String,
    /// GB/T 4658
    pub education: &'static str,
    /// `officer`, `auxiliary`, `civilian`, `retired`
    pub staff_class: &'static str,
    pub police_rank: Option<&'static str>,
    pub police_number: Option<String>,
    /// Eighteen digits with a right check digit; the district code 000000 belongs to nobody.
    pub id_number: String,
    pub phone: String,
    pub joined_on: Day,
    /// `None` while on probation.
    pub full_on: Option<Day>,
    /// Code of the branch.
    pub branch: String,
    /// Number of the subgroup from 1; 0 where the branch has none.
    pub subgroup: usize,
    /// Kinds of posts held in the branch.
    pub posts: Vec<&'static str>,
}

impl PlannedPerson {
    /// Secretary or member of the branch's committee.
    pub fn is_on_committee(&self) -> bool {
        self.posts.iter().any(|post| *post != "subgroup_leader")
    }
}

/// Shares of the age bands up to 60 at the end of 2024 (Party statistics bulletin, 10,000 persons).
const AGES: [(i32, i32, f64); 7] = [
    (22, 30, 1227.2),
    (31, 35, 1076.4),
    (36, 40, 1147.5),
    (41, 45, 968.7),
    (46, 50, 904.1),
    (51, 55, 941.2),
    (56, 59, 864.6),
];

pub(crate) struct People<'p> {
    pub(crate) names: &'p Names,
    pub(crate) rng: &'p mut Rng,
    pub(crate) today: Day,
    /// Running number over the whole plan: police numbers, identity numbers, phones.
    pub(crate) count: usize,
}

impl People<'_> {
    /// The roll of one branch, secretary first.
    pub(crate) fn of(&mut self, branch: &PlannedUnit) -> Vec<PlannedPerson> {
        let is_retired = branch.kind == "retired_branch";
        let groups = subgroups(branch.members);
        let mut roll: Vec<PlannedPerson> =
            (0..branch.members).map(|_| self.one(branch, is_retired)).collect();
        // The longest-standing full members lead.
        roll.sort_by_key(|person| (person.full_on.is_none(), person.joined_on));
        for (place, person) in roll.iter_mut().enumerate() {
            person.subgroup = if groups > 0 { place % groups + 1 } else { 0 };
        }
        give_posts(&mut roll, groups);
        roll
    }

    fn one(&mut self, branch: &PlannedUnit, is_retired: bool) -> PlannedPerson {
        let sex = if self.rng.f64() < if is_retired { 0.25 } else { 0.18 } { 2 } else { 1 };
        let (name, ethnic) = self.names.draw(self.rng, sex);
        let age = self.age(is_retired);
        let birth = self.today.plus_days(-(age * 365 + age / 4 + self.rng.i32(1..360)));
        let (joined_on, full_on) = self.standing(birth);
        let staff_class = self.staff_class(is_retired);
        self.count += 1;
        PlannedPerson {
            name,
            sex,
            ethnic,
            education: self.education(age),
            police_rank: (staff_class == "officer").then(|| rank(age)),
            police_number: (staff_class == "officer")
                .then(|| format!("{:06}", 100_000 + self.count)),
            staff_class,
            id_number: id_number(birth, self.count, sex),
            phone: format!("1990{:07}", self.count),
            birth,
            joined_on,
            full_on,
            branch: branch.code.clone(),
            subgroup: 0,
            posts: Vec::new(),
        }
    }

    fn age(&mut self, is_retired: bool) -> i32 {
        if is_retired {
            return self.rng.i32(60..86);
        }
        let total: f64 = AGES.iter().map(|(_, _, share)| share).sum();
        let mut point = self.rng.f64() * total;
        for (from, to, share) in AGES {
            point -= share;
            if point <= 0.0 {
                return self.rng.i32(from..=to);
            }
        }
        40
    }

    fn standing(&mut self, birth: Day) -> (Day, Option<Day>) {
        let joined = birth.plus_months(self.rng.i32(20 * 12..31 * 12));
        let joined = joined.min(self.today.plus_days(-self.rng.i32(20..700)));
        let full = joined.plus_months(12);
        (joined, (full <= self.today).then_some(full))
    }

    fn staff_class(&mut self, is_retired: bool) -> &'static str {
        match self.rng.u8(..100) {
            _ if is_retired => "retired",
            0..84 => "officer",
            84..94 => "auxiliary",
            _ => "civilian",
        }
    }

    fn education(&mut self, age: i32) -> &'static str {
        let (bachelor, master) = if age > 55 { (45, 3) } else { (80, 10) };
        match self.rng.i32(0..100) {
            part if part < master => "14",
            part if part < master + bachelor => "21",
            part if part < 96 => "31",
            _ => "61",
        }
    }
}

/// 党小组: from twelve members on, about one for ten.
pub(crate) fn subgroups(members: usize) -> usize {
    if members < 12 { 0 } else { (members / 10).clamp(2, 4) }
}

fn give_posts(roll: &mut [PlannedPerson], groups: usize) {
    let full: Vec<usize> = (0..roll.len()).filter(|place| roll[*place].full_on.is_some()).collect();
    let seats: &[&'static str] = if full.len() >= 7 {
        &["secretary", "organization_member", "publicity_member", "discipline_member"]
    } else {
        &["secretary"]
    };
    // In the middle of the roll: neither the oldest nor the newest.
    let start = full.len() / 4;
    for (seat, post) in seats.iter().enumerate() {
        if let Some(place) = full.get(start + seat) {
            roll[*place].posts.push(post);
        }
    }
    for group in 1..=groups {
        let holder = full.iter().find(|place| {
            let person = &roll[**place];
            person.subgroup == group && person.posts.is_empty()
        });
        if let Some(place) = holder.copied() {
            roll[place].posts.push("subgroup_leader");
        }
    }
}

fn rank(age: i32) -> &'static str {
    match age {
        ..26 => "一级警员",
        26..30 => "三级警司",
        30..34 => "二级警司",
        34..38 => "一级警司",
        38..43 => "三级警督",
        43..49 => "二级警督",
        49..56 => "一级警督",
        _ => "三级警监",
    }
}

/// GB 11643 with the district 110101 and a check digit; the sequence carries the sex.
fn id_number(birth: Day, count: usize, sex: u8) -> String {
    let district = 110_101 + count / 500;
    let sequence = count % 500 * 2 + usize::from(sex == 1);
    let body = format!(
        "{district}{:04}{:02}{:02}{:03}",
        birth.year(),
        birth.month(),
        birth.day(),
        sequence % 1000
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize];
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_number_has_the_right_check_digit() {
        let number = id_number(Day::new(1990, 3, 7).unwrap(), 1, 1);
        assert_eq!(number.len(), 18);
        assert_eq!(&number[6..14], "19900307");
    }
}
