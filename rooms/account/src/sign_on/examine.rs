//! Whether the provider can be reached and fits what is set here: for `doctor`.

use serde_json::Value;

use super::{SignOn, Trouble, provider::Metadata, redeem};

impl SignOn {
    /// Asks the provider now; whether all is well, and words that say what to do.
    pub fn examine(&self) -> (bool, String) {
        if let Err(words) = self.secret() {
            return (false, words);
        }
        let metadata = match self.read_anew() {
            Ok(metadata) => metadata,
            Err(words) => return (false, words),
        };
        let file = &self.at.secret_file;
        if !crypto::is_private(file) {
            let file = file.display();
            return (false, format!("客户端密钥 {file} 别人也能读，请执行 chmod 600 {file}"));
        }
        let faults = self.faults(&serde_json::to_value(&metadata).unwrap_or_default());
        if !faults.is_empty() {
            return (false, format!("{} 连得上，但{}", self.at.issuer, faults.join("；")));
        }
        let words = format!(
            "{} 连得上，配置合用。在那边登记的回来地址应当是 {}，退出后的地址是 {}/sign-in",
            self.at.issuer,
            self.way_back(),
            self.at.origin
        );
        (true, words)
    }

    fn read_anew(&self) -> Result<Metadata, String> {
        let issuer = &self.at.issuer;
        self.provider.read().map_err(|unread| {
            let cause = unread.cause;
            match unread.trouble {
                Trouble::Away => format!(
                    "连不上 {issuer}（{cause}）。请查域名、网络和防火墙；对方用内部证书的，写sign_on_ca_file。\
                     这期间用警号和口令登录"
                ),
                _ => format!(
                    "{issuer} 的说明对不上（{cause}）。请核对sign_on_issuer和对方给的是不是一字不差"
                ),
            }
        })
    }

    /// What in the provider's own description does not fit.
    fn faults(&self, says: &Value) -> Vec<String> {
        let list = |name: &str| -> Option<Vec<&str>> {
            Some(says.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
        };
        let lacks = |name: &str, one_of: &[&str]| {
            list(name).is_some_and(|has| !has.iter().any(|it| one_of.contains(it)))
        };
        let mut faults = Vec::new();
        if says.get("token_endpoint").is_none() {
            faults.push("它没有换令牌的地址（token_endpoint）".to_owned());
        }
        if lacks("response_types_supported", &["code"]) {
            faults.push("它不支持授权码方式（response_type=code）".to_owned());
        }
        if lacks("code_challenge_methods_supported", &["S256"]) {
            faults.push("它不支持PKCE的S256，请对方打开".to_owned());
        }
        let ways = ["client_secret_basic", "client_secret_post"];
        if lacks("token_endpoint_auth_methods_supported", &ways) {
            faults.push("它不收客户端密钥（client_secret_basic或client_secret_post）".to_owned());
        }
        if lacks("id_token_signing_alg_values_supported", &redeem::signatures()) {
            faults.push("它的签名算法这里都不认，要RS256、PS256、ES256这几类".to_owned());
        }
        let claim = self.at.login_claim.as_str();
        if lacks("claims_supported", &[claim]) {
            faults.push(format!("它不给出“{claim}”，请改sign_on_login_claim或者sign_on_scopes"));
        }
        for scope in self.at.scopes.iter().filter(|it| lacks("scopes_supported", &[it.as_str()])) {
            faults.push(format!("它没有“{scope}”这个范围，请改sign_on_scopes"));
        }
        faults
    }
}
