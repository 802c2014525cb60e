//! A provider of somebody else's, for stories: it answers on this machine, and what it says is signed for real.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use account::{SignOn, SignOnAt};
use calendar::Clock;
use ring::{
    digest::{SHA256, digest},
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const CLIENT: &str = "guantong";
const SECRET: &str = "a secret of the story";
/// `guantong:a secret of the story`, each part as in a form.
const BASIC: &str = "Basic Z3VhbnRvbmc6YStzZWNyZXQrb2YrdGhlK3N0b3J5";

pub(crate) struct Provider {
    pub(crate) issuer: String,
    said: Arc<Mutex<Said>>,
    folder: TempDir,
}

struct Said {
    issuer: String,
    kid: String,
    /// Signs.
    key: EcdsaKeyPair,
    /// Is published under `kid`.
    shown: EcdsaKeyPair,
    codes: HashMap<String, Grant>,
    /// Of the userinfo endpoint.
    told: Value,
    asked: Vec<String>,
}

struct Grant {
    challenge: String,
    alg: &'static str,
    claims: Value,
}

/// What the browser was sent to the provider with.
pub(crate) struct Asked(pub(crate) HashMap<String, String>);

fn new_key() -> EcdsaKeyPair {
    let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let made = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).unwrap()
}

fn same_key() -> (EcdsaKeyPair, EcdsaKeyPair) {
    let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let made = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
    let key = || EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).unwrap();
    (key(), key())
}

impl Provider {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let (key, shown) = same_key();
        let (codes, asked) = (HashMap::new(), Vec::new());
        let kid = "1".to_owned();
        let told = json!({});
        let said = Said { issuer: issuer.clone(), kid, key, shown, codes, told, asked };
        let said = Arc::new(Mutex::new(said));
        let served = said.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &served);
            }
        });
        Self { issuer, said, folder: TempDir::new().unwrap() }
    }

    /// Our side of it: `otp` counts as a second factor.
    pub(crate) fn sign_on(&self) -> SignOn {
        SignOn::new(self.sign_on_at())
    }

    /// Nobody but us may read the client's secret.
    pub(crate) fn hide_secret(&self) {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(self.folder.path().join("secret"), mode).unwrap();
    }

    pub(crate) fn sign_on_at(&self) -> SignOnAt {
        let secret_file = self.folder.path().join("secret");
        std::fs::write(&secret_file, format!("{SECRET}\n")).unwrap();
        SignOnAt {
            issuer: self.issuer.clone(),
            client: CLIENT.into(),
            secret_file,
            name: "省厅统一认证".into(),
            login_claim: "preferred_username".into(),
            second_factor: vec!["otp".into()],
            ca_file: None,
            scopes: vec!["openid".into(), "profile".into()],
            origin: "https://dj.example.cn".into(),
        }
    }

    /// The claims of somebody who has just signed on there, as `asked` for; whatever is null is left out.
    pub(crate) fn claims(&self, asked: &Asked, other: Value) -> Value {
        let now = Clock::system().now().millis() / 1000;
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "gat-1", "nonce": asked.0["nonce"],
            "iat": now, "exp": now + 300, "auth_time": now, "preferred_username": "003917",
        });
        for (name, value) in other.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        claims
    }

    /// A code for these claims.
    pub(crate) fn grant(&self, asked: &Asked, other: Value) -> String {
        self.grant_signed(asked, other, "ES256")
    }

    /// The same under another algorithm: `none`, or `HS256` with the client's secret.
    pub(crate) fn grant_signed(&self, asked: &Asked, other: Value, alg: &'static str) -> String {
        let code = crypto::token();
        let (challenge, claims) = (asked.0["code_challenge"].clone(), self.claims(asked, other));
        let grant = Grant { challenge, alg, claims };
        self.said.lock().unwrap().codes.insert(code.clone(), grant);
        code
    }

    /// What the userinfo endpoint says.
    pub(crate) fn tells(&self, told: Value) {
        self.said.lock().unwrap().told = told;
    }

    /// New keys under a new name.
    pub(crate) fn change_keys(&self, kid: &str) {
        let (key, shown) = same_key();
        let mut said = self.said.lock().unwrap();
        (said.key, said.shown, said.kid) = (key, shown, kid.to_owned());
    }

    /// Signs with a key that nobody has published.
    pub(crate) fn forge(&self) {
        self.said.lock().unwrap().key = new_key();
    }

    pub(crate) fn times_asked(&self, path: &str) -> usize {
        self.said.lock().unwrap().asked.iter().filter(|it| *it == path).count()
    }
}

