//! How these stories found and move units.

use act::{Act, Acting, Actor, Core, Ctx, Hat, Place, Relation, Result};
use calendar::Day;
use db::{Read, bind};
use org::{Move, MoveKind, NewUnit, TieKind, Unit};
use systems::Systems;
use testkit::{Home, day};

pub(crate) const TRY: Act = Act::new("unit.found", "成立组织");

pub(crate) struct World {
    pub(crate) home: Home,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|core| core)
    }

    /// The same with further parts of the core.
    pub(crate) fn with(further: impl FnOnce(Core) -> Core) -> Self {
        let furnish = |core: Core| {
            let systems = Systems::built_in();
            further(core.with(systems.clone()).with(systems.powers()))
        };
        Self { home: Home::on("2026-11-20", furnish) }
    }

    pub(crate) fn write<T>(&self, work: impl Fn(&Ctx, &Acting) -> Result<T>) -> Result<T> {
        let ctx = self.home.operator();
        ctx.act_system(&TRY, |w| work(&ctx, w))
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&Read) -> Result<T>) -> T {
        self.home.operator().read(work).unwrap()
    }

    /// Founds a unit; `with` says where it stands.
    pub(crate) fn found(
        &self,
        kind: &str,
        name: &str,
        on: &str,
        with: impl FnOnce(&mut NewUnit),
    ) -> i64 {
        self.try_found(kind, name, on, with).unwrap()
    }

    pub(crate) fn try_found(
        &self,
        kind: &str,
        name: &str,
        on: &str,
        with: impl FnOnce(&mut NewUnit),
    ) -> Result<i64> {
        let mut new = NewUnit::new(kind, name, day(on));
        with(&mut new);
        self.write(|_, w| org::found_unit(w, Systems::built_in(), &new))
    }

    pub(crate) fn relocate(&self, unit: i64, kind: MoveKind, to: i64, on: &str) -> Result<()> {
        let it = Move { unit, kind, to: Some(to), on: day(on), basis: "批复".into() };
        self.write(|ctx, w| org::relocate(ctx, w, &it))
    }

    pub(crate) fn lead(&self, unit: i64, to: i64, on: &str) -> Result<()> {
        self.relocate(unit, MoveKind::Tie(TieKind::Lead), to, on)
    }

    pub(crate) fn line(&self, unit: i64, to: i64, on: &str) -> Result<()> {
        self.relocate(unit, MoveKind::Tie(TieKind::Line), to, on)
    }

    pub(crate) fn unit(&self, id: i64) -> Unit {
        self.read(|read| org::get(read, id)).unwrap()
    }

    /// Somebody with a post of this kind in the unit.
    pub(crate) fn wearing(&self, post: &str, unit: i64) -> Ctx {
        let place = self.read(|read| Place::find(read, unit)).unwrap();
        let systems = Systems::built_in();
        let hat = Hat {
            post: self.home.hold(1, post, unit),
            kind: post.into(),
            title: systems.post_title(post, &place.kind),
            powers: systems.powers().of(post),
            unit: place,
            stand_in: None,
        };
        Ctx::new(&self.home.core, Actor::Person { id: 1, name: "甲".into(), hat: Some(hat) })
    }

    pub(crate) fn below(&self, root: i64, relation: Relation, on: &str) -> Vec<i64> {
        let on = day(on);
        let spans = self.read(|read| org::below(read, root, relation, on, on));
        let mut ids: Vec<i64> = spans.into_iter().map(|span| span.unit).collect();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        self.read(|read| Ok(read.one(sql, bind![])?))
    }
}

/// The words of a refused act.
pub(crate) fn refused<T>(answer: Result<T>) -> String {
    match answer {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn days(from: Day, step: i32, count: i32) -> impl Iterator<Item = Day> {
    (0..count).map(move |n| from.plus_days(n * step))
}
