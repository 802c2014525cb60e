//! What this process has done, for Prometheus: counted as it happens, told at `/metrics`.

use std::{
    fmt::Write,
    net::IpAddr,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

use act::{Actor, Ctx};
use axum::http::HeaderMap;

use crate::{App, Front, Peer, Route, app::Found};

/// Upper ends of the histogram, in milliseconds.
const ENDS: [u64; 11] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// Counters of one server.
pub(crate) struct Metrics {
    /// Every route in the order of the rooms, then what has no route; for each class of status.
    requests: Vec<[AtomicU64; 4]>,
    starts: Vec<usize>,
    /// By place: counted with what has no route.
    uncounted: Vec<bool>,
    took: [AtomicU64; ENDS.len() + 1],
    took_millis: AtomicU64,
    under_way: AtomicI64,
}

impl Metrics {
    pub(crate) fn of(app: &App) -> Self {
        let mut starts = Vec::with_capacity(app.rooms.len());
        let mut routes = 0;
        for room in &app.rooms {
            starts.push(routes);
            routes += room.routes.len();
        }
        let uncounted = app.routes().map(|route| route.is_uncounted).collect();
        let requests = (0..=routes).map(|_| <[AtomicU64; 4]>::default()).collect();
        let (took, took_millis) = (<[AtomicU64; ENDS.len() + 1]>::default(), AtomicU64::default());
        Self { requests, starts, uncounted, took, took_millis, under_way: AtomicI64::default() }
    }

    pub(crate) fn begin(&self) {
        self.under_way.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self, found: Found, status: u16, took: Duration) {
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        let place = match found {
            Found::Route(room, route) if !self.uncounted[self.starts[room] + route] => {
                self.starts[room] + route
            }
            Found::Route(..) | Found::Nothing | Found::OtherMethod | Found::Metrics => {
                self.requests.len() - 1
            }
        };
        let class = usize::from(status / 100).clamp(2, 5) - 2;
        self.requests[place][class].fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = ENDS.iter().position(|end| millis <= *end).unwrap_or(ENDS.len());
        self.took[bucket].fetch_add(1, Ordering::Relaxed);
        self.took_millis.fetch_add(millis, Ordering::Relaxed);
    }

    /// The text format of Prometheus.
    pub(crate) fn text(&self, app: &App) -> String {
        let mut text = String::new();
        self.write_requests(app, &mut text);
        self.write_took(&mut text);
        let under_way = self.under_way.load(Ordering::Relaxed);
        gauge(&mut text, "requests_under_way", "Requests being answered", under_way);
        counter(&mut text, "acts_total", "Acts done by this process", act::done());
        match app.core.db.read(jobs::backlog) {
            Ok(backlog) => {
                gauge(&mut text, "jobs_waiting", "Jobs that are due or claimed", backlog.waiting);
                let help = "Jobs that failed and wait for the administrator";
                gauge(&mut text, "jobs_failed", help, backlog.failed);
                gauge(&mut text, "seals_behind", "Events not yet sealed", backlog.unsealed);
            }
            Err(error) => tracing::warn!(%error, "the backlog cannot be counted"),
        }
        let ctx = Ctx::new(&app.core, Actor::Operator);
        for gauges in app.rooms.iter().filter_map(|room| room.gauges) {
            match ctx.read(|read| gauges(&ctx, read)) {
                Ok(all) => all.iter().for_each(|it| gauge(&mut text, it.name, it.help, it.value)),
                Err(error) => tracing::warn!(%error, "figures of a room cannot be told"),
            }
        }
        if let Some(tls) = app.front().tls.get() {
            let seconds = tls.validity().until.millis() / 1000;
            gauge(&mut text, "certificate_until_seconds", "When the certificate ends", seconds);
        }
        text
    }

    fn write_requests(&self, app: &App, text: &mut String) {
        head(text, "requests_total", "Requests answered", "counter");
        let routes = app.routes().map(Some).chain([None]);
        for (route, counts) in routes.zip(&self.requests) {
            let (method, path) = route.map_or(("", "(none)"), |it: &Route| (it.method(), it.path));
            for (class, count) in CLASSES.iter().zip(counts) {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let labels = format!("method=\"{method}\",route=\"{path}\",status=\"{class}\"");
                    let _ = writeln!(text, "guantong_requests_total{{{labels}}} {count}");
                }
            }
        }
    }

    fn write_took(&self, text: &mut String) {
        head(text, "request_seconds", "Time to answer", "histogram");
        let mut sum = 0;
        for (bucket, count) in self.took.iter().enumerate() {
            sum += count.load(Ordering::Relaxed);
            let end = ENDS.get(bucket).map_or("+Inf".to_owned(), |it| seconds(*it));
            let _ = writeln!(text, "guantong_request_seconds_bucket{{le=\"{end}\"}} {sum}");
        }
        let took = seconds(self.took_millis.load(Ordering::Relaxed));
        let _ = writeln!(text, "guantong_request_seconds_sum {took}");
        let _ = writeln!(text, "guantong_request_seconds_count {sum}");
    }
}

/// Whether figures are told over this line: to this machine and to the addresses named for it. A proxy on this
/// machine that passes a stranger's question on says so in a header, trusted or not.
pub(crate) fn may_ask(
    front: &Front,
    peer: Option<Peer>,
    client: IpAddr,
    headers: &HeaderMap,
) -> bool {
    let is_passed_on = ["x-forwarded-for", "forwarded", "via", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name));
    let is_local = peer.is_none_or(|Peer(it)| it.to_canonical().is_loopback()) && !is_passed_on;
    is_local || front.metrics_from.iter().any(|network| network.contains(client))
}

fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    let _ = writeln!(text, "# HELP guantong_{name} {help}.\n# TYPE guantong_{name} {kind}");
}

fn gauge(text: &mut String, name: &str, help: &str, value: i64) {
    head(text, name, help, "gauge");
    let _ = writeln!(text, "guantong_{name} {value}");
}

fn counter(text: &mut String, name: &str, help: &str, value: u64) {
    head(text, name, help, "counter");
    let _ = writeln!(text, "guantong_{name} {value}");
}
