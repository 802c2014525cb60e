//! Whether systemd has started this process, and how an operator runs a verb beside a service.

/// Where the unit of the service lies once it is installed.
const UNITS: [&str; 3] = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

/// Started by systemd, which names the invocation so.
pub(crate) fn is_one() -> bool {
    ["INVOCATION_ID", "JOURNAL_STREAM"].iter().any(|name| std::env::var_os(name).is_some())
}

/// How the server is stopped and started here.
pub(crate) fn stop_and_start() -> (&'static str, &'static str) {
    let is_installed =
        UNITS.iter().any(|it| std::path::Path::new(it).join("guantong.service").exists());
    if is_installed {
        ("systemctl stop guantong", "systemctl start guantong")
    } else {
        ("在运行 guantong serve 的终端上按 Ctrl+C", "再执行 guantong serve")
    }
}
