//! Styles and scripts, embedded in the binary, kept by browsers for as long as they do not change.

use std::sync::LazyLock;

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/"]
struct Assets;

/// The one script that a browser may keep running for the whole site, although it stands below `/assets`.
const WORKER: &str = "offline-worker.js";
const WORKER_MAY: HeaderName = HeaderName::from_static("service-worker-allowed");

/// Changes with any asset: part of every asset's URL.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    let mut all = Vec::new();
    for name in names {
        all.extend(Assets::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    crypto::hex(&crypto::sm3(&all)[..6])
});

pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let Some(file) = Assets::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "text/plain; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let mut headers: HeaderMap =
        headers.into_iter().map(|(k, v)| (k, HeaderValue::from_static(v))).collect();
    if name == WORKER {
        headers.insert(WORKER_MAY, HeaderValue::from_static("/"));
    }
    (headers, Body::from(file.data.into_owned())).into_response()
}
