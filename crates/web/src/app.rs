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
    middleware::map_response,
    response::Response,
    routing,
};
use db::Read;
use tower_http::compression::CompressionLayer;

use crate::{
    Door, Front, Peer, Room, Route, assets,
    guard::secure,
    input::plain,
    outcome::{self, Arrived},
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

/// Looks up a session token; room `account` brings it. One statement.
pub type Identify = fn(&Core, &Read, &str) -> act::Result<Caller>;

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
    limits: Limits,
}

/// The same with limits of one's own.
pub fn router_within(app: &Arc<App>, limits: Limits) -> Router {
    let meters = Meters::new(limits.rates);
    let house = Arc::new(House { app: app.clone(), meters, limits });
    let is_https = app.front().is_https;
    let mut router = Router::new().route("/assets/{name}", routing::get(assets::serve));
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
        let (limits, front) = (self.limits, self.app.front());
        let peer = request.extensions().get::<Peer>().copied();
        let client = front.proxies.client(peer, request.headers());
        if let Some(wait) = self.turned_away(found, client) {
            return problem::bare(&self.app, &problem::too_often(wait)).later(wait).into_response();
        }
        let arrived = Arrived::from(request, params, limits.body, front, client).await;
        let answered = tokio::task::spawn_blocking(move || run::answer(&self, found, arrived));
        match tokio::time::timeout(limits.answer, answered).await {
            Ok(answered) => answered.unwrap_or_else(|_| outcome::last_resort()),
            Err(_) => outcome::takes_too_long(),
        }
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
