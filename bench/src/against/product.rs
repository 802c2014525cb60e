//! The real product on seeded data: loaded once, served in this process, asked over HTTP.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use act::{Actor, Core, Ctx, Relation};
use anyhow::{Context, bail};
use calendar::Day;
use clap::Parser as _;
use guantong::{Installation, Place, application, verbs};
use serde_json::Value;
use situation::Figures;

use super::Scale;
use crate::http::Client;

/// The day of the seeded data.
pub(crate) const TODAY: &str = "2026-11-20";
/// By which the leader of the ministry sees what is below it.
pub(crate) const RELATION: Relation = Relation::Line;
/// As the server does: figures follow what was written.
const FOLLOW_EVERY: Duration = Duration::from_millis(100);

/// The product with its server; ends with it.
pub(crate) struct Product {
    pub(crate) core: Arc<Core>,
    pub(crate) data: PathBuf,
    /// Signed in as whoever sees most.
    pub(crate) client: Client,
    is_ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    _kept: (Installation, Option<tempfile::TempDir>),
}

/// The folder of the data, and the guard of a temporary one.
pub(crate) fn prepare(
    scale: Scale,
    data: Option<&Path>,
) -> anyhow::Result<(PathBuf, Option<tempfile::TempDir>)> {
    let folder = if data.is_none() { Some(tempfile::TempDir::new()?) } else { None };
    let path = data.or(folder.as_ref().map(tempfile::TempDir::path)).context("a folder")?;
    let wanted = match scale {
        Scale::S => vec!["--scale", "province"],
        Scale::M => vec!["--scale", "nation", "--all-records"],
        Scale::L => bail!("L is not loaded into the product"),
    };
    if !path.join("accounts.json").exists() {
        let named = path.to_str().context("the folder's name is no text")?;
        let verb = ["guantong", "demo", "--no-serve", "--today", TODAY, "--data", named];
        let cli = verbs::Cli::try_parse_from(verb.into_iter().chain(wanted))?;
        verbs::run(cli);
        if !path.join("accounts.json").exists() {
            bail!("the seeded data could not be loaded into {named}");
        }
    }
    Ok((path.to_owned(), folder))
}

/// An installation on seeded data, on the day of the data.
pub(crate) fn open(data: &Path) -> anyhow::Result<Installation> {
    Installation::for_writing(&place(data)?)
}

/// The same beside a server that writes there.
pub(crate) fn beside(data: &Path) -> anyhow::Result<Installation> {
    Installation::for_reading(&place(data)?)
}

fn place(data: &Path) -> anyhow::Result<Place> {
    let today: Day = TODAY.parse().map_err(|_| anyhow::anyhow!("{TODAY} is no day"))?;
    Ok(Place { data: data.to_owned(), database: None, today: Some(today), running_from: None })
}

impl Product {
    pub(crate) fn start(
        (data, folder): (PathBuf, Option<tempfile::TempDir>),
    ) -> anyhow::Result<Self> {
        let installation = open(&data)?;
        let core = installation.core.clone();
        core.part::<Figures>().load(&core, &data.join("figures.bin"))?;
        core.part::<Figures>().keep_up(&core)?;
        let is_ending = Arc::new(AtomicBool::new(false));
        let (listen, server) = serve(&core, is_ending.clone())?;
        let threads = vec![server, follow(core.clone(), is_ending.clone())];
        let client = sign_in(&listen.to_string(), &data)?;
        Ok(Self { core, data, client, is_ending, threads, _kept: (installation, folder) })
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx::new(&self.core, Actor::Operator)
    }
}

/// What every node is asked for.
pub(crate) fn figures_of(unit: i64) -> String {
    format!("/situation/{unit}/figures?by={}&month={}", RELATION.key(), &TODAY[..4])
}

pub(crate) fn overdue_of(unit: i64) -> String {
    format!("/situation/{unit}/overdue?by={}&month={}", RELATION.key(), &TODAY[..4])
}

impl Drop for Product {
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.core.part::<Figures>().end();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn serve(
    core: &Arc<Core>,
    is_ending: Arc<AtomicBool>,
) -> anyhow::Result<(SocketAddr, JoinHandle<()>)> {
    let socket = TcpListener::bind("127.0.0.1:0")?;
    socket.set_nonblocking(true)?;
    let listen = socket.local_addr()?;
    let app = application(core, None);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let server = std::thread::spawn(move || {
        runtime.block_on(async {
            let Ok(socket) = tokio::net::TcpListener::from_std(socket) else { return };
            let stop = async move {
                while !is_ending.load(Ordering::Relaxed) {
                    tokio::time::sleep(FOLLOW_EVERY).await;
                }
            };
            web::serve_within(&app, socket, web::Limits::default(), stop).await;
        });
    });
    Ok((listen, server))
}

fn follow(core: Arc<Core>, is_ending: Arc<AtomicBool>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        while !is_ending.load(Ordering::Relaxed) {
            let _ = core.part::<Figures>().keep_up(&core);
            std::thread::sleep(FOLLOW_EVERY);
        }
    })
}

/// The leader of the ministry.
fn sign_in(server: &str, data: &Path) -> anyhow::Result<Client> {
    let text = std::fs::read_to_string(data.join("accounts.json"))?;
    let accounts: Vec<Value> = serde_json::from_str(&text)?;
    let account = accounts.iter().find(|it| it["login"] == "gonganbu");
    let account = account.context("the seeded data have no leader of the ministry")?;
    let word = |key: &str| account[key].as_str().unwrap_or_default();
    let mut client = Client::new(server);
    client.sign_in(word("login"), word("password"))?;
    Ok(client)
}
