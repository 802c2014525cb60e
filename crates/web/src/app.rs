//! The web application: rooms on one router.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, LazyLock},
    time::Duration,
};

use act::{Actor, Core};
use axum::{
    Router,
    extract::{RawPathParams, Request, rejection::RawPathParamsRejection},
    http::{HeaderName, HeaderValue},
    middleware::map_response,
    response::Response,
    routing,
};
use db::Read;
use tokio::time::Instant;
use tower_http::compression::CompressionLayer;
use tracing::{Instrument, Span};

use crate::{
    Door, Front, Peer, Room, Route, assets,
    guard::secure,
    input::plain,
    metrics::{Metrics, may_ask},
    outcome::{self, Arrived, Outcome},
    problem,
    rates::Meters,
    run,
    serve::Limits,
};

/// Who a session's cookie belongs to.
#[derive(Debug, Clone)]
pub struct Identity {
    pub actor: Actor,
    pub session: i64,
    /// He proved a short while ago that it is he: signing in is a proof.
    pub is_fresh: bool,
    /// The page of what he has to do before anything else: until then no other is open to him.
    pub first: Option<&'static str>,
    /// How many posts he could wear as a hat.
    pub hats: usize,
    /// Notices not yet read.
    pub unread: i64,
    /// Forms that he left half-filled.
    pub kept: i64,
}

/// Who knocks with a session token.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one per request, and nearly always somebody known")]
pub enum Caller {
    Known(Identity),
    /// The session of this person ran out a short while ago. He may see and do nothing; what he was typing is
    /// kept for him until he has signed in again.
    RanOut(i64),
    Nobody,
}

/// Looks up a session token that came from an address; room `account` brings it. One statement.
pub type Identify = fn(&Core, &Read, &str, IpAddr) -> act::Result<Caller>;

/// Everything a request needs.
pub struct App {
    pub core: Arc<Core>,
    pub rooms: Vec<Room>,
    pub identify: Identify,
    /// A line on top of every page: the demo says that all people are invented.
    pub banner: Option<String>,
}

impl App {
    /// Every route, in the order of the rooms.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.rooms.iter().flat_map(|room| &room.routes)
    }

    pub(crate) fn front(&self) -> &Front {
        static ALONE: LazyLock<Front> = LazyLock::new(Front::default);
        self.core.maybe_part().unwrap_or(&ALONE)
    }
}

/// The router over every room, with assets and a designed 404.
pub fn router(app: &Arc<App>) -> Router {
    router_within(app, Limits::default())
}

/// What every handler shares.
pub(crate) struct House {
    pub(crate) app: Arc<App>,
    pub(crate) meters: Meters,
    metrics: Metrics,
    limits: Limits,
}

/// The same with limits of one's own.
pub fn router_within(app: &Arc<App>, limits: Limits) -> Router {
    let meters = Meters::new(limits.rates);
    let metrics = Metrics::of(app);
    let house = Arc::new(House { app: app.clone(), meters, metrics, limits });
    let is_https = app.front().is_https;
    let mut router = Router::new().route("/assets/{name}", routing::get(assets::serve));
    router = router.route("/metrics", routing::get(handler(&house, Found::Metrics)));
    for (room_no, room) in app.rooms.iter().enumerate() {
        for (route_no, route) in room.routes.iter().enumerate() {
            let handler = handler(&house, Found::Route(room_no, route_no));
            let method = match route.method() {
                "GET" => routing::get(handler),
                _ => routing::post(handler),
            };
            router = router.route(route.path, method);
        }
    }
    router
        .fallback(handler(&house, Found::Nothing))
        .method_not_allowed_fallback(handler(&house, Found::OtherMethod))
        .layer(CompressionLayer::new().gzip(true))
        .layer(map_response(move |response: Response| async move { secure(response, is_https) }))
}

/// What the router found for a path and a method.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found {
    /// Numbers of the room and of its route.
    Route(usize, usize),
    OtherMethod,
    Nothing,
    /// Figures for Prometheus; for whoever may not have them there is nothing.
    Metrics,
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;
type Params = Result<RawPathParams, RawPathParamsRejection>;

