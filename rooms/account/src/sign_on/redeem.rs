//! The code of the way back becomes a person: asked of the provider itself, signature and claims checked.

use std::collections::BTreeMap;

use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client,
    ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdToken, IdTokenFields, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenIntrospectionResponse, StandardTokenResponse,
    SubjectIdentifier, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod,
        CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Proven, SignOn, Trouble,
    ask::Unanswered,
    provider::{Metadata, cause},
    real_seconds,
    trip::Trip,
};
use crate::settings::settings;

/// Signatures of the provider alone. `none`, and digests under the client's secret, prove nothing.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// As the provider's description names them.
pub(super) fn signatures() -> [&'static str; 9] {
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
}

/// Who was asked to show himself once more did so within these.
const AGAIN_SECONDS: i64 = 300;

/// Every claim that has no name in the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Others(BTreeMap<String, Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Token =
    IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Party = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    StandardTokenIntrospectionResponse<EmptyExtraTokenFields, CoreTokenType>,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl SignOn {
    /// Where the browser goes to sign on.
    pub(super) fn way_there(&self, trip: &Trip) -> Result<String, Trouble> {
        let metadata = self.provider.metadata()?;
        let (state, nonce) = (trip.state.clone(), trip.nonce.clone());
        let verifier = PkceCodeVerifier::new(trip.verifier.clone());
        let party = self.party(&metadata, None)?;
        let longest = settings().longest_hours.unsigned_abs() * 3600;
        // With a limit the token says when he signed on there, and that is not longer ago than our own sessions last.
        let max_age = if trip.is_again { 0 } else { longest };
        let mut asked = party
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(self.at.scopes.iter().filter(|it| *it != "openid").cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_max_age(std::time::Duration::from_secs(max_age));
        if trip.is_again {
            asked = asked.add_prompt(CoreAuthPrompt::Login);
        }
        Ok(asked.url().0.to_string())
    }

    /// Who it is, for the code that came back.
    pub(super) fn redeem(&self, code: &str, trip: &Trip) -> Result<Proven, Trouble> {
        let metadata = self.provider.metadata()?;
        let secret = self.secret().map_err(|words| wrong(&words))?;
        let party = self.party(&metadata, Some(secret.clone()))?;
        let line = self.provider.line()?;
        let answer = party
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| wrong(&cause(&error)))?
            .set_pkce_verifier(PkceCodeVerifier::new(trip.verifier.clone()))
            .request(line)
            .map_err(refused)?;
        let token = answer.id_token().ok_or_else(|| wrong("no ID token"))?;
        let mut claims = self.checked(token, &party, &trip.nonce, secret)?;
        if claims.get(&self.at.login_claim).is_none() {
            claims = self.with_more(&party, answer.access_token(), claims)?;
        }
        let proven = self.proven(&claims);
        let is_recent = |ago: i64| ago <= AGAIN_SECONDS;
        if trip.is_again && !proven.seconds_ago.is_some_and(is_recent) {
            return Err(wrong("asked for a new proof, and got an old one"));
        }
        Ok(proven)
    }

    /// What answers from this provider may not lack: its name, where it has said that it will be there.
    pub(super) fn is_from_provider(&self, issuer: &str) -> Result<bool, Trouble> {
        let metadata = self.provider.metadata()?;
        let says = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        Ok(if issuer.is_empty() { !says } else { issuer == metadata.issuer().as_str() })
    }

    fn party(&self, metadata: &Metadata, secret: Option<ClientSecret>) -> Result<Party, Trouble> {
        let back = RedirectUrl::new(self.way_back()).map_err(|error| wrong(&cause(&error)))?;
        let client = ClientId::new(self.at.client.clone());
        let party = Party::from_provider_metadata(metadata.clone(), client, secret);
        let ways = metadata.token_endpoint_auth_methods_supported();
        // Without a word about it the standard means the header.
        let by_header =
            ways.is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth = if by_header { AuthType::BasicAuth } else { AuthType::RequestBody };
        Ok(party.set_redirect_uri(back).set_auth_type(auth))
    }

    /// The first line of the client's secret file.
    pub(super) fn secret(&self) -> Result<ClientSecret, String> {
        let file = &self.at.secret_file;
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{} 读不出来：{error}", file.display()))?;
        match text.lines().next().map(str::trim) {
            Some(secret) if !secret.is_empty() => Ok(ClientSecret::new(secret.to_owned())),
            _ => Err(format!("{} 是空的，第一行要写客户端密钥", file.display())),
        }
    }

    /// Signature, issuer, audience, end and nonce; every claim as the token has it. Keys may have changed since
    /// they were asked for.
    fn checked(
        &self,
        token: &Token,
        party: &Party,
        nonce: &str,
        secret: ClientSecret,
    ) -> Result<Value, Trouble> {
        match verified(token, party, nonce) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {}
            checked => return checked.map_err(|error| wrong(&cause(&error))),
        }
        let renewed = self.provider.with_new_keys()?.ok_or_else(|| wrong("an unknown key"))?;
        let party = self.party(&renewed, Some(secret))?;
        verified(token, &party, nonce).map_err(|error| wrong(&cause(&error)))
    }

    /// Many providers keep names out of the token and tell them on request.
    fn with_more(
        &self,
        party: &Party,
        access: &AccessToken,
        mut claims: Value,
    ) -> Result<Value, Trouble> {
        if party.user_info_url().is_none() {
            return Ok(claims);
        }
        let line = self.provider.line()?;
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let told: UserInfoClaims<Others, CoreGenderClaim> = party
            .user_info(access.clone(), Some(SubjectIdentifier::new(subject)))
            .map_err(|error| wrong(&cause(&error)))?
            .request(line)
            .map_err(|error| wrong(&cause(&error)))?;
        let told = serde_json::to_value(&told).map_err(|error| wrong(&cause(&error)))?;
        if let (Some(claims), Value::Object(told)) = (claims.as_object_mut(), told) {
            for (name, value) in told {
                // What was signed counts before what was only told.
                claims.entry(name).or_insert(value);
            }
        }
        Ok(claims)
    }

    fn proven(&self, claims: &Value) -> Proven {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let methods = claims.get("amr").and_then(Value::as_array);
        let methods = methods.into_iter().flatten().filter_map(Value::as_str);
        let counts = |value: &str| self.at.second_factor.iter().any(|it| it == value);
        let at = claims.get("auth_time").and_then(Value::as_i64);
        Proven {
            issuer: self.at.issuer.clone(),
            subject: text("sub").unwrap_or_default().to_owned(),
            login: text(&self.at.login_claim).map(str::to_owned).filter(|it| !it.is_empty()),
            has_two_factors: text("acr").into_iter().chain(methods).any(counts),
            seconds_ago: at.map(|at| (real_seconds() - at).max(0)),
        }
    }
}

fn verified(token: &Token, party: &Party, nonce: &str) -> Result<Value, ClaimsVerificationError> {
    let verifier = party.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
    serde_json::to_value(claims).map_err(|error| ClaimsVerificationError::Other(error.to_string()))
}

/// Who keeps the server reads the cause; nothing of it is shown.
fn wrong(cause: &str) -> Trouble {
    tracing::warn!(cause, "a signing on does not hold");
    Trouble::Wrong
}

fn refused(
    error: RequestTokenError<Unanswered, StandardErrorResponse<CoreErrorResponseType>>,
) -> Trouble {
    match &error {
        RequestTokenError::Request(_) => {
            tracing::warn!(cause = cause(&error), "the provider of sign-on did not answer");
            Trouble::Away
        }
        RequestTokenError::ServerResponse(answer)
            if *answer.error() == CoreErrorResponseType::InvalidGrant =>
        {
            Trouble::Refused("invalid_grant".into())
        }
        // The answer may hold the provider's own words, and a token: neither is for the log.
        RequestTokenError::ServerResponse(answer) => wrong(answer.error().as_ref()),
        RequestTokenError::Parse(fault, _) => wrong(&fault.to_string()),
        RequestTokenError::Other(words) => wrong(words),
    }
}
