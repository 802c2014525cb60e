//! The passphrase of a wrapped key file: from a credential of systemd, a file named in the settings, or
//! the terminal.

use std::{io::IsTerminal, path::PathBuf};

use crypto::Error;

use crate::Settings;

/// The name of the credential: `LoadCredential=guantong-passphrase:/path`.
const CREDENTIAL: &str = "guantong-passphrase";

/// `None` when nobody can be asked.
pub(crate) fn passphrase(settings: &Settings) -> Result<Option<String>, Error> {
    if let Some(file) = credential().or_else(|| settings.passphrase_file.clone()) {
        return from_file(&file).map(Some);
    }
    ask("主密钥的口令：")
}

/// Typed on the terminal and not shown; `None` where there is none.
pub(crate) fn ask(prompt: &str) -> Result<Option<String>, Error> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    eprint!("{prompt}");
    let typed = console::Term::stderr().read_secure_line();
    let cause = |cause| Error::Unreadable { path: "终端".into(), cause };
    typed.map(Some).map_err(cause)
}

/// The first line of a file.
pub(crate) fn from_file(file: &std::path::Path) -> Result<String, Error> {
    let text = std::fs::read_to_string(file)
        .map_err(|cause| Error::Unreadable { path: file.display().to_string(), cause })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[expect(clippy::disallowed_methods, reason = "systemd names the folder of credentials so")]
fn credential() -> Option<PathBuf> {
    let folder = std::env::var("CREDENTIALS_DIRECTORY").ok()?;
    let file = PathBuf::from(folder).join(CREDENTIAL);
    file.exists().then_some(file)
}
