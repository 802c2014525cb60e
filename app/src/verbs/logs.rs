//! The log on standard error: lines to read on a terminal, JSON for programs everywhere else.

use std::{io::IsTerminal, panic};

use tracing_subscriber::EnvFilter;

use crate::{Place, Settings, setting_values::LogFormat};

/// What is told unless `GUANTONG_LOG` says otherwise: what went wrong, and which requests were refused.
const USUALLY: &str = "warn,guantong=info,access=info";

pub(super) fn start(place: &Place) {
    let filter = EnvFilter::try_from_env("GUANTONG_LOG").unwrap_or_else(|_| USUALLY.into());
    // A settings file that cannot be read is told by the verb.
    let asked = Settings::of(place).ok().and_then(|settings| settings.log_format);
    let usual = if std::io::stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A log that cannot be written is no reason to stop.
        .log_internal_errors(false);
    let _ = match asked.unwrap_or(usual) {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
    panic::set_hook(Box::new(note_panic));
}

/// Where, and not the words of it: they may hold what somebody typed.
fn note_panic(panic: &panic::PanicHookInfo) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or_default().to_owned();
    tracing::error!(place, thread, "a thread panicked");
}
