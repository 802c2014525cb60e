//! `settings.toml` in the data folder: how this installation differs from the defaults.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use account::SecondFactor;
use anyhow::{Context, Result, anyhow};
use systems::Zone;
use toml::{Spanned, Value};
use web::{CertificateHeader, ForwardedHeader, Front, Network, Proxies, Rates, TlsFiles};

use crate::{
    Place,
    setting_values::{
        LogFormat, field, file, forwarded, host, kinds, log_format, named, networks, offline_hours,
        on_or_off, origin, own_header, rate, second_factor, second_factor_key, zone,
    },
    sign_on::SignOnKeys,
};

/// What may stand in the file. Everything is optional; nothing set means the program's defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub listen: Option<SocketAddr>,
    /// How browsers reach it, `https://dj.example.cn`.
    pub public_origin: Option<String>,
    pub name: Option<String>,
    /// Whom to call about secrecy, with telephone.
    pub contact: Option<String>,
    pub zone: Option<Zone>,
    /// PEM files of TLS; where they are relative, from the data folder.
    pub tls_certificate: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub proxies: Proxies,
    pub metrics_from: Vec<Network>,
    pub administrators_from: Vec<Network>,
    pub log_format: Option<LogFormat>,
    certificate_header: Option<String>,
    certificate_field: Option<String>,
    rates: Asked,
    pub(crate) sign_on: SignOnKeys,
    /// Where backups go by themselves; where it is relative, from the data folder.
    pub backup_dir: Option<PathBuf>,
    /// Where clamd listens, asked about every attachment.
    pub upload_scanner: Option<files::Scanner>,
    /// Hour and minute in Shanghai.
    pub backup_at: Option<(i8, i8)>,
    pub backup_keep: Option<usize>,
    pub second_factor: Option<SecondFactor>,
    pub password_kinds: Option<usize>,
    /// People may subscribe to the plans of their branches with a calendar.
    pub calendar_feed: Option<bool>,
    /// For how many hours a draft may lie on a phone; without it none goes there.
    pub offline_hours: Option<i64>,
    /// Where the passphrase of the key file stands, when it has one.
    pub passphrase_file: Option<PathBuf>,
}

/// Rates that the file sets; `Some(0)` lifts a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Asked {
    address: Option<u32>,
    account: Option<u32>,
    entry: Option<u32>,
}

/// What holds where the file sets no rate. A county bureau of three hundred may stand behind one address.
const RATES: Rates = Rates { address: Some(3000), account: Some(300), entry: Some(120) };

