//! TLS of our own: certificate and key out of two files, read again when they change.

mod certificate;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
        version::{TLS12, TLS13},
    },
};

pub use self::certificate::Validity;

/// Where certificate and key lie, both PEM; the certificate with those that vouch for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// The name that browsers use: the certificate must be for it.
    pub host: Option<String>,
}

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

impl TlsFiles {
    /// What the certificate says; the fault in words for who keeps the server.
    pub fn check(&self) -> Result<Validity, String> {
        certificate::load(self).map(|(_, validity)| validity)
    }

    /// When and how long each file is: what differs has been changed.
    fn stamps(&self) -> [Option<(SystemTime, u64)>; 2] {
        let stamp = |path: &Path| {
            let meta = fs::metadata(path).ok()?;
            Some((meta.modified().ok()?, meta.len()))
        };
        [stamp(&self.certificate), stamp(&self.key)]
    }
}

/// TLS 1.2 and 1.3 with the certificate of the moment.
#[derive(Debug)]
pub struct Tls {
    files: TlsFiles,
    seen: Mutex<[Option<(SystemTime, u64)>; 2]>,
    present: Arc<Present>,
    config: Arc<ServerConfig>,
}

/// What new connections are greeted with.
#[derive(Debug)]
struct Present(RwLock<(Arc<CertifiedKey>, Validity)>);

impl ResolvesServerCert for Present {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).0.clone())
    }
}

impl Tls {
    /// Reads both files. An expired certificate is no reason to stand still: who keeps the server is told.
    pub fn open(files: TlsFiles) -> Result<Self, String> {
        let seen = files.stamps();
        let (key, validity) = certificate::load(&files)?;
        let present = Arc::new(Present(RwLock::new((Arc::new(key), validity))));
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| format!("TLS起不来：{error}"))?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(present.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { files, seen: Mutex::new(seen), present, config: Arc::new(config) })
    }

    /// Of the certificate that is in use.
    pub fn validity(&self) -> Validity {
        self.present.0.read().unwrap_or_else(PoisonError::into_inner).1
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.clone())
    }

    /// Takes up what lies in the files now. What is wrong with it is told; the certificate before stays in use.
    pub fn reload(&self) -> Result<Validity, String> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = self.files.stamps();
        let (key, validity) = certificate::load(&self.files)?;
        *self.present.0.write().unwrap_or_else(PoisonError::into_inner) = (Arc::new(key), validity);
        Ok(validity)
    }

    /// Whether a file is not the one that was read last.
    fn has_changed(&self) -> bool {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) != self.files.stamps()
    }

    /// Takes up a new certificate when a file changes or the process is told so (SIGHUP); never ends.
    pub(crate) async fn follow_files(&self) {
        let hangup = tokio::signal::unix::SignalKind::hangup();
        let mut hangup = tokio::signal::unix::signal(hangup).ok();
        loop {
            let is_told = async {
                match &mut hangup {
                    Some(hangup) => drop(hangup.recv().await),
                    None => std::future::pending().await,
                }
            };
            let is_due = tokio::select! {
                () = is_told => true,
                () = tokio::time::sleep(LOOK_EVERY) => self.has_changed(),
            };
            if is_due {
                self.take_up();
            }
        }
    }

    fn take_up(&self) {
        match self.reload() {
            Ok(validity) => tracing::info!(until = %validity.until, "a new certificate is in use"),
            Err(words) => {
                tracing::error!(cause = words, "the certificate before stays in use");
            }
        }
    }
}
