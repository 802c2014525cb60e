//! Units below a division's organ: stations and brigades, the Party committee, its branches.

use calendar::Day;
use fastrand::Rng;
use serde::Deserialize;

use crate::{names::rows, people::subgroups};

const DIVISIONS: &str = include_str!("../../data/divisions.csv");
const STREETS: &str = include_str!("../../data/divisions_streets.csv");

/// A superior by a relation: `line`, `lead` or `approve`, named by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub relation: &'static str,
    pub parent: String,
}

/// One invented unit. Superiors come before their units in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedUnit {
    pub code: String,
    pub kind: &'static str,
    pub name: String,
    pub short_name: String,
    pub order: i64,
    pub founded_on: Day,
    /// Start-of-use day: nothing was kept before.
    pub use_from: Day,
    pub ties: Vec<Tie>,
    /// Party units: code of the administrative unit that hosts them.
    pub host: Option<String>,
    /// Day of the last election, where there is a term.
    pub elected_on: Option<Day>,
    /// Term in years; 0 where there is none.
    pub term_years: i64,
    /// How many members a branch gets; 0 for all other units.
    pub members: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Division {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) parent: String,
    pub(crate) level: u8,
}

/// What an organ is to the plan: its code, its name, how many branches below.
#[derive(Debug, Clone)]
pub(crate) struct Organ {
    pub(crate) code: String,
    pub(crate) name: String,
    /// 0 ministry, 1 province, 2 city, 3 county
    pub(crate) level: u8,
    /// A district's organ is led by the city bureau's Party committee.
    pub(crate) led_by: Option<String>,
}

pub(crate) fn divisions() -> Vec<Division> {
    rows(DIVISIONS)
}

/// Towns and streets of a county, as police stations are named after them.
pub(crate) fn towns(county: &str) -> Vec<String> {
    let of_county = |line: &str| {
        let (_, rest) = line.split_once(',')?;
        let (name, rest) = rest.split_once(',')?;
        rest.starts_with(county).then(|| short_town(name))
    };
    STREETS.lines().filter(|line| line.starts_with(county)).filter_map(of_county).collect()
}

fn short_town(name: &str) -> String {
    let endings = ["街道办事处", "街道", "民族乡", "地区", "镇", "乡"];
    let short = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    if short.chars().count() < 2 { name.to_owned() } else { short.to_owned() }
}

const COUNTY_BRIGADES: [&str; 8] = [
    "刑事侦查大队",
    "治安管理大队",
    "交通警察大队",
    "经济犯罪侦查大队",
    "出入境管理大队",
    "法制大队",
    "禁毒大队",
    "巡特警大队",
];
const CITY_DETACHMENTS: [&str; 12] = [
    "刑事侦查支队",
    "治安管理支队",
    "交通警察支队",
    "经济犯罪侦查支队",
    "网络安全保卫支队",
    "法制支队",
    "禁毒支队",
    "特警支队",
    "出入境管理支队",
    "监所管理支队",
    "科技信息化支队",
    "警务督察支队",
];
const MINISTRY_BUREAUS: [&str; 6] =
    ["办公厅", "人事训练局", "警务督察局", "刑事侦查局", "治安管理局", "科技信息化局"];
const PROVINCE_CORPS: [&str; 20] = [
    "办公室",
    "政治部",
    "警务督察总队",
    "刑事侦查总队",
    "治安管理总队",
    "交通警察总队",
    "经济犯罪侦查总队",
    "网络安全保卫总队",
    "法制总队",
    "禁毒总队",
    "特警总队",
    "出入境管理总队",
    "监所管理总队",
    "科技信息化总队",
    "审计处",
    "警务保障部",
    "指挥中心",
    "食品药品和环境犯罪侦查总队",
    "反恐怖总队",
    "机场公安局",
];

/// Everything below one organ.
pub(crate) struct Below<'t> {
    rng: &'t mut Rng,
    today: Day,
    use_from: Day,
    organ: Organ,
    pub(crate) units: Vec<PlannedUnit>,
}

impl<'t> Below<'t> {
    pub(crate) fn of(organ: Organ, rng: &'t mut Rng, (today, use_from): (Day, Day)) -> Self {
        Self { rng, today, use_from, organ, units: Vec::new() }
    }

