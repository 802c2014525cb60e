//! The whole plan: which organs get depth, and how much.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use fastrand::Rng;

use crate::{
    Names, PlannedPerson, PlannedRecord, PlannedTalk, PlannedUnit,
    people::People,
    records::Records,
    talks::Talks,
    tree::{Below, Division, Organ, divisions},
};

/// How much of the country has depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// One city bureau with one district's and one county's organ.
    County,
    /// One province: about 1,500 branches, 30,000 members.
    Province,
    /// Every organ of the country: 90,000 branches, 2 million members.
    Nation,
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wish {
    pub scale: Scale,
    /// The division in depth: a city for `County`, a province for `Province`.
    pub division: String,
    pub seed: u64,
    /// `Nation`: a year of records everywhere, about five million, and not in one province only.
    pub all_records: bool,
    /// The last day of the year of records.
    pub today: Day,
}

/// An invented installation as plain data.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Superiors first. Organs of divisions are not in here: they come from the division table.
    pub units: Vec<PlannedUnit>,
    /// By branch, in the order of the units.
    pub people: Vec<PlannedPerson>,
    pub records: Vec<PlannedRecord>,
    pub talks: Vec<PlannedTalk>,
    /// The part of what it owes that each branch was meant to hold, in the order of the branches.
    pub shares: Vec<f64>,
    /// The start-of-use day of every unit.
    pub use_from: Option<Day>,
    /// Codes of the organs that have depth, in order.
    pub organs: Vec<String>,
}

impl Plan {
    /// Takes what was planned after it.
    pub fn join(mut self, next: Self) -> Self {
        self.units.extend(next.units);
        self.people.extend(next.people);
        self.records.extend(next.records);
        self.talks.extend(next.talks);
        self.shares.extend(next.shares);
        self.organs.extend(next.organs);
        self.use_from = next.use_from.or(self.use_from);
        self
    }
}

/// Plans organ by organ, superiors first, each with its units, people and records: the whole
/// country at once would not fit into memory.
pub struct Planner<'w> {
    wish: &'w Wish,
    names: Names,
    rng: Rng,
    /// Of its own, so that talks change nothing else of the plan.
    rng_of_talks: Rng,
    /// (organ, branches, members of a branch)
    organs: std::vec::IntoIter<(Organ, usize, usize)>,
    use_from: Day,
    people: usize,
}

impl<'w> Planner<'w> {
    /// `names_of_organs` maps a division's code to its organ's name, as the division import named
    /// it; divisions without an organ are not in it.
    pub fn new(wish: &'w Wish, names_of_organs: &BTreeMap<String, String>) -> Self {
        Self {
            wish,
            names: Names::load(),
            rng: Rng::with_seed(wish.seed),
            rng_of_talks: Rng::with_seed(!wish.seed),
            organs: organs(wish, names_of_organs).into_iter(),
            use_from: Day::new(wish.today.year() - 1, 12, 1).expect("a day of the calendar"),
            people: 0,
        }
    }

    /// Organs that are still to come.
    pub fn left(&self) -> usize {
        self.organs.len()
    }

    /// The next organs with at least so many people together; `None` after the last.
    pub fn part(&mut self, people: usize) -> Option<Plan> {
        let mut part = self.next()?;
        while part.people.len() < people
            && let Some(more) = self.next()
        {
            part = part.join(more);
        }
        Some(part)
    }

    fn roll(&mut self, branch: &PlannedUnit) -> Vec<PlannedPerson> {
        let today = self.wish.today;
        let mut people =
            People { names: &self.names, rng: &mut self.rng, today, count: self.people };
        let roll = people.of(branch);
        self.people = people.count;
        roll
    }

    fn talks(&mut self) -> Talks<'_> {
        Talks { rng: &mut self.rng_of_talks, today: self.wish.today }
    }

    fn records(&mut self) -> Records<'_> {
        Records { rng: &mut self.rng, today: self.wish.today, from: self.use_from }
    }
}

