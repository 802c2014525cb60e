//! The real product on seeded data: loaded once, served in this process, asked over HTTP.

mod home;

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use act::{Actor, Core, Ctx, Relation};
use anyhow::Context;
use guantong::{Installation, application};
use serde_json::Value;
use situation::Figures;

pub(crate) use self::home::{Home, On};
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
    pub(crate) home: Home,
    /// Signed in as whoever sees most.
    pub(crate) client: Client,
    is_ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    _kept: Installation,
}

impl Product {
    pub(crate) fn start(home: Home) -> anyhow::Result<Self> {
        let installation = home.open()?;
        let core = installation.core.clone();
        core.part::<Figures>().load(&core, &home.data.join("figures.bin"))?;
        core.part::<Figures>().keep_up(&core)?;
        let is_ending = Arc::new(AtomicBool::new(false));
        let (listen, server) = serve(&core, is_ending.clone())?;
        let threads = vec![server, follow(core.clone(), is_ending.clone())];
        let client = sign_in(&listen.to_string(), &home.data)?;
        Ok(Self { core, home, client, is_ending, threads, _kept: installation })
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