    /// `branches`: how many, the retired one included; `size`: members of each, about.
    pub(crate) fn plan(mut self, branches: usize, size: usize) -> Vec<PlannedUnit> {
        self.outside_bodies();
        self.committees();
        let desks = self.desks(branches.saturating_sub(2));
        let mut order = 0;
        self.branch("政工监督室", None, order, size);
        for (code, name) in desks {
            order += 1;
            self.branch(&name, Some(code), order, size);
        }
        order += 1;
        self.retired_branch(order, size);
        self.subgroups();
        self.units
    }

    fn code(&self, tail: &str) -> String {
        format!("{}{tail}", self.organ.code)
    }

    /// 县委 and 县直机关工委: names without accounts. A district's committee is led by the city bureau's.
    fn outside_bodies(&mut self) {
        let (committee, working) = if self.organ.level == 0 {
            ("中国共产党中央委员会".to_owned(), "中央和国家机关工作委员会".to_owned())
        } else {
            let place = place_of(&self.organ);
            (format!("中共{place}委员会"), format!("{place}直属机关工作委员会"))
        };
        if self.organ.led_by.is_none() {
            self.unit("W", "outside_committee", &committee, &committee, vec![]);
        }
        self.unit("V", "outside_organs_committee", &working, &working, vec![]);
    }

    fn committees(&mut self) {
        let name = self.organ.name.clone();
        let leader = self.organ.led_by.clone().unwrap_or_else(|| self.code("W"));
        let lead = |parent: String| Tie { relation: "lead", parent };
        let long = format!("中共{name}委员会");
        let short = ["部党委", "厅党委", "局党委", "局党委"][usize::from(self.organ.level)];
        self.unit("P", "leading_committee", &long, short, vec![lead(leader)]);
        let approve = Tie { relation: "approve", parent: self.code("V") };
        let ties = vec![lead(self.code("P")), approve];
        let long = format!("中共{name}机关委员会");
        self.unit("J", "organ_committee", &long, "机关党委", ties);
        let elected = self.elected(5);
        for tail in ["P", "J"] {
            let (code, host) = (self.code(tail), self.organ.code.clone());
            let unit = self.units.iter_mut().find(|unit| unit.code == code);
            let unit = unit.expect("it was planned three lines above");
            unit.host = Some(host);
            if tail == "J" {
                (unit.elected_on, unit.term_years) = (Some(elected), 5);
            }
        }
    }