impl Iterator for Planner<'_> {
    type Item = Plan;

    fn next(&mut self) -> Option<Plan> {
        let (organ, branches, size) = self.organs.next()?;
        let has_year = has_year(self.wish, &organ.code);
        let has_talks = is_deep(self.wish, &organ.code);
        let organs = vec![organ.code.clone()];
        let mut part = Plan { use_from: Some(self.use_from), organs, ..Plan::default() };
        // Neighbours are alike: an organ's branches cluster around its share.
        let share = 0.78 + 0.20 * self.rng.f64();
        let today = self.wish.today;
        let since = if has_year { self.use_from } else { today };
        part.units = Below::of(organ, &mut self.rng, (today, since)).plan(branches, size);
        for branch in part.units.iter().filter(|unit| unit.members > 0) {
            let own_share = (share + 0.12 * (self.rng.f64() - 0.5)).clamp(0.70, 0.99);
            part.shares.push(own_share);
            let roll = self.roll(branch);
            if has_talks {
                part.talks.extend(self.talks().of(branch, &roll, own_share));
            }
            part.people.extend(roll);
            if has_year {
                part.records.extend(self.records().of(branch, own_share));
            }
        }
        let committee = part.units.iter().find(|unit| unit.kind == "leading_committee");
        if let Some(committee) = committee.filter(|_| has_year) {
            part.records.extend(self.records().of_committee(committee, share));
        }
        Some(part)
    }
}

/// Elsewhere in the country the units start using it today.
fn has_year(wish: &Wish, organ: &str) -> bool {
    wish.all_records || is_deep(wish, organ)
}

/// Talks are as many as members: a country of records goes without them.
fn is_deep(wish: &Wish, organ: &str) -> bool {
    wish.scale != Scale::Nation || organ.starts_with(&wish.division[..2])
}

/// (organ, branches, members of a branch) of every organ that gets depth, superiors first.
fn organs(wish: &Wish, names: &BTreeMap<String, String>) -> Vec<(Organ, usize, usize)> {
    let divisions = divisions();
    let mut chosen = Vec::new();
    let mut seen = BTreeSet::new();
    for division in &divisions {
        let Some(name) = names.get(&division.code) else { continue };
        // 441900, 442000, 460400 stand twice in the table, each as its own parent: one organ.
        if !seen.insert(&division.code) {
            continue;
        }
        let Some((branches, size)) = depth(wish, division) else { continue };
        let led_by = is_district(division)
            .then(|| city_of(division, &divisions, names))
            .flatten()
            .map(|city| format!("{city}P"));
        let organ = Organ {
            code: division.code.clone(),
            name: name.clone(),
            level: division.level,
            led_by,
        };
        chosen.push((organ, branches, size));
    }
    chosen.sort_by_key(|(organ, ..)| (organ.level, organ.code.clone()));
    chosen
}

fn depth(wish: &Wish, division: &Division) -> Option<(usize, usize)> {
    let province = &wish.division[..2];
    let is_above = division.code.starts_with(province) && division.level == 1;
    match (wish.scale, division.level) {
        (_, 0) => Some((5, 14)),
        (Scale::County, 1) if is_above => Some((6, 16)),
        (Scale::County, 2) if division.code == wish.division => Some((12, 20)),
        (Scale::County, 3) => {
            let is_shown = division.parent == wish.division && is_first_of_its_kind(wish, division);
            is_shown.then_some((8, 18))
        }
        (Scale::Province, 1) if division.code.starts_with(province) => Some((22, 24)),
        (Scale::Province, 2) if division.code.starts_with(province) => Some((14, 22)),
        (Scale::Province, 3) if division.code.starts_with(province) => Some((7, 19)),
        (Scale::Nation, 1) => Some((40, 30)),
        (Scale::Nation, 2) => Some((30, 26)),
        (Scale::Nation, 3) => Some((26, 24)),
        _ => None,
    }
}

/// In the default city: 长安区 (led by the city) and 正定县 (led by the county); elsewhere the first
/// district and the first county.
fn is_first_of_its_kind(wish: &Wish, division: &Division) -> bool {
    if wish.division == "130100" {
        return ["130102", "130123"].contains(&division.code.as_str());
    }
    let brothers = divisions().into_iter().filter(|it| it.parent == wish.division);
    let alike = |it: &Division| is_district(it) == is_district(division);
    brothers.into_iter().find(alike).is_some_and(|first| first.code == division.code)
}

fn is_district(division: &Division) -> bool {
    division.level == 3 && (division.name.ends_with('区') || division.name.ends_with("园区"))
}

