//! What every answer carries against misuse of a page: headers of security, and cookies that stay where they belong.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

use crate::Front;

/// Everything comes from this site, nothing is written into a page, nobody frames it.
const CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
/// Nothing here asks a browser for its camera, its place or money.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
    display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), \
    midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";
/// Two years.
const HTTPS_ONLY: &str = "max-age=63072000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, CONTENT),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds to an answer what it does not say itself.
pub(crate) fn secure(mut response: Response, is_https: bool) -> Response {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_https {
        let value = HeaderValue::from_static(HTTPS_ONLY);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// The name of the cookie that holds a session. With `__Host-` a browser takes it from this very host over https
/// only, and no neighbouring host can put one in its place.
pub(crate) fn session_name(is_https: bool) -> &'static str {
    if is_https { "__Host-guantong" } else { "guantong" }
}

/// Of the cookie with the one sentence that the next page shows.
pub(crate) fn said_name(is_https: bool) -> &'static str {
    if is_https { "__Host-said" } else { "said" }
}

/// The session's cookie for [`crate::Reply::cookie`]: out of reach of scripts, sent by this site only.
pub fn session_cookie(is_https: bool, token: &str, seconds: i64) -> String {
    cookie(is_https, session_name(is_https), token, seconds)
}

/// The end of it.
pub fn no_session_cookie(is_https: bool) -> String {
    session_cookie(is_https, "", 0)
}

pub(crate) fn cookie(is_https: bool, name: &str, value: &str, seconds: i64) -> String {
    let secure = if is_https { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

impl Front {
    /// Whether a form was sent by a page of this site.
    pub(crate) fn is_own(&self, origin: &str, host: &str) -> bool {
        match &self.public_origin {
            Some(ours) => origin == ours,
            None => origin.split_once("://").is_some_and(|(_, it)| !it.is_empty() && it == host),
        }
    }
}