fn answer(mut stream: TcpStream, said: &Mutex<Said>) {
    let (head, body) = request(&mut stream);
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut said = said.lock().unwrap();
    said.asked.push(path.clone());
    let (status, answer) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, said.description()),
        "/keys" => (200, said.keys()),
        "/token" => said.token(&head, &body),
        "/me" => (200, said.told.clone()),
        _ => (404, json!({})),
    };
    let text = answer.to_string();
    let length = text.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    );
}

fn request(stream: &mut TcpStream) -> (String, String) {
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            if body.len() >= length.unwrap_or(0_usize) {
                return (head.to_owned(), body.to_owned());
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return Default::default(),
            Ok(count) => all.extend_from_slice(&part[..count]),
        }
    }
}

impl Said {
    fn description(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/me"),
            "jwks_uri": at("/keys"),
            "end_session_endpoint": at("/leave"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            // All that it might sign with: what we take is our own choice.
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn keys(&self) -> Value {
        // An uncompressed point: 4, x, y.
        let point = self.shown.public_key().as_ref();
        let (x, y) = (base64url(&point[1..33]), base64url(&point[33..]));
        json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig", "x": x, "y": y },
        ]})
    }

    fn token(&mut self, head: &str, body: &str) -> (u16, Value) {
        let by_header =
            head.lines().any(|line| line.eq_ignore_ascii_case(&format!("authorization: {BASIC}")));
        if !by_header {
            return (401, json!({ "error": "invalid_client" }));
        }
        let fields = pairs(body);
        let refused = (400, json!({ "error": "invalid_grant", "error_description": "<b>no</b>" }));
        let Some(grant) = self.codes.remove(&fields["code"]) else { return refused };
        let verifier = fields.get("code_verifier").cloned().unwrap_or_default();
        let is_same = base64url(digest(&SHA256, verifier.as_bytes()).as_ref()) == grant.challenge;
        let back = "https://dj.example.cn/sign-in/sign-on/back";
        if !is_same || fields["redirect_uri"] != back {
            return refused;
        }
        let token = self.signed(grant.alg, &grant.claims);
        (200, json!({ "access_token": "opaque", "token_type": "Bearer", "id_token": token }))
    }

    fn signed(&self, alg: &str, claims: &Value) -> String {
        let head = json!({ "alg": alg, "kid": self.kid }).to_string();
        let text =
            format!("{}.{}", base64url(head.as_bytes()), base64url(claims.to_string().as_bytes()));
        let signature = match alg {
            "ES256" => {
                self.key.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec()
            }
            "HS256" => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
                hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
            }
            _ => Vec::new(),
        };
        format!("{text}.{}", base64url(&signature))
    }
}

fn base64url(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let bits = part
            .iter()
            .enumerate()
            .fold(0, |sum, (at, byte)| sum | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=part.len() {
            text.push(char::from(SIGNS[(bits >> (18 - 6 * at)) as usize & 63]));
        }
    }
    text
}

/// `a=1&b=2`, percent-decoded.
pub(crate) fn pairs(text: &str) -> HashMap<String, String> {
    let plain = |text: &str| {
        let (mut bytes, mut rest) = (Vec::new(), text.as_bytes().iter());
        while let Some(byte) = rest.next() {
            match byte {
                b'%' => {
                    let digits = [*rest.next().unwrap(), *rest.next().unwrap()];
                    let digits = std::str::from_utf8(&digits).unwrap().to_owned();
                    bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                }
                b'+' => bytes.push(b' '),
                byte => bytes.push(*byte),
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (plain(name), plain(value)));
    text.split('&').filter_map(pair).collect()
}
