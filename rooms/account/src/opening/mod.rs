//! Accounts: opened, given a new start password, closed by administrators; never a default password.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;

/// An account among many: the demo and imports.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub person: i64,
    /// Police number, or a name of small letters and digits.
    pub login: String,
    /// As [`crate::hash_password`] gives it.
    pub password: String,
    /// Whether it is a start password.
    pub must_change: bool,
}

const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=32;

/// A login as it is kept, or what is wrong with it.
pub(crate) fn login(typed: &str) -> Result<String, String> {
    let login = crate::entry::login_key(typed);
    let fits = login.chars().all(|sign| {
        sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '.' | '-' | '_')
    });
    if fits && LOGIN_CHARS.contains(&login.len()) {
        Ok(login)
    } else {
        Err("账号用3到32个小写字母或数字，一般就是警号".into())
    }
}

#[cfg(test)]
mod tests {
    use super::login;

    #[test]
    fn a_login_is_kept_as_it_is_typed_later() {
        assert_eq!(login(" ００３９１７ "), Ok("003917".into()));
        assert_eq!(login("Wang.Min"), Ok("wang.min".into()));
        assert!(login("王敏").is_err());
        assert!(login("ab").is_err());
    }
}
