//! The rows that facts leave: what they serve, and the clocks they start.

use act::Acting;
use calendar::{Day, Period};
use db::{Value, bind};
use rules::{Rhythm, Rules, Who};
use std::collections::BTreeSet;

use super::{
    Setting,
    bearers::{Bearers, Home},
};
use crate::{
    Law,
    judge::{self, Fact, History, Service},
    kinds,
};

pub(super) const WIDTH: usize = 19;

#[derive(Default)]
pub(super) struct Rows {
    pub(super) services: Vec<Value>,
    pub(super) occurrences: Vec<Value>,
}

/// Whom a row is for.
#[derive(Clone, Copy)]
struct For<'a> {
    kind: &'static str,
    bearer: i64,
    unit: i64,
    absent: Option<&'a str>,
}

impl Rows {
    pub(super) fn add(
        &mut self,
        w: &Acting,
        law: &Law,
        bearers: &Bearers,
        fact: &Fact,
        setting: &Setting,
    ) {
        let Some(home) = bearers.home(setting.unit, fact.held_on) else { return };
        if fact.withdrawn {
            return;
        }
        let mut job = Job { w, law, bearers, fact, setting, home, rows: self };
        job.unit();
        job.posts();
        job.roll();
        job.talk();
        job.starts();
    }
}

struct Job<'a, 'w, 'c> {
    w: &'a Acting<'w, 'c>,
    law: &'a Law<'a>,
    bearers: &'a Bearers,
    fact: &'a Fact,
    setting: &'a Setting,
    home: Home<'a>,
    rows: &'a mut Rows,
}

impl Job<'_, '_, '_> {
    fn unit(&mut self) {
        let id = self.home.id;
        let bearer = always(Who::Unit, [self.home.kind.to_owned()]);
        self.serve(&bearer, self.fact, For { kind: "unit", bearer: id, unit: id, absent: None });
    }

    /// The unit's own posts, and every post of the lecturer elsewhere.
    fn posts(&mut self) {
        let (home, day) = (self.home, self.fact.held_on);
        let mut units = vec![(home.id, home.kind)];
        let lecturer = self.setting.lecturer;
        let held: Vec<_> =
            lecturer.into_iter().flat_map(|it| self.bearers.posts_of(it, day)).collect();
        for (unit, kind, _) in &held {
            if !units.iter().any(|(id, _)| id == unit) {
                units.push((*unit, kind));
            }
        }
        for (unit, unit_kind) in units {
            for post in self.law.post_kinds(unit_kind) {
                let is_his = |it: &&(i64, &str, &str)| {
                    it.0 == unit && kinds::post_in(unit_kind, it.2) == post
                };
                let by_bearer = held.iter().any(|it| is_his(&it));
                if unit != home.id && !by_bearer {
                    continue;
                }
                let mut fact = self.fact.clone();
                if by_bearer {
                    fact.marks.insert("by-bearer".to_owned());
                }
                let to = For { kind: "post", bearer: unit, unit, absent: None };
                self.serve(&always(Who::Post, [post]), &fact, to);
            }
        }
    }

    /// Hours of everybody who was there, as one row for each duty.
    fn roll(&mut self) {
        let Some(absent) = &self.setting.absent else { return };
        let ids: Vec<String> = absent.iter().map(i64::to_string).collect();
        let absent = ids.join(" ");
        let (bearer, unit) = (self.setting.unit, self.home.id);
        let to = For { kind: "roll", bearer, unit, absent: Some(&absent) };
        self.serve(&everybody(), self.fact, to);
    }

    fn talk(&mut self) {
        let Some((one, other)) = self.setting.talk else { return };
        for (who, with, is_talked_with) in [(one, other, false), (other, one, true)] {
            let day = self.fact.held_on;
            let unit = self.bearers.branch_of(who, day);
            let theirs = self.bearers.branch_of(with, day);
            let mut fact = self.fact.clone();
            if is_talked_with {
                fact.marks.insert("talked-with".to_owned());
            }
            // Each talk is of one class, judged from both sides in his branch.
            let sits = |person| {
                let mut posts = self.bearers.posts_of(person, day);
                posts.any(|(at, _, post)| Some(at) == unit && kinds::is_committee(post))
            };
            let class = match (sits(who), sits(with)) {
                (true, true) => Some("between-seats"),
                (false, true) => Some("seat-and-member"),
                (true, false) => theirs.map(|_| "seat-and-member"),
                (false, false) => theirs.map(|_| "between-members"),
            };
            fact.marks.extend(class.map(str::to_owned));
            let unit = unit.unwrap_or(self.home.id);
            let to = For { kind: "person", bearer: who, unit, absent: None };
            self.serve(&everybody(), &fact, to);
        }
    }

    fn starts(&mut self) {
        let Fact { kind, also, held_on, about, event, room, id, .. } = self.fact;
        let about = if event.is_empty() { about } else { event };
        let is = also.iter().chain([kind]);
        let names: BTreeSet<&String> = is.flat_map(|kind| kinds::starts(kind)).collect();
        for name in names {
            let row = bind![self.w.id(), self.home.id, name, held_on, about, room, id];
            self.rows.occurrences.extend_from_slice(row);
        }
    }

    fn serve(&mut self, bearer: &History, fact: &Fact, to: For<'_>) {
        for service in judge::services(self.law.rules(), bearer, fact) {
            if self.law.reaches(&service.duty, self.home.lead, self.home.line) {
                self.write(&service, to);
            }
        }
    }

    fn write(&mut self, service: &Service, to: For<'_>) {
        let period = period(self.law.rules(), service);
        let late = service.entered_on > period.last() && service.held_on <= period.last();
        let row = bind![
            self.w.id(),
            service.room,
            service.fact,
            service.title,
            self.setting.url,
            to.kind,
            to.bearer,
            to.unit,
            service.duty,
            period,
            service.held_on,
            service.entered_on,
            service.quantity,
            service.counts,
            service.reason,
            late,
            service.makes_up.is_some(),
            service.about,
            to.absent
        ];
        self.rows.services.extend_from_slice(row);
    }
}

/// The one it makes up for, or the one it was held in; for events and standing duties the year.
fn period(rules: &Rules, service: &Service) -> Period {
    let duty = rules.duty_on(&service.duty, service.held_on);
    let kind = duty.and_then(|it| it.period.period()).or(Rhythm::Year.period());
    let kind = kind.unwrap_or(calendar::PeriodKind::Year);
    service.makes_up.unwrap_or_else(|| Period::of(kind, service.held_on))
}

/// A bearer of these kinds on any day: a late entry may be about days before the founding was entered.
fn always(who: Who, kinds: impl IntoIterator<Item = String>) -> History {
    let mut bearer = History::new(who, "", Day::MIN);
    bearer.kinds =
        kinds.into_iter().map(|kind| judge::Spell { kind, from: Day::MIN, to: None }).collect();
    bearer
}

/// Somebody of every class: which of the duties bind him is asked when they are judged.
fn everybody() -> History {
    let classes: BTreeSet<String> =
        kinds::PERSON_CLASSES.iter().map(|(k, _)| (*k).to_owned()).collect();
    always(Who::Person, classes)
}
