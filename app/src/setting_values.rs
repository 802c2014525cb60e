//! What may stand behind a key of `settings.toml`, read; each fault says how it is written.

use std::path::PathBuf;

use account::SecondFactor;
use systems::Zone;
use web::{ForwardedHeader, Network};

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

pub(crate) fn origin(value: &str) -> Option<String> {
    let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    (!host.is_empty() && host.chars().all(is_plain)).then(|| value.to_owned())
}

/// The name or address in `https://dj.example.cn:8443`.
pub(crate) fn host(origin: &str) -> Option<&str> {
    let host = origin.split_once("://")?.1;
    match host.strip_prefix('[') {
        Some(address) => address.split_once(']').map(|(address, _)| address),
        None => host.split(':').next(),
    }
}

pub(crate) fn zone(value: &str) -> Result<Zone, String> {
    match value {
        "government" => Ok(Zone::Government),
        "police" => Ok(Zone::Police),
        _ => Err("只能写government或者police".into()),
    }
}

pub(crate) fn on_or_off(value: &str) -> Result<bool, String> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("只能写on或者off".into()),
    }
}

/// How long a draft may lie on a phone.
pub(crate) fn offline_hours(value: &str) -> Result<i64, String> {
    let most = record::OFFLINE_HOURS_AT_MOST;
    let hours = value.parse().ok().filter(|hours| (1..=most).contains(hours));
    hours.ok_or_else(|| format!("要写1到{most}之间的整数"))
}

/// How many kinds of characters.
pub(crate) fn kinds(value: &str) -> Result<usize, String> {
    let kinds = value.parse().ok().filter(|kinds| (1..=4).contains(kinds));
    kinds.ok_or_else(|| "要写1到4的数，如3".into())
}

pub(crate) fn file(value: &str) -> Result<PathBuf, String> {
    if value.is_empty() {
        return Err("要写文件的位置".into());
    }
    Ok(PathBuf::from(value))
}

pub(crate) fn networks(value: &str) -> Result<Vec<Network>, String> {
    let read = |text: &str| {
        text.trim()
            .parse()
            .map_err(|()| format!("“{}”不是地址，要写成10.1.0.5或者10.1.0.0/24", text.trim()))
    };
    value.split(',').map(read).collect()
}

pub(crate) fn named(networks: &[Network]) -> Option<String> {
    let shown: Vec<String> = networks.iter().map(ToString::to_string).collect();
    Some(shown.join("、")).filter(|it| !it.is_empty())
}

pub(crate) fn log_format(value: &str) -> Result<LogFormat, String> {
    match value {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("只能写text或者json".into()),
    }
}

const SECOND_FACTORS: [(SecondFactor, &str); 3] = [
    (SecondFactor::Administrators, "administrators"),
    (SecondFactor::Officers, "officers"),
    (SecondFactor::Everyone, "everyone"),
];

pub(crate) fn second_factor(value: &str) -> Result<SecondFactor, String> {
    let found = SECOND_FACTORS.iter().find(|(_, key)| *key == value);
    found.map(|(it, _)| *it).ok_or_else(|| "只能写administrators、officers或者everyone".into())
}

/// As it is written in the file.
pub(crate) fn second_factor_key(asked: SecondFactor) -> &'static str {
    SECOND_FACTORS.iter().find(|(it, _)| *it == asked).map_or("nobody", |(_, key)| key)
}

pub(crate) fn forwarded(value: &str) -> Result<ForwardedHeader, String> {
    match value {
        "x-forwarded-for" => Ok(ForwardedHeader::XForwardedFor),
        "forwarded" => Ok(ForwardedHeader::Forwarded),
        _ => Err("只能写x-forwarded-for或者forwarded".into()),
    }
}

pub(crate) fn rate(value: &str) -> Result<u32, String> {
    let most = 1_000_000;
    value
        .parse()
        .ok()
        .filter(|it| *it <= most)
        .ok_or_else(|| "要写0到1000000之间的整数，0是不限".into())
}

/// A header of the proxy's own: none that browsers send by themselves.
pub(crate) fn own_header(value: &str) -> Result<String, String> {
    let name = value.to_ascii_lowercase();
    let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    let is_own =
        name.strip_prefix("x-").is_some_and(|it| !it.is_empty() && it.bytes().all(is_plain));
    if is_own && !name.starts_with("x-forwarded") {
        Ok(name)
    } else {
        Err("要写成x-开头的标头，如x-client-login".into())
    }
}

/// A part of a certificate's subject.
pub(crate) fn field(value: &str) -> Result<String, String> {
    let fits =
        !value.is_empty() && value.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'.');
    if fits {
        Ok(value.to_owned())
    } else {
        Err("要写证书主题里的一项，如CN、UID".into())
    }
}