    /// Administrative units that host branches: stations and brigades, or detachments, or corps.
    fn desks(&mut self, wanted: usize) -> Vec<(String, String)> {
        let mut names: Vec<String> = match self.organ.level {
            0 => MINISTRY_BUREAUS.map(str::to_owned).into(),
            1 => PROVINCE_CORPS.map(str::to_owned).into(),
            2 => CITY_DETACHMENTS.map(str::to_owned).into(),
            _ => {
                let brigades = COUNTY_BRIGADES.map(str::to_owned);
                let stations = towns(&self.organ.code).into_iter();
                let stations = stations.map(|town| format!("{town}派出所"));
                brigades.into_iter().take(wanted.div_ceil(2)).chain(stations).collect()
            }
        };
        for number in 1..=wanted.saturating_sub(names.len()) {
            names.push(format!("第{number}大队"));
        }
        names.truncate(wanted);
        let kind = ["division", "division", "detachment", "brigade"][usize::from(self.organ.level)];
        let mut desks = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            let kind = if name.ends_with("派出所") { "police_station" } else { kind };
            let tail = format!("A{:02}", place + 1);
            let long = format!("{}{name}", self.organ.name);
            let line = Tie { relation: "line", parent: self.organ.code.clone() };
            self.unit(&tail, kind, &long, &name, vec![line]);
            desks.push((self.code(&tail), name));
        }
        desks
    }

    fn branch(&mut self, desk: &str, host: Option<String>, order: i64, size: usize) {
        let tail = format!("Z{order:02}");
        let long = format!("{}{desk}党支部", self.organ.name);
        let members = (size * self.rng.usize(60..145) / 100).max(3);
        self.party_unit(&tail, "branch", &long, &format!("{desk}党支部"), members);
        if let (Some(unit), Some(host)) = (self.units.last_mut(), host) {
            unit.host = Some(host);
        }
    }

    fn retired_branch(&mut self, order: i64, size: usize) {
        let tail = format!("Z{order:02}");
        let long = format!("{}离退休党支部", self.organ.name);
        let members = (size * self.rng.usize(80..150) / 100).max(3);
        self.party_unit(&tail, "retired_branch", &long, "离退休党支部", members);
    }

    fn party_unit(
        &mut self,
        tail: &str,
        kind: &'static str,
        name: &str,
        short: &str,
        members: usize,
    ) {
        let lead = Tie { relation: "lead", parent: self.code("J") };
        self.unit(tail, kind, name, short, vec![lead]);
        let (elected_on, host) = (self.elected(3), self.organ.code.clone());
        if let Some(unit) = self.units.last_mut() {
            unit.host = Some(host);
            (unit.elected_on, unit.term_years, unit.members) = (Some(elected_on), 3, members);
        }
    }

    /// 党小组 of every branch that is large enough, after all branches.
    fn subgroups(&mut self) {
        let branches: Vec<(String, String, usize)> = self
            .units
            .iter()
            .filter(|unit| unit.members > 0)
            .map(|unit| (unit.code.clone(), unit.name.clone(), subgroups(unit.members)))
            .collect();
        for (code, name, count) in branches {
            for number in 1..=count {
                let short = format!("第{}党小组", ["一", "二", "三", "四"][number - 1]);
                let lead = Tie { relation: "lead", parent: code.clone() };
                let tail = format!("{}G{number}", &code[self.organ.code.len()..]);
                self.unit(&tail, "subgroup", &format!("{name}{short}"), &short, vec![lead]);
            }
        }
    }

    /// Within the running term, a few about to end.
    fn elected(&mut self, term_years: i32) -> Day {
        self.today.plus_days(-self.rng.i32(40..term_years * 365 - 20))
    }

    fn unit(&mut self, tail: &str, kind: &'static str, name: &str, short: &str, ties: Vec<Tie>) {
        // Days of founding fall so that no unit is older than its superiors.
        let founded_on =
            Day::new(2010, 1, 1).expect("a day").plus_days(30 * self.units.len() as i32);
        self.units.push(PlannedUnit {
            code: self.code(tail),
            kind,
            name: name.to_owned(),
            short_name: short.to_owned(),
            order: self.units.len() as i64,
            founded_on,
            use_from: self.use_from,
            ties,
            host: None,
            elected_on: None,
            term_years: 0,
            members: 0,
        });
    }
}

/// The place that an organ's name begins with: 正定县公安局 → 正定县.
fn place_of(organ: &Organ) -> String {
    let name = organ.name.replace("公安厅", "").replace("分局", "");
    let place = name.rsplit_once("公安局").map_or(name.clone(), |(city, district)| {
        if district.is_empty() { city.to_owned() } else { format!("{city}{district}区") }
    });
    place.replace("区区", "区")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(code: &str, name: &str, level: u8) -> Vec<PlannedUnit> {
        let mut rng = Rng::with_seed(1);
        let organ = Organ { code: code.into(), name: name.into(), level, led_by: None };
        let today = Day::new(2026, 11, 20).unwrap();
        Below::of(organ, &mut rng, (today, today)).plan(8, 20)
    }

    #[test]
    fn superiors_come_before_their_units() {
        let units = below("130123", "正定县公安局", 3);
        let mut known = vec!["130123".to_owned()];
        for unit in &units {
            for tie in &unit.ties {
                assert!(known.contains(&tie.parent), "{} of {}", tie.parent, unit.name);
            }
            known.push(unit.code.clone());
        }
    }

    #[test]
    fn a_county_bureau_looks_like_one() {
        let units = below("130123", "正定县公安局", 3);
        let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names[0], "中共正定县委员会");
        assert!(names.contains(&"正定县公安局诸福屯派出所党支部"), "{names:?}");
        assert_eq!(units.iter().filter(|unit| unit.members > 0).count(), 8);
    }
}