fn handler(
    house: &Arc<House>,
    found: Found,
) -> impl Fn(Params, Request) -> Answer + Clone + Send + Sync + 'static {
    let house = house.clone();
    move |params: Params, request: Request| -> Answer {
        let house = house.clone();
        let (found, params) = match params {
            Ok(params) => (found, params.iter().map(|(k, v)| (k.to_owned(), plain(v))).collect()),
            // A path that is no text leads nowhere.
            Err(_) if matches!(found, Found::Route(..)) => (Found::Nothing, HashMap::new()),
            Err(_) => (found, HashMap::new()),
        };
        Box::pin(house.answer(found, params, request))
    }
}

impl House {
    async fn answer(
        self: Arc<Self>,
        found: Found,
        params: HashMap<String, String>,
        request: Request,
    ) -> Response {
        let (request_id, begun) = (crypto::token()[..12].to_owned(), Instant::now());
        let span = tracing::info_span!("request", id = request_id, route = self.route(found));
        self.metrics.begin();
        let house = self.clone();
        let answered = house.answer_within(found, params, request, span.clone());
        let mut response = answered.instrument(span.clone()).await;
        let (status, took) = (response.status().as_u16(), begun.elapsed());
        self.metrics.end(found, status, took);
        span.in_scope(|| log(status, took));
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
        }
        response
    }

    /// Method and pattern, never the path: that may hold what somebody typed.
    fn route(&self, found: Found) -> String {
        match found {
            Found::Route(room, route) => {
                let route = &self.app.rooms[room].routes[route];
                format!("{} {}", route.method(), route.path)
            }
            Found::OtherMethod => "other method".to_owned(),
            Found::Nothing => "nothing".to_owned(),
            Found::Metrics => "GET /metrics".to_owned(),
        }
    }

    async fn answer_within(
        self: Arc<Self>,
        mut found: Found,
        params: HashMap<String, String>,
        request: Request,
        span: Span,
    ) -> Response {
        let (limits, front) = (self.limits, self.app.front());
        let peer = request.extensions().get::<Peer>().copied();
        let client = front.proxies.client(peer, request.headers());
        if matches!(found, Found::Metrics) {
            if may_ask(front, peer, client, request.headers()) {
                return self.figures().await;
            }
            found = Found::Nothing;
        }
        if let Some(wait) = self.turned_away(found, client) {
            return problem::bare(&self.app, &problem::too_often(wait)).later(wait).into_response();
        }
        let arrived = Arrived::from(request, params, limits.body, front, client).await;
        let answered = tokio::task::spawn_blocking(move || {
            let _entered = span.enter();
            run::answer(&self, found, arrived)
        });
        match tokio::time::timeout(limits.answer, answered).await {
            Ok(answered) => answered.unwrap_or_else(|_| outcome::last_resort()),
            Err(_) => outcome::takes_too_long(),
        }
    }

    async fn figures(self: Arc<Self>) -> Response {
        let text = tokio::task::spawn_blocking(move || self.metrics.text(&self.app)).await;
        let media_type = "text/plain; version=0.0.4; charset=utf-8";
        let body = text.unwrap_or_default().into_bytes();
        Outcome { status: 200, media_type, body, headers: Vec::new() }.into_response()
    }

    /// An address that asks too often is answered before anything is read or looked up.
    fn turned_away(&self, found: Found, client: IpAddr) -> Option<Duration> {
        let enters = match found {
            Found::Route(room, route) => {
                let route = &self.app.rooms[room].routes[route];
                route.door == Door::Public && route.method() == "POST"
            }
            _ => false,
        };
        let of_entry = || if enters { self.meters.of_entry(client) } else { None };
        self.meters.of_address(client).or_else(of_entry)
    }
}

/// What was refused and what broke is for the log; the rest only for who looks closely (`access=debug`).
fn log(status: u16, took: Duration) {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match status {
        500.. => tracing::warn!(target: "access", status, millis, "not answered"),
        401 | 403 | 405 | 408 | 413 | 429 => {
            tracing::info!(target: "access", status, millis, "refused");
        }
        _ => tracing::debug!(target: "access", status, millis, "answered"),
    }
}
