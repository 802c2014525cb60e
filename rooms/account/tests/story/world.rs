//! A small line with people who sign in: ministry 1, city 2, county 3, branch 5 (hosted by 3), county 9 elsewhere.

use account::{Device, Entered, Installed, NewAccount, SecondFactor, SignedIn, Site};
use act::{Act, Actor, Core, Ctx, Error, Result};
use db::{ToValue, bind};
use people::NewMember;
use serde::de::DeserializeOwned;
use systems::{Sources, Systems};
use testkit::{Home, day};
use web::Identity;

pub(crate) const FURNISH: Act = Act::new("test.furnish", "布置");
/// Where requests come from that name no address.
pub(crate) const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

pub(crate) const PASSWORD: &str = "Qingshan-47x";

/// Started at nine by systemd.
fn running(data: std::path::PathBuf) -> account::Running {
    let since = calendar::Instant::at(day("2026-11-20"), 9, 0);
    let (version, started) = ("0", condition::Started::at(since));
    account::Running { version, since, started, database: "SQLite".into(), data, is_service: true }
}

pub(crate) struct World {
    pub(crate) home: Home,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::furnished(Systems::built_in().clone(), Site::default())
    }

    /// Reached by https.
    pub(crate) fn over_https() -> Self {
        Self::furnished(Systems::built_in().clone(), Site { is_https: true })
    }

    /// Behind proxies that say whose certificate they have checked.
    pub(crate) fn behind(front: web::Front) -> Self {
        let (systems, installed) = (Systems::built_in().clone(), Installed::default());
        Self::fronted(systems, Site::default(), installed, front)
    }

    /// In earnest, not in the demo: some posts are worn only with a second step.
    pub(crate) fn asking_for_a_second_step() -> Self {
        Self::asking(SecondFactor::Administrators)
    }

    /// A second step is asked of these.
    pub(crate) fn asking(second_factor: SecondFactor) -> Self {
        let installed = Installed { second_factor, ..Installed::default() };
        Self::installed(Systems::built_in().clone(), Site::default(), installed)
    }

    /// The shipped systems, and R01 without a national text.
    pub(crate) fn with_local_system() -> Self {
        let local = "title = \"支部工作法\"\nsummary = \"一支部一法\"\nlabel = \"internal\"\n\
                     zones = [\"government\"]\nretention = \"10y\"\n";
        Self::furnished(shipped_with("R01/system.toml", local), Site::default())
    }

    /// One person in a list, one list an hour, no numbers for anybody but the manager.
    pub(crate) fn where_exports_are_strict() -> Self {
        let rules = "rows = 1\nwithout = [\"id_number\"]\n[[post]]\nkey = \"affairs_manager\"\nrows = 9\nwithout = []\n\
                     [alarm]\nrows_a_day = 5\ntimes_an_hour = 1\noutside_working_hours = true\nnumbers = 9\n";
        Self::furnished(shipped_with("exports.toml", rules), Site::default())
    }

    /// Started by systemd, with a rule of its own for passwords.
    pub(crate) fn as_a_service(password_kinds: Option<usize>) -> Self {
        let installed = Installed { password_kinds, ..Installed::default() };
        Self::with_parts(Systems::built_in().clone(), |core| {
            core.with(Site::default())
                .with(installed)
                .with(web::Front::default())
                .with(running(std::path::PathBuf::new()))
        })
    }

    /// With this data folder, and backups made as planned.
    pub(crate) fn running_in(plan: backups::Plan) -> Self {
        Self::with_parts(Systems::built_in().clone(), |core| {
            core.with(Site::default())
                .with(Installed::default())
                .with(web::Front::default())
                .with(running(plan.data.clone()))
                .with(plan)
        })
    }

    fn furnished(systems: Systems, site: Site) -> Self {
        Self::installed(systems, site, Installed::default())
    }

    fn installed(systems: Systems, site: Site, installed: Installed) -> Self {
        let front = web::Front { is_https: site.is_https, ..web::Front::default() };
        Self::fronted(systems, site, installed, front)
    }

    /// Where people sign on at a provider.
    pub(crate) fn signing_on(on: account::SignOn, second_factor: SecondFactor) -> Self {
        let installed = Installed { second_factor, ..Installed::default() };
        Self::with_parts(Systems::built_in().clone(), |core| {
            core.with(Site::default())
                .with(installed)
                .with(web::Front::default())
                .with(web::ProvingElsewhere(on.name().to_owned()))
                .with(on)
        })
    }

    fn fronted(systems: Systems, site: Site, installed: Installed, front: web::Front) -> Self {
        Self::with_parts(systems, |core| core.with(site).with(installed).with(front))
    }

    fn with_parts(systems: Systems, more: impl FnOnce(Core) -> Core) -> Self {
        let home = Home::on("2026-11-20", |core| {
            more(core)
                .with(systems.powers())
                .with(systems)
                .with(act::Hats(account::worn))
                .with(people::Leavers(vec![account::on_leaving]))
                .with(account::proving())
                .with(account::whom_to_ask())
                .with(exports::Kinds(vec![people::export_kind()]))
                .with(exports::Limit(2))
                .with(retention::Erasers {
                    all: [account::erasers(), exports::erasers(), vec![retention::kept_forms()]]
                        .concat(),
                    after: |_| Ok(()),
                })
        });
        let world = Self { home };
        world.found((1, "ministry", "公安部"), ("/1/", None), 1);
        world.found((2, "city_bureau", "临江市公安局"), ("/1/2/", None), 2);
        world.found((3, "county_bureau", "南屏县公安局"), ("/1/2/3/", None), 3);
        world.found((5, "branch", "城关派出所党支部"), ("/1/2/3/5/", Some("/5/")), 3);
        world.found((9, "county_bureau", "北屏县公安局"), ("/1/2/9/", None), 9);
        world
    }

    fn found(
        &self,
        (id, kind, name): (i64, &str, &str),
        (line, lead): (&str, Option<&str>),
        organ: i64,
    ) {
        let family = if kind == "branch" { "party" } else { "administrative" };
        self.furnish(
            "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                               official_order, founded_on, use_from, lead_path, line_path, organ,
                               version)
             VALUES ($1, $2, $3, $4, $5, $5, '', '', 0, '2020-01-01', '2020-01-01', $6, $7, $8, 0)",
            bind![id, kind, family, format!("U{id}"), name, lead, line, organ],
        );
    }

    pub(crate) fn furnish(&self, sql: &'static str, binds: &[db::Value]) {
        let done = self.home.operator().act_system(&FURNISH, |w| {
            w.run(sql, binds)?;
            // Whatever rows a story needs: of no unit in particular.
            w.touch(0, db::Touch::Unit);
            Ok(())
        });
        done.unwrap();
    }

    pub(crate) fn ask<T: DeserializeOwned>(&self, sql: &'static str, binds: &[db::Value]) -> T {
        self.home.core.db.read(|read| Ok::<_, Error>(read.one(sql, binds)?)).unwrap()
    }

    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        self.ask(sql, &[])
    }

    /// Somebody on the roll of a unit.
    pub(crate) fn person(&self, name: &str, unit: i64) -> i64 {
        let member = NewMember::named(name, unit, day("2026-01-05"), "花名册");
        let keys = &self.home.core.keys;
        self.home.operator().act_system(&FURNISH, |w| people::admit(w, keys, &member)).unwrap()
    }

    pub(crate) fn appoint(&self, person: i64, unit: i64, kind: &str) -> i64 {
        let from = day("2026-01-05");
        let appointed = self
            .home
            .operator()
            .act_system(&FURNISH, |w| people::appoint(w, person, unit, kind, from, "任命"));
        appointed.unwrap()
    }

    /// Ends a post today.
    pub(crate) fn end(&self, post: i64) {
        let on = day("2026-11-20");
        self.home.operator().act_system(&FURNISH, |w| people::end_post(w, post, on)).unwrap();
    }

    /// Opens an account with [`PASSWORD`].
    pub(crate) fn account(&self, person: i64, login: &str) {
        let new = NewAccount {
            person,
            login: login.into(),
            password: account::hash_password(PASSWORD),
            must_change: false,
        };
        let accounts = [new];
        self.home.operator().act_system(&FURNISH, |w| account::open_many(w, &accounts)).unwrap();
    }

    pub(crate) fn try_to_sign_in(&self, login: &str, password: &str) -> Result<SignedIn> {
        self.try_from("10.0.0.7", None, login, password)
    }

    /// From another machine, with the cookie of a device that signed in before.
    pub(crate) fn try_from(
        &self,
        address: &str,
        token: Option<&str>,
        login: &str,
        password: &str,
    ) -> Result<SignedIn> {
        let ctx = Ctx::new(&self.home.core, Actor::Visitor).from_client(address.parse().unwrap());
        match account::sign_in(&ctx, login, password, &Device { name: "Chrome，Windows", token })?
        {
            Entered::SignedIn(signed_in) => Ok(signed_in),
            Entered::Second(_) => panic!("a second step was not expected"),
        }
    }

    /// What somebody reads who is not let in.
    pub(crate) fn refusal(&self, login: &str, password: &str) -> String {
        self.try_to_sign_in(login, password).expect_err("must be refused").to_string()
    }

    pub(crate) fn identify(&self, token: &str) -> Option<Identity> {
        let core = &self.home.core;
        match core.db.read(|read| account::identify(core, read, token, HERE)).unwrap() {
            web::Caller::Known(identity) => Some(identity),
            _ => None,
        }
    }

    pub(crate) fn wait_minutes(&self, minutes: i64) {
        let clock = &self.home.core.clock;
        clock.set(clock.now().plus_seconds(minutes * 60));
    }

    pub(crate) fn events(&self, act: &str) -> i64 {
        self.ask("SELECT count(*) FROM event WHERE act = $1", &[act.to_value()])
    }
}

/// The shipped systems with one file added or replaced.
fn shipped_with(path: &str, text: &str) -> Systems {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let shipped = Sources::built_in();
    for (path, text) in shipped.iter().chain([(path, text)]) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Systems::load_dir(folder.path()).expect("these systems load")
}
