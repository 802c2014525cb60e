//! What the provider says about itself, and its keys: asked for when needed, kept for a while, never asked too often.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use openidconnect::{
    AdditionalProviderMetadata, ClientId, DiscoveryError, EndSessionUrl, IssuerUrl, JsonWebKeySet,
    LogoutRequest, PostLogoutRedirectUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
    url::Url,
};
use serde::{Deserialize, Serialize};

use super::{
    SignOnAt, Trouble,
    ask::{Line, Unanswered},
};

const FRESH: Duration = Duration::from_hours(1);
/// What was known is still used for so long when the provider cannot be asked again.
const STALE: Duration = Duration::from_hours(24);
/// After a failure nobody waits for the same failure again.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// A token under a key that is not known may be forged, and may not make us ask and ask.
const KEYS_EVERY: Duration = Duration::from_mins(1);

/// What else it may say, beyond the discovery document's own names.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Also {
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
    pub(super) end_session_endpoint: Option<EndSessionUrl>,
    pub(super) code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for Also {}

pub(super) type Metadata = ProviderMetadata<
    Also,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, Instant)>,
    failed: Option<(Trouble, Instant)>,
    keys_asked: Option<Instant>,
}

#[derive(Debug)]
pub(super) struct Provider {
    issuer: Result<IssuerUrl, String>,
    line: Result<Line, String>,
    known: Mutex<Known>,
}

impl Provider {
    pub(super) fn of(at: &SignOnAt) -> Self {
        let issuer = IssuerUrl::new(at.issuer.clone()).map_err(|error| error.to_string());
        let is_plain = issuer.as_ref().is_ok_and(|it| is_here_by_http(it.url()));
        let line = Line::open(at.ca_file.as_deref(), is_plain);
        if let Err(words) = &line {
            tracing::error!(cause = %words, "nobody can sign on");
        }
        Self { issuer, line, known: Mutex::default() }
    }

    pub(super) fn line(&self) -> Result<&Line, Trouble> {
        self.line.as_ref().map_err(|_| Trouble::Wrong)
    }

    /// What the provider is like, asked for at most once in a while.
    pub(super) fn metadata(&self) -> Result<Arc<Metadata>, Trouble> {
        let now = instant();
        let is_within = |at: Instant, span: Duration| now.duration_since(at) < span;
        let old = {
            let known = self.known();
            match (&known.metadata, &known.failed) {
                (Some((metadata, at)), _) if is_within(*at, FRESH) => return Ok(metadata.clone()),
                (Some((metadata, at)), Some((_, failed)))
                    if is_within(*failed, AFTER_FAILURE) && is_within(*at, STALE) =>
                {
                    return Ok(metadata.clone());
                }
                (None, Some((trouble, failed))) if is_within(*failed, AFTER_FAILURE) => {
                    return Err(trouble.clone());
                }
                (old, _) => old.clone().filter(|(_, at)| is_within(*at, STALE)),
            }
        };
        let found = self.ask().map(Arc::new);
        let mut known = self.known();
        match found {
            Ok(metadata) => {
                known.metadata = Some((metadata.clone(), now));
                known.failed = None;
                Ok(metadata)
            }
            Err(trouble) => {
                known.failed = Some((trouble.clone(), now));
                old.map(|(metadata, _)| metadata).ok_or(trouble)
            }
        }
    }

    fn ask(&self) -> Result<Metadata, Trouble> {
        self.read().map_err(|unread| {
            tracing::warn!(cause = unread.cause, "the provider of sign-on could not be read");
            unread.trouble
        })
    }

    /// Whatever is known or not, asks now.
    pub(super) fn read(&self) -> Result<Metadata, Unread> {
        let unread = |cause: &String| Unread { trouble: Trouble::Wrong, cause: cause.clone() };
        let line = self.line.as_ref().map_err(unread)?;
        let issuer = self.issuer.as_ref().map_err(unread)?;
        Metadata::discover(issuer, line).map_err(|error| told(&error))
    }

    /// The same with keys asked for anew, for a token under a key that is not among them; `None` when they were
    /// asked for a moment ago.
    pub(super) fn with_new_keys(&self) -> Result<Option<Arc<Metadata>>, Trouble> {
        let now = instant();
        let metadata = self.metadata()?;
        {
            let mut known = self.known();
            let is_early = |at: Instant| now.duration_since(at) < KEYS_EVERY;
            if known.keys_asked.is_some_and(is_early) {
                return Ok(None);
            }
            known.keys_asked = Some(now);
        }
        let line = self.line()?;
        let keys = JsonWebKeySet::fetch(metadata.jwks_uri(), line).map_err(|error| {
            let unread = told(&error);
            tracing::warn!(cause = unread.cause, "the provider's keys could not be read");
            unread.trouble
        })?;
        let renewed = Arc::new((*metadata).clone().set_jwks(keys));
        self.known().metadata = Some((renewed.clone(), now));
        Ok(Some(renewed))
    }

    pub(super) fn way_out(&self, at: &SignOnAt) -> Option<String> {
        let (metadata, _) = self.known().metadata.clone()?;
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{}/sign-in", at.origin)).ok()?;
        let out = LogoutRequest::from(end).set_client_id(ClientId::new(at.client.clone()));
        Some(out.set_post_logout_redirect_uri(back).http_get_url().to_string())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// On this machine and without TLS: for trying things out.
fn is_here_by_http(url: &Url) -> bool {
    url.scheme() == "http" && url.host_str().is_some_and(db::is_this_machine)
}

/// Why the provider could not be read: for the person, and for who keeps the server.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) trouble: Trouble,
    pub(super) cause: String,
}

fn told(error: &DiscoveryError<Unanswered>) -> Unread {
    let is_away =
        matches!(error, DiscoveryError::Request(Unanswered::Failed(_) | Unanswered::Busy));
    let trouble = if is_away { Trouble::Away } else { Trouble::Wrong };
    Unread { trouble, cause: cause(error) }
}

/// An error with what lies beneath it.
pub(super) fn cause(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut below = error.source();
    while let Some(error) = below {
        words = format!("{words}: {error}");
        below = error.source();
    }
    words
}

#[expect(clippy::disallowed_methods, reason = "how long ago, whatever day the clock shows")]
fn instant() -> Instant {
    Instant::now()
}