/// Key, what it is for, what holds without it.
pub(crate) const KEYS: &[(&str, &str, &str)] = &[
    ("listen", "监听的地址和端口", "127.0.0.1:8080"),
    ("public_origin", "浏览器用的网址；写https://的，登录凭据只走https", "没有，按http"),
    ("name", "登录页上的名称", "不显示"),
    (
        "contact",
        "发现涉密内容给谁打电话，写部门和办公电话，如：市局保密办0311-12345678；登录页和拒收时都显示",
        "只说找上级公安机关的安全保密管理员",
    ),
    ("password_kinds", "新口令要有几种字符：小写、大写、数字、符号，写1到4", "1，只看难不难猜"),
    (
        "second_factor",
        "谁必须设两步验证，administrators是三员，officers是有职务的，everyone是每个人",
        "officers，演示数据除外",
    ),
    ("passphrase_file", "主密钥文件的口令放在哪个文件里", "没有，在终端里问"),
    ("zone", "所在网络，government是互联网·政务外网，police是公安信息网", "不限制启用哪些系统"),
    ("calendar_feed", "党员可以用手机、电脑的日历订阅本支部的年度计划，on是开通", "off，不开通"),
    ("offline_hours", "会议草稿可以存到手机上离线用，到几小时就抹去，写1到72", "没有，不开通离线"),
    ("tls_certificate", "证书文件，PEM格式，本站的在前、上级的在后", "没有，本机不做https"),
    ("tls_key", "证书的私钥文件，PEM格式，不带口令", "没有"),
    (
        "trusted_proxies",
        "前面的反向代理的地址，逗号隔开，可以写10.1.0.0/24",
        "没有，不认任何转来的地址",
    ),
    ("forwarded_header", "代理写来访地址的标头，x-forwarded-for或者forwarded", "x-forwarded-for"),
    (
        "certificate_header",
        "代理核验客户端证书后写账号的标头，如x-client-login",
        "没有，不用证书登录",
    ),
    ("certificate_field", "标头里写的是证书主题时，账号在哪一项，如CN、UID", "整个标头就是账号"),
    ("sign_on_issuer", "统一身份认证的网址（issuer），和对方给的一字不差", "没有，只用口令"),
    ("sign_on_client", "在统一认证那边登记的客户端编号", "没有"),
    ("sign_on_secret_file", "客户端密钥放在哪个文件里", "没有"),
    ("sign_on_name", "登录页按钮上的名称，如省厅统一认证", "统一身份认证"),
    ("sign_on_login_claim", "统一认证的哪一项是这里的账号", "preferred_username"),
    ("sign_on_second_factor", "acr、amr是哪些值算已经核过两步，逗号隔开", "都不算，这里再问"),
    ("sign_on_ca_file", "统一认证用内部证书时，上级证书的文件，PEM格式", "只信本机的上级证书"),
    ("sign_on_scopes", "向统一认证要哪些范围，空格隔开", "openid profile"),
    ("requests_per_minute_address", "一个地址每分钟最多打开几次，0是不限", "3000"),
    ("requests_per_minute_account", "一个账号每分钟最多打开几次，0是不限", "300"),
    ("metrics_from", "除本机外，哪些地址可以读/metrics，逗号隔开", "只有本机"),
    (
        "administrators_from",
        "三员只能从哪些地址管理，逗号隔开，可以写10.1.0.0/24；写了以后别处登录的三员只是普通党员",
        "不限制地址",
    ),
    ("log_format", "日志的写法，text或者json", "终端上是text，别处是json"),
    ("sign_ins_per_minute_address", "一个地址每分钟最多试几次登录，0是不限", "120"),
    (
        "upload_scanner",
        "附件交给哪个杀毒程序（clamd）查，写它的套接字文件或者地址:端口；查不了就不收",
        "没有，只按内容认类型",
    ),
    ("backup_dir", "每天自动备份到哪个目录，最好在另一块盘或另一台机器上", "没有，不自动备份"),
    ("backup_at", "每天几点自动备份", "02:30"),
    ("backup_keep", "留几份最新的自动备份", "14"),
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
        self.tls_certificate.is_some()
            || self.public_origin.as_deref().is_some_and(|it| it.starts_with("https://"))
    }

    /// How browsers reach it; the certificate is opened by `serve` alone.
    pub(crate) fn front(&self) -> Front {
        Front {
            public_origin: self.public_origin.clone(),
            is_https: self.is_https(),
            proxies: self.proxies.clone(),
            metrics_from: self.metrics_from.clone(),
            administrators_from: self.administrators_from.clone(),
            certificate: self.certificate(),
            ..Front::default()
        }
    }

    /// Where the proxies say whose certificate they have checked.
    fn certificate(&self) -> Option<CertificateHeader> {
        let name = self.certificate_header.as_ref()?.parse().ok()?;
        Some(CertificateHeader { name, field: self.certificate_field.clone().unwrap_or_default() })
    }

    /// Certificate and key, where this installation speaks TLS itself.
    pub(crate) fn tls_files(&self, place: &Place) -> Option<TlsFiles> {
        let (certificate, key) = (self.tls_certificate.as_ref()?, self.tls_key.as_ref()?);
        let host = self.public_origin.as_deref().and_then(host).map(str::to_owned);
        let at = |path: &PathBuf| place.data.join(path);
        Some(TlsFiles { certificate: at(certificate), key: at(key), host })
    }

    pub(crate) fn rates(&self) -> Rates {
        let chosen = |asked: Option<u32>, otherwise: Option<u32>| match asked {
            Some(0) => None,
            Some(rate) => Some(rate),
            None => otherwise,
        };
        Rates {
            address: chosen(self.rates.address, RATES.address),
            account: chosen(self.rates.account, RATES.account),
            entry: chosen(self.rates.entry, RATES.entry),
        }
    }

    /// Reads the text of a settings file; the error names line and key.
    pub fn read(text: &str) -> Result<Self, String> {
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
        settings.fit_together()?;
        Ok(settings)
    }

    /// What no key alone shows.
    fn fit_together(&self) -> Result<(), String> {
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            return Err("：tls_certificate和tls_key要一起写".into());
        }
        if self.certificate_header.is_some() && self.proxies.trusted.is_empty() {
            return Err("：certificate_header要和trusted_proxies一起写，别处来的一律不认".into());
        }
        if self.certificate_field.is_some() && self.certificate_header.is_none() {
            return Err("：certificate_field要和certificate_header一起写".into());
        }
        self.sign_on.fit_together(self.public_origin.as_deref())?;
        let is_plain = |origin: &String| origin.starts_with("http://");
        if self.tls_certificate.is_some() && self.public_origin.as_ref().is_some_and(is_plain) {
            return Err("：有了证书，public_origin要以https://开头".into());
        }
        Ok(())
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
            "contact" => {
                let contact = text::intake(value, 60).map_err(|_| "最多60个字".to_owned())?;
                self.contact = Some(contact).filter(|contact| !contact.is_empty());
            }
            "passphrase_file" => {
                if !value.starts_with('/') {
                    return Err("要写完整路径，如/run/secrets/guantong".into());
                }
                self.passphrase_file = Some(value.into());
            }
            "second_factor" => self.second_factor = Some(second_factor(value)?),
            "password_kinds" => self.password_kinds = Some(kinds(value)?),
            "zone" => self.zone = Some(zone(value)?),
            "calendar_feed" => self.calendar_feed = Some(on_or_off(value)?),
            "offline_hours" => self.offline_hours = Some(offline_hours(value)?),
            "tls_certificate" => self.tls_certificate = Some(file(value)?),
            "tls_key" => self.tls_key = Some(file(value)?),
            "trusted_proxies" => self.proxies.trusted = networks(value)?,
            "metrics_from" => self.metrics_from = networks(value)?,
            "administrators_from" => self.administrators_from = networks(value)?,
            "log_format" => self.log_format = Some(log_format(value)?),
            "forwarded_header" => self.proxies.header = forwarded(value)?,
            "certificate_header" => self.certificate_header = Some(own_header(value)?),
            "certificate_field" => self.certificate_field = Some(field(value)?),
            sign_on if is_of_sign_on(sign_on) => self.sign_on.set(sign_on, value)?,
            "requests_per_minute_address" => self.rates.address = Some(rate(value)?),
            "requests_per_minute_account" => self.rates.account = Some(rate(value)?),
            "sign_ins_per_minute_address" => self.rates.entry = Some(rate(value)?),
            "upload_scanner" => {
                let read = files::Scanner::read(value);
                let words = "要写成/run/clamav/clamd.ctl这样的路径，或者127.0.0.1:3310";
                self.upload_scanner = Some(read.ok_or_else(|| words.to_owned())?);
            }
            "backup_dir" | "backup_at" | "backup_keep" => self.set_backup(key, value)?,
            _ => {
                let known: Vec<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
                return Err(format!("没有这一项，可以写的有{}", known.join("、")));
            }
        }
        Ok(())
    }

    fn set_backup(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "backup_dir" => {
                self.backup_dir =
                    Some(PathBuf::from(value)).filter(|it| !it.as_os_str().is_empty());
            }
            "backup_at" => {
                let time = time(value);
                self.backup_at = Some(time.ok_or_else(|| "要写成时:分，如02:30".to_owned())?);
            }
            _ => {
                let keep = value.parse().ok().filter(|keep| *keep > 0);
                self.backup_keep = Some(keep.ok_or_else(|| "要写1以上的整数，如14".to_owned())?);
            }
        }
        Ok(())
    }

    /// A key's value as `doctor` shows it; `None` where the default holds.
    pub(crate) fn shown(&self, key: &str) -> Option<String> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|it| it.display().to_string());
        let rate = |rate: Option<u32>| rate.map(|it| it.to_string());
        match key {
            "listen" => self.listen.map(|listen| listen.to_string()),
            "public_origin" => self.public_origin.clone(),
            "name" => self.name.clone(),
            "contact" => self.contact.clone(),
            "zone" => self.zone.map(|zone| zone.zh().to_owned()),
            "second_factor" => self.second_factor.map(|it| second_factor_key(it).to_owned()),
            "password_kinds" => self.password_kinds.map(|kinds| kinds.to_string()),
            "calendar_feed" => {
                self.calendar_feed.map(|is_on| if is_on { "on" } else { "off" }.to_owned())
            }
            "offline_hours" => self.offline_hours.map(|hours| hours.to_string()),
            "passphrase_file" => path(&self.passphrase_file),
            "tls_certificate" => path(&self.tls_certificate),
            "tls_key" => path(&self.tls_key),
            "trusted_proxies" => named(&self.proxies.trusted),
            "metrics_from" => named(&self.metrics_from),
            "administrators_from" => named(&self.administrators_from),
            "log_format" => self.log_format.map(|it| {
                if it == LogFormat::Json { "json".to_owned() } else { "text".to_owned() }
            }),
            "forwarded_header" => {
                let is_other = self.proxies.header == ForwardedHeader::Forwarded;
                is_other.then(|| "forwarded".to_owned())
            }
            "certificate_header" => self.certificate_header.clone(),
            "certificate_field" => self.certificate_field.clone(),
            sign_on if is_of_sign_on(sign_on) => self.sign_on.shown(sign_on),
            "requests_per_minute_address" => rate(self.rates.address),
            "requests_per_minute_account" => rate(self.rates.account),
            "sign_ins_per_minute_address" => rate(self.rates.entry),
            "upload_scanner" => self.upload_scanner.as_ref().map(|it| match it {
                files::Scanner::Socket(path) => path.display().to_string(),
                files::Scanner::Address(address) => address.clone(),
            }),
            "backup_dir" => path(&self.backup_dir),
            "backup_at" => self.backup_at.map(|(hour, minute)| format!("{hour:02}:{minute:02}")),
            "backup_keep" => self.backup_keep.map(|keep| keep.to_string()),
            _ => None,
        }
    }
}

