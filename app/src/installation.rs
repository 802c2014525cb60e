//! Where an installation lives, and how it is opened.

use std::{path::PathBuf, sync::Arc};

use account::SecondFactor;
use act::{Actor, Core, Ctx};
use anyhow::{Context, Result, anyhow, bail};
use calendar::{Clock, Day, Instant, Workdays};
use clap::Args;
use crypto::Keys;
use db::{Db, Durability, FolderLock, Target};

use crate::{Settings, furnish, passphrase::passphrase, verbs::backup_plan};

/// Where a restore makes its database before it counts, within the data folder.
pub(crate) const RESTORING: &str = ".restoring";

/// Which installation a verb works on.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// 数据目录：嵌入式数据库、主密钥、设置
    #[arg(long, value_name = "目录", default_value = "guantong-data", global = true)]
    pub data: PathBuf,
    /// 用 PostgreSQL，不用嵌入式数据库；主密钥仍在数据目录里
    #[arg(
        long,
        value_name = "地址",
        global = true,
        env = "GUANTONG_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// 当作今天是这一天，如2026-11-20；只用来试用和测试
    #[arg(long, value_name = "日期", global = true)]
    pub today: Option<Day>,
    /// 时钟从这一刻往下走，如2026-11-30T23:55；只用于演示数据，看跨月怎么变
    #[arg(long, value_name = "时刻", global = true, conflicts_with = "today")]
    #[arg(value_parser = moment)]
    pub running_from: Option<Instant>,
}

/// Day and time of day in Shanghai.
fn moment(text: &str) -> Result<Instant, String> {
    let broken = || "要写成2026-11-30T23:55这样".to_owned();
    let (day, time) = text.split_once('T').ok_or_else(broken)?;
    let (hour, minute) = time.split_once(':').ok_or_else(broken)?;
    let number = |text: &str, below: i8| text.parse().ok().filter(|it| (0..below).contains(it));
    let day: Day = day.parse().map_err(|_| broken())?;
    match (number(hour, 24), number(minute, 60)) {
        (Some(hour), Some(minute)) => Ok(Instant::at(day, hour, minute)),
        _ => Err(broken()),
    }
}

/// An open installation. Holds the folder's lock while it may write.
pub struct Installation {
    pub core: Arc<Core>,
    /// Before the lock: the mark is written while nobody else may write.
    _mark: Option<MarkAtEnd>,
    _lock: Option<FolderLock>,
}

impl Installation {
    /// For verbs that write: nobody else may write in the data folder meanwhile.
    pub fn for_writing(place: &Place) -> Result<Self> {
        let lock = place.lock()?;
        let core = place.core(place.open()?)?;
        let opened = Self { _mark: Some(MarkAtEnd::of(&core, place)), core, _lock: lock };
        place.hand_over()?;
        // A database of before, put back by whatever way, still has keys that were destroyed since.
        crate::verbs::erase_again(&opened.operator(), &place.data)?;
        Ok(opened)
    }

    /// For verbs that only ask, perhaps beside a running server: nothing is made, nothing migrated.
    pub fn for_reading(place: &Place) -> Result<Self> {
        let db = Db::open_as_it_is(&place.target(), Durability::Full).context("数据库打不开")?;
        Ok(Self { core: place.core(db)?, _mark: None, _lock: None })
    }

    /// The same with ids counted from 1, so that seeded data are equal every time.
    pub fn for_seeding(place: &Place) -> Result<Self> {
        let lock = place.lock()?;
        let core = place.core(place.open()?.with_ids_from(0))?;
        Ok(Self { _mark: Some(MarkAtEnd::of(&core, place)), core, _lock: lock })
    }

    /// The command line, whom nothing limits.
    pub fn operator(&self) -> Ctx {
        Ctx::new(&self.core, Actor::Operator)
    }
}

/// The mark of the audit chain, written when a process that may write ends.
struct MarkAtEnd(Arc<Core>, PathBuf);

impl MarkAtEnd {
    fn of(core: &Arc<Core>, place: &Place) -> Self {
        Self(core.clone(), place.data.clone())
    }
}

impl Drop for MarkAtEnd {
    fn drop(&mut self) {
        if let Err(error) = audit::Marker::leave(&self.0, &self.1) {
            tracing::error!(%error, "the mark of the audit chain cannot be written");
        }
    }
}

impl Place {
    pub fn key_file(&self) -> PathBuf {
        self.data.join("master.key")
    }

    /// The keys of the installation; asks for the passphrase where they are under one.
    pub(crate) fn keys(&self, settings: &Settings) -> Result<Keys> {
        Ok(Keys::open(&self.key_file(), &|| passphrase(settings))?)
    }

    pub fn target(&self) -> Target {
        match &self.database {
            Some(url) => Target::Url(url.clone()),
            None => Target::Folder(self.data.clone()),
        }
    }

