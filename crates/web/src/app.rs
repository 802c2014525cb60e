//! The running web application: rooms on one router, one request after the other.

use std::{net::SocketAddr, sync::Arc};

use act::{Actor, Core, Result};
use axum::{Router, extract::Request, response::Response, routing};
use db::Read;
use tower_http::compression::CompressionLayer;

use crate::{Room, Route, assets, outcome, run};

/// Who a session's cookie belongs to.
#[derive(Debug, Clone)]
pub struct Identity {
    pub actor: Actor,
    pub session: i64,
    /// How many posts he could wear as a hat.
    pub hats: usize,
    /// Notices not yet read.
    pub unread: i64,
}

/// Looks up a session token; room `account` brings it. At most two statements.
pub type Identify = fn(&Core, &Read, &str) -> Result<Option<Identity>>;

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
}

/// The router over every room, with assets and a designed 404.
pub fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new().route("/assets/{name}", routing::get(assets::serve));
    for (room_no, room) in app.rooms.iter().enumerate() {
        for (route_no, route) in room.routes.iter().enumerate() {
            let handler = handler(app.clone(), Some((room_no, route_no)));
            let method = match route.method() {
                "GET" => routing::get(handler),
                _ => routing::post(handler),
            };
            router = router.route(route.path, method);
        }
    }
    router
        .fallback(handler(app.clone(), None))
        .method_not_allowed_fallback(handler(app.clone(), None))
        .layer(CompressionLayer::new().gzip(true))
}

/// Serves until `stop` resolves; requests under way are answered first.
pub async fn serve(
    app: &Arc<App>,
    listen: SocketAddr,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await?;
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

fn handler(
    app: Arc<App>,
    route: Option<(usize, usize)>,
) -> impl Fn(axum::extract::RawPathParams, Request) -> Answer + Clone + Send + Sync + 'static {
    move |params: axum::extract::RawPathParams, request: Request| -> Answer {
        let app = app.clone();
        let params =
            params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Box::pin(async move {
            let arrived = outcome::Arrived::from(request, params).await;
            let answered = tokio::task::spawn_blocking(move || {
                let route = route.map(|(room, route)| app.rooms[room].routes[route]);
                run::answer(&app, route, arrived)
            });
            answered.await.unwrap_or_else(|_| outcome::last_resort())
        })
    }
}