/// The city organ over a district; `None` where the division table hangs it under a province.
fn city_of(
    district: &Division,
    divisions: &[Division],
    names: &BTreeMap<String, String>,
) -> Option<String> {
    let parent = divisions.iter().find(|it| it.code == district.parent)?;
    if names.contains_key(&parent.code) {
        return Some(parent.code.clone());
    }
    Some(parent.parent.clone()).filter(|code| names.contains_key(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organs_of(division: &str) -> BTreeMap<String, String> {
        let named = divisions().into_iter().filter(|it| it.code.starts_with(&division[..2]));
        named.map(|it| (it.code.clone(), format!("{}公安局", it.name))).collect()
    }

    fn wish(scale: Scale, division: &str) -> Wish {
        let today = Day::new(2026, 11, 20).unwrap();
        Wish { scale, division: division.into(), seed: 7, all_records: false, today }
    }

    fn plan(wish: &Wish, names_of_organs: &BTreeMap<String, String>) -> Plan {
        Planner::new(wish, names_of_organs).fold(Plan::default(), Plan::join)
    }

    #[test]
    fn the_same_wish_gives_the_same_plan() {
        let wish = wish(Scale::County, "130100");
        let names = organs_of("130000");
        let (first, again) = (plan(&wish, &names), plan(&wish, &names));
        assert_eq!(
            (first.units, first.people, first.records, first.talks),
            (again.units, again.people, again.records, again.talks)
        );
    }

    #[test]
    fn a_province_is_as_large_as_promised() {
        let plan = plan(&wish(Scale::Province, "130000"), &organs_of("130000"));
        let branches = plan.units.iter().filter(|unit| unit.members > 0).count();
        assert!((1300..1700).contains(&branches), "{branches} branches");
        assert!((26_000..34_000).contains(&plan.people.len()), "{} members", plan.people.len());
    }

    #[test]
    fn no_organ_is_planned_twice() {
        let named = divisions().into_iter().map(|it| (it.code.clone(), it.name.clone())).collect();
        let organs = organs(&wish(Scale::Nation, "130000"), &named);
        let codes: BTreeSet<_> = organs.iter().map(|(organ, ..)| &organ.code).collect();
        assert_eq!(codes.len(), organs.len());
    }

    #[test]
    fn parts_together_are_the_whole() {
        let (wish, names) = (wish(Scale::Province, "130000"), organs_of("130000"));
        let mut planner = Planner::new(&wish, &names);
        let mut parts = Vec::new();
        while let Some(part) = planner.part(5_000) {
            parts.push(part);
        }
        assert!(parts.len() > 3, "{} parts", parts.len());
        let whole = plan(&wish, &names);
        let joined = parts.into_iter().fold(Plan::default(), Plan::join);
        assert_eq!(joined.people, whole.people);
        assert_eq!(joined.records, whole.records);
        assert_eq!(joined.talks, whole.talks);
    }

    #[test]
    fn a_talk_is_of_two_members_on_a_day_that_was() {
        let wish = wish(Scale::County, "130100");
        let plan = plan(&wish, &organs_of("130000"));
        let mut rolls: BTreeMap<&str, Vec<&PlannedPerson>> = BTreeMap::new();
        for person in &plan.people {
            rolls.entry(&person.branch).or_default().push(person);
        }
        let mut met = BTreeSet::new();
        for talk in &plan.talks {
            let roll = &rolls[talk.branch.as_str()];
            assert_ne!(talk.by, talk.with);
            assert!(roll[talk.by].joined_on.max(roll[talk.with].joined_on) <= talk.held_on);
            assert!(talk.held_on <= talk.entered_on && talk.entered_on <= wish.today);
            if roll[talk.by].is_on_committee() {
                met.insert((&talk.branch, talk.with));
            }
        }
        let share = met.len() as f64 / plan.people.len() as f64;
        assert!((0.6..0.9).contains(&share), "{share:.2} talked with one of the committee");
    }

    #[test]
    fn nobody_shares_an_identity_number() {
        let plan = plan(&wish(Scale::Province, "130000"), &organs_of("130000"));
        let numbers: std::collections::BTreeSet<_> =
            plan.people.iter().map(|person| &person.id_number).collect();
        assert_eq!(numbers.len(), plan.people.len());
    }

    #[test]
    fn the_city_and_its_district_differ_in_who_leads() {
        let plan = plan(&wish(Scale::County, "130100"), &organs_of("130000"));
        let lead = |code: &str| {
            let unit = plan.units.iter().find(|unit| unit.code == code).unwrap();
            unit.ties.iter().find(|tie| tie.relation == "lead").unwrap().parent.clone()
        };
        assert_eq!(lead("130102P"), "130100P");
        assert_eq!(lead("130123P"), "130123W");
    }
}
