//! An empty installation with a fixed clock.

use std::sync::Arc;

use act::{Act, Actor, Core, Ctx, Reason};
use calendar::{Clock, Day};
use crypto::Keys;
use db::{Db, Durability, Target, Touch, bind};
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

    /// The same with ids counted from 1, as the demo has them: lots drawn by id fall alike every time.
    pub fn counted(today: &str, furnish: impl FnOnce(Core) -> Core) -> Self {
        Self::open(today, |_| (), |db| db.with_ids_from(0), furnish)
    }

    /// The same on what `prepare` puts there first: a database of an older version.
    pub fn over(
        today: &str,
        prepare: impl FnOnce(&Target),
        furnish: impl FnOnce(Core) -> Core,
    ) -> Self {
        Self::open(today, prepare, |db| db, furnish)
    }

    fn open(
        today: &str,
        prepare: impl FnOnce(&Target),
        ids: impl FnOnce(Db) -> Db,
        furnish: impl FnOnce(Core) -> Core,
    ) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let (target, database) = target(&folder);
        prepare(&target);
        let db = ids(Db::open(&target, Durability::Off).expect("the database opens"));
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

    /// A Party unit written directly, for stories that are not about units: `path` by lead, `line` by line.
    pub fn found(&self, id: i64, kind: &str, name: &str, path: &str, line: &str) {
        const PREPARE: Act = Act::new("test.prepare", "准备");
        let written = self.operator().act_system(&PREPARE, |w| {
            let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                           official_order, founded_on, use_from, lead_parent, lead_path, line_path, organ,
                           version)
                       VALUES ($1, $2, 'party', $3, $4, $4, '', '', 0, '2020-01-01', '2026-01-01', $5,
                               $6, $7, 1, 0)";
            let parent = path.trim_end_matches('/').rsplit('/').nth(1);
            let parent: Option<i64> = parent.and_then(|it| it.parse().ok());
            w.run(sql, bind![id, kind, format!("U{id}"), name, parent, path, line])?;
            for (relation, path) in [("lead", path), ("line", line)] {
                let sql = "INSERT INTO unit_path (unit, relation, path, from_on)
                           VALUES ($1, $2, $3, '2020-01-01')";
                w.run(sql, bind![id, relation, path])?;
            }
            w.touch(id, Touch::Place);
            Ok(())
        });
        written.expect("a unit can be written");
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

    /// Why an act was done, each time, the latest last: about what, and the words as they can be read today.
    pub fn reasons(&self, act: &str) -> Vec<(String, Option<String>)> {
        #[derive(serde::Deserialize)]
        struct Row {
            id: i64,
            about: Option<String>,
            #[serde(flatten)]
            reason: Reason,
        }
        let sql = "SELECT e.id, e.about, e.reason, s.said, s.person AS whose, k.wrapped AS own_key
                   FROM event e LEFT JOIN event_reason s ON s.event = e.id
                   LEFT JOIN own_key k ON k.person = s.person
                   WHERE e.act = $1 AND e.reason IS NOT NULL ORDER BY e.id";
        let rows: Result<Vec<Row>, db::Error> = self.core.db.read(|read| read.all(sql, bind![act]));
        let words = |it: Row| {
            let words = it.reason.words(&self.core.keys, it.id);
            (it.about.unwrap_or_default(), words.expect("a reason opens"))
        };
        rows.expect("events can be read").into_iter().map(words).collect()
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
