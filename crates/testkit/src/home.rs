//! An empty installation with a fixed clock.

use std::sync::Arc;

use act::{Actor, Core, Ctx};
use calendar::{Clock, Day};
use crypto::Keys;
use db::{Db, Durability, Target, bind};
use tempfile::TempDir;

/// One installation; gone with its data when dropped.
pub struct Home {
    pub core: Arc<Core>,
    pub folder: TempDir,
    database: Option<(String, String)>,
}

/// `day("2026-11-20")`.
pub fn day(text: &str) -> Day {
    text.parse().expect("a test writes days as YYYY-MM-DD")
}

impl Home {
    /// An empty database on a fixed day at nine in the morning, with what `furnish` adds.
    pub fn on(today: &str, furnish: impl FnOnce(Core) -> Core) -> Self {
        Self::over(today, |_| (), furnish)
    }

    /// The same on what `prepare` puts there first: a database of an older version.
    pub fn over(
        today: &str,
        prepare: impl FnOnce(&Target),
        furnish: impl FnOnce(Core) -> Core,
    ) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let (target, database) = target(&folder);
        prepare(&target);
        let db = Db::open(&target, Durability::Off).expect("the database opens");
        let core = Core::new(db, Keys::for_tests(), Clock::fixed_on(day(today)));
        let core = core.with(act::Hats(crate::browser::worn));
        Self { core: Arc::new(furnish(core)), folder, database }
    }

    /// Where the data are: for stories that open them a second time.
    pub fn target(&self) -> Target {
        match &self.database {
            Some((server, name)) => Target::Url(url(server, name)),
            None => Target::Folder(self.folder.path().to_owned()),
        }
    }

    /// The operator at the command line, whom nothing limits.
    pub fn operator(&self) -> Ctx {
        Ctx::new(&self.core, Actor::Operator)
    }

    /// A post that `person` holds in `unit`, made when it is not there: for stories whose room makes none.
    pub fn hold(&self, person: i64, kind: &str, unit: i64) -> i64 {
        let held = |write: &db::Write| {
            let sql = "SELECT id FROM post WHERE person = $1 AND kind = $2 AND unit = $3";
            if let Some(post) = write.maybe(sql, bind![person, kind, unit])? {
                return Ok(post);
            }
            let sql = "INSERT INTO post (id, person, unit, kind, basis, from_on)
                       VALUES ($1, $2, $3, $4, '测试', '2020-01-01')";
            let id = write.id();
            write.run(sql, bind![id, person, unit, kind])?;
            Ok::<i64, db::Error>(id)
        };
        self.core.db.write(&[], held).expect("a post can be written")
    }

    /// Ends a post today, as if by somebody else.
    pub fn end_post(&self, post: i64) {
        let today = self.core.clock.now().day();
        let ended = |write: &db::Write| {
            let sql = "UPDATE post SET to_on = $2 WHERE id = $1";
            write.run(sql, bind![post, today])
        };
        self.core.db.write(&[], ended).expect("a post can be ended");
    }

    /// Moves the clock to nine in the morning of another day.
    pub fn wait_until(&self, today: &str) {
        self.core.clock.set(calendar::Instant::at(day(today), 9, 0));
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database {
            let _ = db::drop_database(server, name);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one switch of the test kit")]
fn target(folder: &TempDir) -> (Target, Option<(String, String)>) {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return (Target::Folder(folder.path().to_owned()), None);
    };
    let name = format!("story_{}", &crypto::token()[..16]);
    db::create_database(&server, &name, None).expect("TEST_DATABASE_URL lets us make databases");
    (Target::Url(url(&server, &name)), Some((server, name)))
}

fn url(server: &str, database: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("a URL ends with a database name");
    format!("{base}/{database}")
}
