//! How the database server is reached: one way for every connection, encrypted unless the server is this machine.

use std::{collections::BTreeMap, fs, sync::Arc, time::Duration};

use postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::{Error, Result};

/// How long a connection may take to come about, where the address has no `connect_timeout` of its own.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the address says about encryption.
#[derive(Debug, PartialEq, Eq)]
enum Wire {
    /// This machine, or the operator said `sslmode=disable`.
    Plain,
    /// The server's certificate must hold for the host in the address.
    Checked(Roots),
}

/// Whom to believe about the server's certificate.
#[derive(Debug, PartialEq, Eq)]
enum Roots {
    /// The machine's own list.
    System,
    /// The PEM file named by `sslrootcert`.
    File(String),
}

/// Connects. `postgres://…?sslmode=&sslrootcert=` are read as `libpq` reads them, but stricter: nothing is encrypted
/// without looking at the certificate, and another machine is never spoken to in the clear unless it is written out.
pub(crate) fn connect(url: &str) -> Result<Client> {
    let (config, wire) = read(url)?;
    match wire {
        Wire::Plain => Ok(config.connect(NoTls)?),
        Wire::Checked(roots) => Ok(config.connect(MakeRustlsConnect::new(client(&roots)?))?),
    }
}

fn read(url: &str) -> Result<(Config, Wire)> {
    let (plain, mut asked) = split(url);
    let mut config: Config = plain.parse()?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    let roots = match asked.remove("sslrootcert") {
        None | Some("system") => Roots::System,
        Some(file) => Roots::File(file.to_owned()),
    };
    let is_encrypted = match asked.remove("sslmode") {
        None => !config.get_hosts().iter().all(is_here),
        Some("disable") => false,
        Some("require" | "verify-ca" | "verify-full") => true,
        Some(other) => return Err(Error::Refused(unknown_mode(other))),
    };
    if !is_encrypted {
        config.ssl_mode(SslMode::Disable);
        return Ok((config, Wire::Plain));
    }
    config.ssl_mode(SslMode::Require);
    Ok((config, Wire::Checked(roots)))
}

/// The address without what this module reads itself, and that by name. A file stands as it is, not percent-encoded.
fn split(url: &str) -> (String, BTreeMap<&str, &str>) {
    const OURS: [&str; 2] = ["sslmode", "sslrootcert"];
    let Some((base, query)) = url.split_once('?') else { return (url.to_owned(), BTreeMap::new()) };
    let is_ours = |pair: &&str| OURS.iter().any(|key| pair.split('=').next() == Some(key));
    let (ours, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_ours);
    let rest = others.join("&");
    let plain = if rest.is_empty() { base.to_owned() } else { format!("{base}?{rest}") };
    (plain, ours.into_iter().filter_map(|pair| pair.split_once('=')).collect())
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => is_this_machine(name),
    }
}

/// A name or address, also in the brackets of a URL, behind which nobody stands between.
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}

fn unknown_mode(mode: &str) -> String {
    format!(
        "数据库地址里的 sslmode={mode} 不能用：要么 sslmode=verify-full（加密并核对证书，另一台机器上的默认就是这样），\
         要么 sslmode=disable（不加密，只在专用线路上用）"
    )
}

fn client(roots: &Roots) -> Result<ClientConfig> {
    let wrong = |error| Error::Refused(format!("TLS：{error}"));
    let versions = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions();
    let builder = versions.map_err(wrong)?;
    Ok(builder.with_root_certificates(store(roots)?).with_no_client_auth())
}

fn store(roots: &Roots) -> Result<RootCertStore> {
    let (certificates, place) = match roots {
        Roots::System => (rustls_native_certs::load_native_certs().certs, "本机的证书列表"),
        Roots::File(file) => (in_file(file)?, file.as_str()),
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates);
    if store.is_empty() {
        return Err(Error::Refused(format!(
            "{place}里没有能用的根证书，核对不了数据库的证书。请在数据库地址后面写 ?sslrootcert=根证书文件（PEM格式）"
        )));
    }
    Ok(store)
}

fn in_file(file: &str) -> Result<Vec<CertificateDer<'static>>> {
    let failed = |cause| Error::File { path: file.to_owned(), cause };
    let text = fs::read(file).map_err(failed)?;
    Ok(CertificateDer::pem_slice_iter(&text).filter_map(std::result::Result::ok).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(url: &str) -> Wire {
        read(url).unwrap().1
    }

    #[test]
    fn another_machine_is_spoken_to_in_the_clear_only_when_it_is_written_out() {
        for here in ["localhost", "127.0.0.1", "127.3.2.1", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(wire(&format!("postgres://u@{here}/d")), Wire::Plain, "{here}");
        }
        let system = || Wire::Checked(Roots::System);
        for there in ["db.example.cn", "10.1.2.3", "localhost,db.example.cn"] {
            assert_eq!(wire(&format!("postgres://u@{there}/d")), system(), "{there}");
        }
        assert_eq!(wire("postgres://u@db/d?sslmode=disable"), Wire::Plain);
        assert_eq!(wire("postgres://u@127.0.0.1/d?sslmode=verify-full"), system());
        assert_eq!(wire("postgres://u@db/d?sslrootcert=system"), system());
        let file = Wire::Checked(Roots::File("/etc/ca.pem".into()));
        let url = "postgres://u@db/d?connect_timeout=3&sslrootcert=/etc/ca.pem&sslmode=require";
        let (config, asked) = read(url).unwrap();
        assert_eq!(asked, file);
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(3)));
        assert_eq!(config.get_ssl_mode(), SslMode::Require);
    }

    #[test]
    fn what_would_silently_not_encrypt_is_refused() {
        for mode in ["prefer", "allow", "yes"] {
            let refused = read(&format!("postgres://u@db/d?sslmode={mode}")).unwrap_err();
            assert!(refused.to_string().contains("verify-full"), "{refused}");
        }
        let missing = Roots::File("/nowhere/ca.pem".into());
        assert!(client(&missing).unwrap_err().to_string().contains("/nowhere/ca.pem"));
    }

    /// The server of the tests speaks TLS as localhost, under a root in its folder; see `scripts/postgres`.
    #[test]
    fn the_certificate_of_the_server_is_looked_at() {
        #[expect(clippy::disallowed_methods, reason = "the switch of the test kit")]
        let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
        let data: String =
            connect(&url).unwrap().query_one("SHOW data_directory", &[]).unwrap().get(0);
        let named = url.replace("127.0.0.1", "localhost");
        let root = format!("{data}/../root.pem");
        let encrypted = |url: &str, root: &str| {
            connect(&format!("{url}?sslmode=verify-full&sslrootcert={root}")).map(|mut client| {
                let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
                client.query_one(sql, &[]).unwrap().get::<_, bool>(0)
            })
        };
        assert!(encrypted(&named, &root).unwrap());
        assert!(encrypted(&url, &root).is_err(), "127.0.0.1 is not what the certificate is for");
        assert!(encrypted(&named, &format!("{data}/../stranger.pem")).is_err());
        assert!(encrypted(&named, "system").is_err());
    }
}
