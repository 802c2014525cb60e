//! A province with two cities and their counties, branches at the end, people where a story needs them.

use std::sync::Arc;

use act::{Act, Acting, Core, Ctx, Relation, Result};
use db::Read;
use duty::{Law, Setting, judge::Fact};
use org::NewUnit;
use people::NewMember;
use rules::{Rules, Who};
use situation::{Ask, Part, Picture, Scope, Tally, View, draw};
use systems::Systems;
use testkit::{Browser, Home, day};

pub(crate) const PREPARE: Act = Act::new("test.prepare", "准备");
pub(crate) const TODAY: &str = "2026-11-20";
pub(crate) const SINCE: &str = "2020-01-01";

pub(crate) struct World {
    pub(crate) home: Home,
    pub(crate) ministry: i64,
    pub(crate) province: i64,
    pub(crate) city: i64,
    pub(crate) county: i64,
    /// 县局党委, led by the 县委.
    pub(crate) committee: i64,
    /// 机关党委 of the county, led by the committee.
    pub(crate) organ: i64,
    /// Branches of the county.
    pub(crate) first: i64,
    pub(crate) second: i64,
    /// A branch of another county.
    pub(crate) far: i64,
    pub(crate) other_county: i64,
}

pub(crate) fn furnish(core: Core) -> Core {
    core.with(Systems::built_in().powers())
        .with(Rules::built_in().clone())
        .with(Systems::built_in().clone())
}

pub(crate) fn home() -> Home {
    Home::on(TODAY, furnish)
}

pub(crate) fn write<T>(home: &Home, work: impl Fn(&Ctx, &Acting) -> Result<T>) -> T {
    let ctx = home.operator();
    ctx.act_system(&PREPARE, |w| work(&ctx, w)).unwrap()
}

/// Founds a unit that is in use from its first day.
pub(crate) fn found(
    home: &Home,
    (kind, name): (&str, &str),
    (lead, line, host): (Option<i64>, Option<i64>, Option<i64>),
) -> i64 {
    let (lead, line, host) = (lead, line, host);
    write(home, |_, w| {
        let mut new = NewUnit::new(kind, name, day(SINCE));
        (new.lead, new.line, new.host) = (lead, line, host);
        new.use_from = Some(day(SINCE));
        org::found_unit(w, Systems::built_in(), &new)
    })
}

impl World {
    pub(crate) fn new() -> Self {
        Self::furnished(furnish)
    }

    pub(crate) fn furnished(furnish: impl FnOnce(Core) -> Core) -> Self {
        let home = Home::on(TODAY, furnish);
        let found = |kind: &str, name: &str, ties| found(&home, (kind, name), ties);
        let line = |above| (None, Some(above), None);
        let ministry = found("ministry", "公安部", (None, None, None));
        let province = found("provincial_department", "临江省公安厅", line(ministry));
        let city = found("city_bureau", "云州市公安局", line(province));
        let county = found("county_bureau", "南屏县公安局", line(city));
        let other_county = found("county_bureau", "北岭县公安局", line(city));
        let station = found("police_station", "城关派出所", line(county));
        let outside = found("outside_committee", "中共南屏县委", (None, None, None));
        let led = |lead, host| (Some(lead), None, Some(host));
        let committee = found("leading_committee", "南屏县公安局党委", led(outside, county));
        let organ = found("organ_committee", "南屏县公安局机关党委", led(committee, county));
        let first = found("branch", "指挥中心党支部", led(organ, county));
        let second = found("branch", "城关派出所党支部", led(organ, station));
        let away = found("outside_committee", "中共北岭县委", (None, None, None));
        let there = found("primary_committee", "北岭县公安局党委", led(away, other_county));
        let far = found("branch", "北岭刑警大队党支部", led(there, other_county));
        Self {
            home,
            ministry,
            province,
            city,
            county,
            committee,
            organ,
            first,
            second,
            far,
            other_county,
        }
    }

    /// Somebody on the unit's list with a post there: person and post.
    pub(crate) fn appoint(&self, unit: i64, kind: &str) -> (i64, i64) {
        let name = format!("{kind}{unit}");
        write(&self.home, |_, w| {
            let member = NewMember::named(&name, unit, day("2021-01-01"), "测试");
            let person = people::admit(w, &self.home.core.keys, &member)?;
            let post = people::appoint(w, person, unit, kind, day("2021-01-01"), "测试")?;
            Ok((person, post))
        })
    }

    /// Somebody of the far branch with a post here: the rolls of the story stay as they are.
    pub(crate) fn appoint_elsewhere(&self, unit: i64, kind: &str) -> (i64, i64) {
        let name = format!("{kind}{unit}");
        write(&self.home, |_, w| {
            let member = NewMember::named(&name, self.far, day("2021-01-01"), "测试");
            let person = people::admit(w, &self.home.core.keys, &member)?;
            let post = people::appoint(w, person, unit, kind, day("2021-01-01"), "测试")?;
            Ok((person, post))
        })
    }

    pub(crate) fn serve(&self, unit: i64, fact: &Fact) {
        Self::serve_in(&self.home, unit, fact);
    }

    pub(crate) fn serve_in(home: &Home, unit: i64, fact: &Fact) {
        let setting = Setting { unit, url: "/records/1".into(), ..Setting::default() };
        write(home, |_, w| duty::serve(w, Rules::built_in(), fact, &setting));
    }

    pub(crate) fn browser(&self, (person, post): (i64, i64)) -> Browser {
        let app = testkit::app(&self.home, vec![situation::room()]);
        Browser::of(&Arc::clone(&app), person, Some(post))
    }

    pub(crate) fn view(&self, relation: Relation, node: i64, on: &str) -> View {
        view(&self.home, relation, node, on)
    }

    pub(crate) fn picture(&self, relation: Relation, node: i64) -> Picture {
        let view = self.view(relation, node, TODAY);
        draw(&view, Systems::built_in(), Scope::month(day(TODAY)), &Part::default())
    }
}

pub(crate) fn view(home: &Home, relation: Relation, node: i64, on: &str) -> View {
    let ask = Ask { relation, node, on: day(on) };
    let look = |read: &Read| situation::look(read, Rules::built_in(), Systems::built_in(), ask);
    home.operator().read(look).unwrap().expect("the node stands there")
}

/// What `duty list` says of the units, added up: periods that have begun, duties of units.
pub(crate) fn sum_of_lists(home: &Home, units: &[i64]) -> Tally {
    let today = home.operator().today;
    let mut sum = Tally::default();
    home.operator()
        .read(|read| {
            let law = Law::load(read, Rules::built_in())?;
            for unit in units {
                let (standings, _) = duty::list(read, &law, *unit, today.year(), today)?;
                let of_unit = standings.iter().filter(|it| it.bearer.history.who == Who::Unit);
                for verdict in of_unit.flat_map(|it| &it.verdicts) {
                    let slot = &verdict.slot;
                    if !slot.stands.is_empty() || slot.opens_on <= today {
                        sum.add(verdict.state);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    sum
}

pub(crate) fn meeting(id: i64, kind: &str, held_on: &str) -> Fact {
    let mut fact = Fact { id, title: format!("记录{id}"), ..Fact::new(kind, day(held_on)) };
    fact.minutes = 90;
    let figures =
        [("voters", 9), ("present", 8), ("committee-members", 3), ("committee-present", 3)];
    fact.figures.extend(figures.map(|(name, value)| (name.to_owned(), value)));
    fact
}
