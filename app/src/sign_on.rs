//! The lines of `settings.toml` about single sign-on, each fault with what to write instead.

use std::path::PathBuf;

use account::{SignOn, SignOnAt};

use crate::{
    Place,
    setting_values::{file, host},
};

/// What stands behind the keys that begin with `sign_on_`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SignOnKeys {
    issuer: Option<String>,
    client: Option<String>,
    secret_file: Option<PathBuf>,
    name: Option<String>,
    login_claim: Option<String>,
    second_factor: Vec<String>,
    ca_file: Option<PathBuf>,
    scopes: Vec<String>,
}

const NAME: &str = "统一身份认证";
const LOGIN_CLAIM: &str = "preferred_username";
const SCOPES: [&str; 2] = ["openid", "profile"];

impl SignOnKeys {
    pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "sign_on_issuer" => self.issuer = Some(issuer(value)?),
            "sign_on_client" => {
                self.client = Some(plain(value, "要写对方登记的客户端编号，如guantong")?);
            }
            "sign_on_secret_file" => self.secret_file = Some(file(value)?),
            "sign_on_name" => {
                let name = text::intake(value, 16).map_err(|_| "最多16个字".to_owned())?;
                self.name = Some(name).filter(|name| !name.is_empty());
            }
            "sign_on_login_claim" => {
                self.login_claim = Some(plain(value, "要写一个声明的名称，如preferred_username")?);
            }
            "sign_on_second_factor" => {
                self.second_factor = several(value, ',', "要写acr或amr的值，逗号隔开，如mfa,otp")?;
            }
            "sign_on_ca_file" => self.ca_file = Some(file(value)?),
            "sign_on_scopes" => {
                self.scopes = several(value, ' ', "要写范围，空格隔开，如openid profile")?;
                if !self.scopes.iter().any(|it| it == "openid") {
                    return Err("里面要有openid".into());
                }
            }
            _ => return Err("没有这一项".into()),
        }
        Ok(())
    }

    /// A key's value as `doctor` shows it.
    pub(crate) fn shown(&self, key: &str) -> Option<String> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|it| it.display().to_string());
        let joined = |all: &[String], by: &str| (!all.is_empty()).then(|| all.join(by));
        match key {
            "sign_on_issuer" => self.issuer.clone(),
            "sign_on_client" => self.client.clone(),
            "sign_on_secret_file" => path(&self.secret_file),
            "sign_on_name" => self.name.clone(),
            "sign_on_login_claim" => self.login_claim.clone(),
            "sign_on_second_factor" => joined(&self.second_factor, ","),
            "sign_on_ca_file" => path(&self.ca_file),
            "sign_on_scopes" => joined(&self.scopes, " "),
            _ => None,
        }
    }

    pub(crate) fn fit_together(&self, public_origin: Option<&str>) -> Result<(), String> {
        if *self == Self::default() {
            return Ok(());
        }
        if self.issuer.is_none() || self.client.is_none() || self.secret_file.is_none() {
            return Err("：sign_on_issuer、sign_on_client和sign_on_secret_file要一起写".into());
        }
        match public_origin {
            Some(origin) if origin.starts_with("https://") || is_here(origin) => Ok(()),
            _ => {
                Err("：有了sign_on_issuer，要写以https://开头的public_origin，登录以后回到那里"
                    .into())
            }
        }
    }

    /// The part of the core, where single sign-on is set.
    pub(crate) fn part(&self, place: &Place, public_origin: Option<&str>) -> Option<SignOn> {
        let or = |text: &Option<String>, otherwise: &str| {
            text.clone().unwrap_or_else(|| otherwise.to_owned())
        };
        let scopes = match self.scopes.as_slice() {
            [] => SCOPES.map(str::to_owned).to_vec(),
            chosen => chosen.to_vec(),
        };
        Some(SignOn::new(SignOnAt {
            issuer: self.issuer.clone()?,
            client: self.client.clone()?,
            secret_file: place.data.join(self.secret_file.as_ref()?),
            name: or(&self.name, NAME),
            login_claim: or(&self.login_claim, LOGIN_CLAIM),
            second_factor: self.second_factor.clone(),
            ca_file: self.ca_file.as_ref().map(|file| place.data.join(file)),
            scopes,
            origin: public_origin?.to_owned(),
        }))
    }
}