fn is_of_sign_on(key: &str) -> bool {
    key.starts_with("sign_on_") && KEYS.iter().any(|(known, ..)| *known == key)
}

/// `02:30`.
fn time(value: &str) -> Option<(i8, i8)> {
    let (hour, minute) = value.split_once([':', '：'])?;
    let number = |text: &str, below: i8| text.parse().ok().filter(|it| (0..below).contains(it));
    Some((number(hour, 24)?, number(minute, 60)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_set_is_read() {
        let text = "listen = \"0.0.0.0:80\"\npublic_origin = \"https://dj.example.cn\"\n\
                    name = \"南屏县公安局\"\nzone = \"police\"\nbackup_at = \"3:05\"\n";
        let settings = Settings::read(text).unwrap();
        assert!(settings.is_https() && settings.zone == Some(Zone::Police));
        assert_eq!(settings.listen, "0.0.0.0:80".parse().ok());
        assert_eq!(settings.shown("backup_at").as_deref(), Some("03:05"));
        assert_eq!(settings.shown("name").as_deref(), Some("南屏县公安局"));
        let contact = Settings::read("contact = \"市局保密办0311-12345678\"").unwrap();
        assert_eq!(contact.shown("contact").as_deref(), Some("市局保密办0311-12345678"));
        assert_eq!(Settings::read("# 都用默认值\n").unwrap(), Settings::default());
    }

    #[test]
    fn how_it_stands_in_the_network() {
        let text = "tls_certificate = \"dj.pem\"\ntls_key = \"dj.key\"\n\
                    public_origin = \"https://dj.example.cn:8443\"\n\
                    trusted_proxies = \"10.0.0.5, 10.1.0.0/24\"\nforwarded_header = \"forwarded\"\n\
                    requests_per_minute_account = \"60\"\nsign_ins_per_minute_address = \"0\"\n";
        let settings = Settings::read(text).unwrap();
        assert!(settings.is_https());
        assert_eq!(settings.shown("trusted_proxies").as_deref(), Some("10.0.0.5、10.1.0.0/24"));
        let administrators = Settings::read("administrators_from = \"10.2.0.0/24\"").unwrap();
        assert_eq!(administrators.shown("administrators_from").as_deref(), Some("10.2.0.0/24"));
        let front = settings.front();
        assert!(front.is_https && front.proxies.trusts("10.1.0.77".parse().unwrap()));
        let rates = settings.rates();
        assert_eq!((rates.account, rates.entry, rates.address), (Some(60), None, Some(3000)));
        for (origin, name) in [
            ("https://dj.example.cn:8443", "dj.example.cn"),
            ("https://[2001:db8::1]:8443", "2001:db8::1"),
            ("https://10.1.0.5", "10.1.0.5"),
        ] {
            assert_eq!(host(origin), Some(name));
        }
        let unset = Settings::default();
        assert!(KEYS.iter().all(|(key, ..)| unset.shown(key).is_none()));
    }

    #[test]
    fn certificates_are_taken_from_the_proxies() {
        let text = "trusted_proxies = \"10.0.0.5\"\ncertificate_header = \"X-Client-DN\"\n\
                    certificate_field = \"UID\"\n";
        let certificate = Settings::read(text).unwrap().front().certificate.unwrap();
        assert_eq!((certificate.name.as_str(), certificate.field.as_str()), ("x-client-dn", "UID"));
        assert!(Settings::default().front().certificate.is_none());
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_key() {
        for (text, told) in [
            ("name = \"甲\"\n\nlisten = \"8080\"\n", "第3行“listen”：要写成地址:端口"),
            ("listen = 8080\n", "第1行“listen”：内容要放在引号里"),
            ("name = \"甲\"\nport = \"80\"\n", "第2行“port”：没有这一项"),
            ("zone = \"secret\"\n", "第1行“zone”：只能写"),
            ("calendar_feed = \"yes\"\n", "第1行“calendar_feed”：只能写on或者off"),
            ("offline_hours = \"73\"\n", "第1行“offline_hours”：要写1到72之间的整数"),
            ("backup_at = \"25:00\"\n", "第1行“backup_at”：要写成时:分"),
            ("backup_keep = \"0\"\n", "第1行“backup_keep”：要写1以上的整数"),
            ("public_origin = \"https://a.cn/x\"\n", "第1行“public_origin”"),
            ("name = \"甲\"\nlisten\n", "第2行写法不对"),
            ("trusted_proxies = \"10.0.0.5, dj.cn\"\n", "第1行“trusted_proxies”：“dj.cn”不是地址"),
            ("forwarded_header = \"via\"\n", "第1行“forwarded_header”：只能写"),
            ("requests_per_minute_account = \"-1\"\n", "第1行“requests_per_minute_account”"),
            ("certificate_header = \"x-client\"\n", "：certificate_header要和trusted_proxies"),
            ("certificate_field = \"UID\"\n", "：certificate_field要和"),
            ("certificate_header = \"cookie\"\n", "第1行“certificate_header”：要写成x-开头"),
            ("certificate_header = \"x-forwarded-for\"\n", "第1行“certificate_header”"),
            ("certificate_field = \"a=b\"\n", "第1行“certificate_field”"),
            ("tls_key = \"\"\n", "第1行“tls_key”：要写文件的位置"),
            ("tls_certificate = \"a.pem\"\n", "：tls_certificate和tls_key要一起写"),
            (
                "tls_certificate = \"a\"\ntls_key = \"b\"\npublic_origin = \"http://a.cn\"\n",
                "：有了证书",
            ),
        ] {
            let fault = Settings::read(text).unwrap_err();
            assert!(fault.starts_with(told), "{fault}");
        }
    }
}