    /// The clock of every verb: the machine's, or the day or moment asked for.
    pub fn clock(&self) -> Clock {
        match (self.today, self.running_from) {
            (Some(today), _) => Clock::fixed_on(today),
            (None, Some(moment)) => Clock::running_from(moment),
            (None, None) => Clock::system(),
        }
    }

    /// The embedded database has one writer; PostgreSQL looks after its own.
    fn lock(&self) -> Result<Option<FolderLock>> {
        let is_embedded = self.database.is_none();
        Ok(is_embedded.then(|| FolderLock::take(&self.data)).transpose()?)
    }

    /// Makes the folder and the database where they are missing, and brings the schema up to date.
    fn open(&self) -> Result<Db> {
        if self.data.join(RESTORING).exists() && !self.data.join("guantong.db").exists() {
            bail!(
                "{} 里的恢复没有做完。请再执行一次 guantong restore；不想恢复了，就把这个目录清空",
                self.data.display()
            );
        }
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("数据目录 {} 建不起来", self.data.display()))?;
        Db::open(&self.target(), Durability::Full).context("数据库打不开")
    }

    /// What root has made in the folder of the service is the service's.
    pub(crate) fn hand_over(&self) -> Result<()> {
        for entry in std::fs::read_dir(&self.data)? {
            let path = entry?.path();
            match crypto::hand_over(&path, &self.data) {
                // What another process made for a moment.
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                done => done.with_context(|| path.display().to_string())?,
            }
        }
        Ok(())
    }

    /// A new key would open nothing of what was written under the old one.
    fn refuse_a_lost_key(&self, db: &Db) -> Result<()> {
        if self.key_file().exists() || crate::stock::is_unused(db)? {
            return Ok(());
        }
        bail!(
            "主密钥 {} 不见了，而数据库里已经有数据。不能新建：新密钥打不开已加密的内容。\
             请从备份恢复（guantong restore），或者把另外保管的 master.key 放回原处",
            self.key_file().display()
        )
    }

    /// Further years of working days, where the operator has put them (docs/adr/0112).
    pub(crate) fn workdays_file(&self) -> PathBuf {
        self.data.join("workdays.csv")
    }

    fn take_workdays(&self) -> Result<()> {
        let file = self.workdays_file();
        match std::fs::read_to_string(&file) {
            Ok(text) => Workdays::take_added(&text)
                .map_err(|broken| anyhow!("工作日表 {} {broken}", file.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => {
                Err(error).with_context(|| format!("工作日表 {} 读不出来", file.display()))
            }
        }
    }

    fn core(&self, db: Db) -> Result<Arc<Core>> {
        self.take_workdays()?;
        if self.running_from.is_some() && !crate::verbs::is_demo(&self.data) {
            bail!("--running-from只用于演示数据。这里是真的数据，时间以本机的为准");
        }
        let settings = Settings::of(self)?;
        let plan = backup_plan(&settings, &self.data);
        let sign_on = settings.sign_on.part(self, settings.public_origin.as_deref());
        let site = account::Site { is_https: settings.is_https() };
        let front = settings.front();
        let is_demo = crate::verbs::is_demo(&self.data);
        let second_factor = if is_demo {
            SecondFactor::Nobody
        } else {
            settings.second_factor.unwrap_or(SecondFactor::Officers)
        };
        self.refuse_a_lost_key(&db)?;
        let keys = self.keys(&settings)?;
        if let Some(words) = db.read(|read| keyring::missing(read, &keys))? {
            bail!(words);
        }
        let (name, contact, zone) = (settings.name, settings.contact, settings.zone);
        let password_kinds = settings.password_kinds;
        let calendar_feed = settings.calendar_feed == Some(true);
        let installed = account::Installed {
            name,
            contact,
            zone,
            second_factor,
            password_kinds,
            calendar_feed,
        };
        let core = furnish(Core::new(db, keys, self.clock()));
        let fonts = record::FontFolder(self.data.join("fonts"));
        let (version, since) = (env!("CARGO_PKG_VERSION"), core.clock.now());
        let database = core.db.name()?;
        let (data, is_service) = (self.data.clone(), crate::service::is_one());
        let started = condition::Started::at(since);
        let running = account::Running { version, since, started, database, data, is_service };
        let core = core.with(running).with(site).with(front).with(installed).with(fonts);
        let core = match settings.upload_scanner {
            Some(scanner) => core.with(scanner),
            None => core,
        };
        let core = match settings.calendar_feed {
            Some(true) => core.with(crate::feeds()),
            _ => core,
        };
        let core = match settings.offline_hours {
            Some(hours) => core.with(crate::offline(hours)),
            None => core,
        };
        let core = match sign_on {
            Some(on) => core.with(web::ProvingElsewhere(on.name().to_owned())).with(on),
            None => core,
        };
        Ok(Arc::new(match plan {
            Some(plan) => core.with(plan),
            None => core,
        }))
    }
}
