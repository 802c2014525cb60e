//! An installation with a few acts behind it, and somebody who has its database in hand.

use act::{Act, Actor, Ctx, Error};
use audit::{Broken, Code, Report};
use calendar::Instant;
use db::{Value, bind};
use serde::de::DeserializeOwned;
use testkit::{Home, day};

pub(crate) const NOTE: Act = Act::new("test.note", "记一笔");
pub(crate) const SEE: Act = Act::new("see.member", "看党员信息");

pub(crate) struct World {
    pub(crate) home: Home,
}

impl World {
    /// Nothing has happened yet.
    pub(crate) fn new() -> Self {
        Self { home: Home::on("2026-11-20", |core| core) }
    }

    /// Three acts and a look, a signed head, and two acts more; seven seals.
    pub(crate) fn with_a_head() -> Self {
        let world = Self::new();
        (0..3).for_each(|_| world.act());
        world.look();
        world.sign();
        world.next_day();
        (0..2).for_each(|_| world.act());
        world
    }

    /// One act under a seal of its own.
    pub(crate) fn act(&self) {
        let ctx = self.ctx();
        let done = ctx.act_system(&NOTE, |w| {
            w.about("unit", 1).how("练习").changed(&["name"]);
            Ok(())
        });
        done.unwrap();
        self.seal();
    }

    /// Somebody looks at somebody from another machine.
    pub(crate) fn look(&self) {
        let actor = Actor::Person { id: 7, name: "李明".into(), hat: None };
        let ctx = Ctx::new(&self.home.core, actor);
        let ctx = ctx.from_client("10.3.2.1".parse().unwrap()).on_device("Chrome，Windows");
        ctx.viewed(&SEE, "person:9", 1);
        ctx.log_views().unwrap();
        self.seal();
    }

    pub(crate) fn seal(&self) {
        while self.home.core.db.seal_pending().unwrap() > 0 {}
    }

    /// Makes the key where there is none, and signs; two events more at the first time, one later.
    pub(crate) fn sign(&self) {
        audit::sign_head(&self.ctx()).unwrap();
        self.seal();
    }

    pub(crate) fn next_day(&self) {
        let clock = &self.home.core.clock;
        clock.set(Instant::at(clock.now().day().plus_days(1), 9, 0));
    }

    /// The server itself, as of now.
    pub(crate) fn ctx(&self) -> Ctx {
        self.home.operator()
    }

    pub(crate) fn verify(&self) -> Report {
        audit::verify(&self.ctx(), None, &|_, _| {}).unwrap()
    }

    pub(crate) fn broken(&self) -> Option<Broken> {
        self.verify().broken
    }

    pub(crate) fn broken_under(&self, code: &Code) -> Option<Broken> {
        audit::verify(&self.ctx(), Some(code), &|_, _| {}).unwrap().broken
    }

    /// The code of the last seal.
    pub(crate) fn code(&self) -> Code {
        self.verify().code.unwrap()
    }

    /// What somebody with the database does to it: past every act.
    pub(crate) fn tamper(&self, sql: &'static str, binds: &[Value]) -> u64 {
        let done = |write: &db::Write| write.run(sql, binds);
        let rows = self.home.core.db.write(&[], done).unwrap();
        assert!(rows > 0, "nothing was changed by {sql}");
        rows
    }

    pub(crate) fn ask<T: DeserializeOwned>(&self, sql: &'static str, binds: &[Value]) -> T {
        self.home.core.db.read(|read| Ok::<_, Error>(read.one(sql, binds)?)).unwrap()
    }

    /// The first event of a seal.
    pub(crate) fn event_of(&self, seal: i64) -> i64 {
        let events: String = self.ask("SELECT events FROM seal WHERE no = $1", bind![seal]);
        events.split(' ').next().unwrap().parse().unwrap()
    }

    /// Computes every seal from this one on anew out of what is there: no key is needed for it.
    pub(crate) fn reseal_from(&self, seal: i64) {
        let last: i64 = self.ask("SELECT max(no) FROM seal", &[]);
        for no in seal..=last {
            let before = "SELECT digest FROM seal WHERE no = $1";
            let before: Vec<u8> =
                if no == 1 { vec![0; 32] } else { self.ask(before, bind![no - 1]) };
            let digests: Vec<[u8; 32]> =
                self.events_of(no).into_iter().map(|event| self.digest_of(event)).collect();
            let digest = db::block_digest(&before, &digests);
            self.tamper("UPDATE seal SET digest = $2 WHERE no = $1", bind![no, digest]);
        }
    }

    fn events_of(&self, seal: i64) -> Vec<i64> {
        let events: String = self.ask("SELECT events FROM seal WHERE no = $1", bind![seal]);
        events.split(' ').map(|id| id.parse().unwrap()).collect()
    }

    pub(crate) fn digest_of(&self, event: i64) -> [u8; 32] {
        let sql = "SELECT digest FROM event WHERE id = $1
                   UNION ALL SELECT digest FROM view_log WHERE id = $1";
        self.ask::<Vec<u8>>(sql, bind![event]).try_into().unwrap()
    }
}

/// The day on which every world begins.
pub(crate) fn first_day() -> calendar::Day {
    day("2026-11-20")
}