/// Exactly as the provider writes it; by http only on this machine, for trying things out.
fn issuer(value: &str) -> Result<String, String> {
    let words = "要写https://开头的网址，和对方给的一字不差，如https://sso.example.cn";
    let is_plain = value.bytes().all(|it| it.is_ascii_graphic() && !b"?#\"<>\\".contains(&it));
    let has_host = host(value).is_some_and(|host| !host.is_empty() && !host.starts_with('/'));
    if is_plain && has_host && (value.starts_with("https://") || is_here(value)) {
        Ok(value.to_owned())
    } else {
        Err(words.into())
    }
}

fn is_here(address: &str) -> bool {
    let bare = address.split_once("://").map_or("", |(_, rest)| rest);
    let end = bare.find('/').unwrap_or(bare.len());
    let host = host(&address[..address.len() - (bare.len() - end)]);
    address.starts_with("http://") && host.is_some_and(db::is_this_machine)
}

fn plain(value: &str, words: &str) -> Result<String, String> {
    let fits =
        !value.is_empty() && value.len() <= 200 && value.bytes().all(|it| it.is_ascii_graphic());
    if fits { Ok(value.to_owned()) } else { Err(words.to_owned()) }
}

fn several(value: &str, by: char, words: &str) -> Result<Vec<String>, String> {
    let parts = value.split(by).map(str::trim).filter(|it| !it.is_empty());
    let all = parts.map(|part| plain(part, words)).collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() { Err(words.to_owned()) } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use crate::Settings;

    const WHOLE: &str = "public_origin = \"https://dj.example.cn\"\n\
        sign_on_issuer = \"https://sso.example.cn/realms/police\"\nsign_on_client = \"guantong\"\n\
        sign_on_secret_file = \"/etc/guantong/sso.secret\"\nsign_on_name = \"省厅统一认证\"\n\
        sign_on_second_factor = \"mfa, otp\"\nsign_on_scopes = \"openid profile police\"\n";

    #[test]
    fn single_sign_on_is_read() {
        let settings = Settings::read(WHOLE).unwrap();
        for (key, value) in [
            ("sign_on_issuer", "https://sso.example.cn/realms/police"),
            ("sign_on_name", "省厅统一认证"),
            ("sign_on_second_factor", "mfa,otp"),
            ("sign_on_scopes", "openid profile police"),
        ] {
            assert_eq!(settings.shown(key).as_deref(), Some(value));
        }
        assert_eq!(settings.shown("sign_on_login_claim"), None, "the default holds");
    }

    #[test]
    fn what_is_wrong_with_it_is_told_by_line_and_key() {
        for (text, told) in [
            ("sign_on_issuer = \"http://sso.example.cn\"\n", "第1行“sign_on_issuer”：要写https://"),
            ("sign_on_issuer = \"https://\"\n", "第1行“sign_on_issuer”：要写https://"),
            ("sign_on_issuer = \"http://localhost.evil.cn\"\n", "第1行“sign_on_issuer”"),
            ("sign_on_issuer = \"https://a.cn/?x\"\n", "第1行“sign_on_issuer”"),
            ("\nsign_on_client = \"党建\"\n", "第2行“sign_on_client”：要写对方登记的"),
            ("sign_on_scopes = \"profile\"\n", "第1行“sign_on_scopes”：里面要有openid"),
            ("sign_on_second_factor = \",\"\n", "第1行“sign_on_second_factor”：要写acr或amr的值"),
            ("sign_on_secret = \"x\"\n", "第1行“sign_on_secret”：没有这一项"),
            ("sign_on_name = \"统一认证\"\n", "：sign_on_issuer、sign_on_client和"),
            (
                "sign_on_issuer = \"https://a.cn\"\nsign_on_client = \"g\"\nsign_on_secret_file = \"s\"\n",
                "：有了sign_on_issuer，要写以https://开头的public_origin",
            ),
        ] {
            let fault = Settings::read(text).unwrap_err();
            assert!(fault.starts_with(told), "{fault}");
        }
        let plain = WHOLE.replace("https://dj.example.cn", "http://dj.example.cn");
        assert!(Settings::read(&plain).is_err());
        let here = plain.replace("http://dj.example.cn", "http://127.0.0.1:8080");
        let here = here.replace("https://sso.example.cn", "http://127.0.0.1:4000");
        assert!(Settings::read(&here).is_ok(), "on this machine, for trying out");
    }
}
