//! `settings.toml` in the data folder: how this installation differs from the defaults.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result, anyhow};
use systems::Zone;
use toml::{Spanned, Value};

use crate::Place;

/// What may stand in the file. Everything is optional; nothing set means the program's defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub listen: Option<SocketAddr>,
    /// How browsers reach it, `https://dj.example.cn`.
    pub public_origin: Option<String>,
    pub name: Option<String>,
    pub zone: Option<Zone>,
}

/// Key, what it is for, what holds without it.
pub(crate) const KEYS: [(&str, &str, &str); 4] = [
    ("listen", "监听的地址和端口", "127.0.0.1:8080"),
    ("public_origin", "浏览器用的网址；写https://的，登录凭据只走https", "没有，按http"),
    ("name", "登录页上的名称", "不显示"),
    ("zone", "所在网络，government是互联网·政务外网，police是公安信息网", "不限制启用哪些系统"),
];

impl Settings {
    /// The settings of a place; the defaults where it has no file.
    pub fn of(place: &Place) -> Result<Self> {
        let file = Self::file(place);
        match std::fs::read_to_string(&file) {
            Ok(text) => Self::read(&text).map_err(|fault| anyhow!("{} {fault}", file.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => {
                Err(error).with_context(|| format!("设置文件 {} 读不出来", file.display()))
            }
        }
    }

    pub fn file(place: &Place) -> PathBuf {
        place.data.join("settings.toml")
    }

    pub fn is_https(&self) -> bool {
        self.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// Reads the text of a settings file; the error names line and key.
    fn read(text: &str) -> Result<Self, String> {
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let table: BTreeMap<String, Spanned<Value>> = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            format!("第{}行写法不对，要写成：名称 = \"内容\"", line(at))
        })?;
        let mut settings = Self::default();
        for (key, value) in &table {
            let fault = |words: String| {
                format!("第{}行“{key}”：{words}", line(value.span().start.min(text.len())))
            };
            let Value::String(value) = value.get_ref() else {
                return Err(fault("内容要放在引号里".into()));
            };
            settings.set(key, value.trim()).map_err(fault)?;
        }
        Ok(settings)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "listen" => {
                let read = value.parse();
                self.listen = Some(read.map_err(|_| "要写成地址:端口，如0.0.0.0:8080".to_owned())?);
            }
            "public_origin" => {
                self.public_origin = Some(origin(value).ok_or_else(|| {
                    "要写成https://加域名，后面不带路径，如https://dj.example.cn".to_owned()
                })?);
            }
            "name" => {
                let name = text::intake(value, 40).map_err(|_| "最多40个字".to_owned())?;
                self.name = Some(name).filter(|name| !name.is_empty());
            }
            "zone" => {
                self.zone = Some(match value {
                    "government" => Zone::Government,
                    "police" => Zone::Police,
                    _ => return Err("只能写government或者police".into()),
                });
            }
            _ => {
                let known: Vec<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
                return Err(format!("没有这一项，可以写的有{}", known.join("、")));
            }
        }
        Ok(())
    }

    /// A key's value as `doctor` shows it; `None` where the default holds.
    pub(crate) fn shown(&self, key: &str) -> Option<String> {
        match key {
            "listen" => self.listen.map(|listen| listen.to_string()),
            "public_origin" => self.public_origin.clone(),
            "name" => self.name.clone(),
            _ => self.zone.map(|zone| zone.zh().to_owned()),
        }
    }
}

fn origin(value: &str) -> Option<String> {
    let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    (!host.is_empty() && host.chars().all(is_plain)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_set_is_read() {
        let text = "listen = \"0.0.0.0:80\"\npublic_origin = \"https://dj.example.cn\"\n\
                    name = \"南屏县公安局\"\nzone = \"police\"\n";
        let settings = Settings::read(text).unwrap();
        assert!(settings.is_https() && settings.zone == Some(Zone::Police));
        assert_eq!(settings.listen, "0.0.0.0:80".parse().ok());
        assert_eq!(settings.shown("name").as_deref(), Some("南屏县公安局"));
        assert_eq!(Settings::read("# 都用默认值\n").unwrap(), Settings::default());
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_key() {
        for (text, told) in [
            ("name = \"甲\"\n\nlisten = \"8080\"\n", "第3行“listen”：要写成地址:端口"),
            ("listen = 8080\n", "第1行“listen”：内容要放在引号里"),
            ("name = \"甲\"\nport = \"80\"\n", "第2行“port”：没有这一项"),
            ("zone = \"secret\"\n", "第1行“zone”：只能写"),
            ("public_origin = \"https://a.cn/x\"\n", "第1行“public_origin”"),
            ("name = \"甲\"\nlisten\n", "第2行写法不对"),
        ] {
            let fault = Settings::read(text).unwrap_err();
            assert!(fault.starts_with(told), "{fault}");
        }
    }
}
