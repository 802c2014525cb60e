//! A PostgreSQL of the bench: a temporary folder, a private socket, commits that wait for the disk.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};

/// The process ends with it.
#[derive(Debug)]
pub(crate) struct Server {
    folder: tempfile::TempDir,
    child: Child,
}

/// A server refuses to run as root: then it is whoever owns databases here.
const OWNER: &str = "postgres";
const PORT: u16 = 5433;
const USER: &str = "bench";
/// Of the peer, made anew in every run.
const PEER: &str = "peer";

/// Where the programs are, when they are installed.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> =
        versions.filter_map(|it| Some(it.ok()?.path().join("bin"))).collect();
    found.retain(|it| it.join("initdb").exists());
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
}

/// As the owner where we are root.
fn lowered(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", OWNER, "--regid", OWNER, "--clear-groups"]).arg(program);
    command
}

const SETTINGS: [&str; 7] = [
    "listen_addresses=",
    "fsync=on",
    "synchronous_commit=on",
    "work_mem=256MB",
    "max_wal_size=4GB",
    "max_connections=120",
    "max_parallel_workers_per_gather=2",
];

/// An empty cluster in C collation.
fn make(programs: &Path, data: &Path, work: &Path) -> anyhow::Result<()> {
    let made = lowered(&programs.join("initdb"))
        .args(["--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync"])
        .arg(format!("--username={USER}"))
        .arg("--pgdata")
        .arg(data)
        .current_dir(work)
        .stdout(Stdio::null())
        .output()?;
    if !made.status.success() {
        bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
    }
    Ok(())
}

impl Server {
    /// `memory`: shared buffers, as PostgreSQL writes them. `kept`: the folder in which its databases
    /// stay, or in which an earlier run left them.
    pub(crate) fn start(
        programs: &Path,
        memory: &str,
        kept: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("guantong-bench-pg.").tempdir_in("/tmp")?;
        let data = kept.map_or(folder.path().join("data"), Path::to_owned);
        std::fs::create_dir_all(&data)?;
        if is_root() {
            let owned = Command::new("chown").arg(OWNER).args([folder.path(), &data]).status()?;
            if !owned.success() {
                bail!("no user {OWNER} to run PostgreSQL as");
            }
        }
        if !data.join("PG_VERSION").exists() {
            make(programs, &data, folder.path())?;
        }
        let mut command = lowered(&programs.join("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(folder.path());
        command.arg("-p").arg(PORT.to_string()).arg("-c").arg(format!("shared_buffers={memory}"));
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        let log = std::fs::File::create(folder.path().join("log"))?;
        let child = command.current_dir(folder.path()).stdout(Stdio::null()).stderr(log).spawn()?;
        let server = Self { folder, child };
        server.wait()?;
        Ok(server)
    }

    fn wait(&self) -> anyhow::Result<()> {
        for _ in 0..200 {
            if self.connect_to("postgres").is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        bail!("PostgreSQL did not start: {log}")
    }

    /// The peer's database, over the Unix socket.
    pub(crate) fn connect(&self) -> anyhow::Result<postgres::Client> {
        self.connect_to(PEER)
    }

    fn connect_to(&self, name: &str) -> anyhow::Result<postgres::Client> {
        let mut settings = postgres::Config::new();
        settings.host_path(self.folder.path()).port(PORT).user(USER).dbname(name);
        settings.connect(postgres::NoTls).context("PostgreSQL does not answer")
    }

    /// Empties the peer's database.
    pub(crate) fn begin(&self) -> anyhow::Result<()> {
        let mut client = self.connect_to("postgres")?;
        client.execute(&format!("DROP DATABASE IF EXISTS {PEER}"), &[])?;
        client.execute(&format!("CREATE DATABASE {PEER}"), &[])?;
        Ok(())
    }

    /// How others reach a database of this name, which is made where it is missing.
    pub(crate) fn database(&self, name: &str) -> anyhow::Result<String> {
        let mut client = self.connect_to("postgres")?;
        let known = "SELECT datname FROM pg_database WHERE datname = $1";
        if client.query_opt(known, &[&name])?.is_none() {
            client.execute(&format!("CREATE DATABASE {name}"), &[])?;
        }
        let socket = self.folder.path().display();
        Ok(format!("postgres:///{name}?host={socket}&port={PORT}&user={USER}"))
    }
}

impl Drop for Server {
    /// SIGINT: a fast shutdown.
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-INT", &pid]).status();
        let _ = self.child.wait();
    }
}
