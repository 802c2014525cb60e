//! `serve`: the pages, and the work that happens beside them.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use act::{Actor, Ctx};
use anyhow::Context;
use clap::Args;
use situation::Figures;
use web::{App, Front, Limits};

use super::{Ended, Outcome, backup, demo, doors, figures};
use crate::{Installation, Place, Settings, application};

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// 在哪个地址和端口上打开；不写的话看设置文件，再没有就是127.0.0.1:8080
    #[arg(long, value_name = "地址:端口")]
    listen: Option<SocketAddr>,
}

/// How far the mark of the audit chain may lag behind it.
const MARK_EVERY: std::time::Duration = std::time::Duration::from_secs(1);
/// How soon a new key in the key file is used.
const KEYS_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Serve {
    pub(super) fn run(self, place: &Place) -> Outcome {
        let installation = Installation::for_writing(place)?;
        if let Some(words) = account::first_administrator(&installation.operator())? {
            println!("{words}");
        }
        let settings = Settings::of(place)?;
        let listen = self.listen.or(settings.listen).unwrap_or(LISTEN);
        let is_demo = demo::is_demo(&place.data);
        if is_demo {
            demo::refuse_beyond_loopback(listen)?;
        }
        doors::open_certificate(&installation.core, place, &settings)?;
        let app = application(&installation.core, is_demo.then(|| demo::BANNER.to_owned()));
        let limits = Limits { rates: settings.rates(), ..Limits::default() };
        serve(&app, &place.data, listen, limits)
    }
}

/// Serves until the process is told to stop; requests and jobs under way end first.
pub(super) fn serve(app: &Arc<App>, data: &Path, listen: SocketAddr, limits: Limits) -> Outcome {
    keyring::take(&Ctx::new(&app.core, Actor::Operator))?;
    let kinds = app.rooms.iter().flat_map(|room| room.jobs.iter().copied());
    let backups = app.core.maybe_part::<backups::Plan>().map(backup::schedule);
    let of_rooms = [operation::schedule(), directive::schedule(), survey::schedule()];
    let nightly = account::schedules().into_iter().chain(of_rooms);
    let schedules = nightly.chain(backups);
    let runner = jobs::Runner::new(&app.core, kinds.chain([backup::KIND]), schedules);
    let running = figures::keep(&app.core, data, jobs::start(runner));
    let marker = Arc::new(audit::Marker::new(&app.core, data));
    let marking = marker.clone();
    let running = running.with(MARK_EVERY, "mark", move || marking.turn());
    let core = app.core.clone();
    let running = running.with(KEYS_EVERY, "keys", move || keyring::follow(&core));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let scheme = if app.core.part::<Front>().tls.get().is_some() { "https" } else { "http" };
    println!("贯通在 {scheme}://{listen} 上；按 Ctrl+C 停下");
    let served = runtime.block_on(web::serve(app, listen, limits, stopped()));
    app.core.part::<Figures>().end();
    drop(running);
    marker.end();
    figures::save(&app.core, data);
    served.with_context(|| {
        format!("{listen} 上不能提供服务。端口也许已被占用，换一个：--listen 127.0.0.1:8090")
    })?;
    Ok(Ended::Done)
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
