//! The values of `systems/sign-in.toml`. No I/O here.

use std::sync::LazyLock;

use act::Core;
use serde::Deserialize;

static BUILT_IN: LazyLock<Settings> = LazyLock::new(|| {
    let text = include_str!("../../../systems/sign-in.toml");
    toml::from_str(text).expect("the shipped settings are tested")
});

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) password_chars: usize,
    pub(crate) password_kinds: usize,
    pub(crate) password_guesses_power: f64,
    pub(crate) failures: i64,
    pub(crate) first_wait_seconds: i64,
    pub(crate) longest_wait_minutes: i64,
    pub(crate) forget_hours: i64,
    pub(crate) address_failures: i64,
    pub(crate) known_device_days: i64,
    pub(crate) second_factor_posts: Vec<String>,
    pub(crate) second_step_minutes: i64,
    pub(crate) fresh_minutes: i64,
    pub(crate) passkeys_at_most: i64,
    pub(crate) passkey_minutes: i64,
    pub(crate) idle_minutes: i64,
    pub(crate) longest_hours: i64,
    pub(crate) start_password_days: i64,
    pub(crate) kept_after_leaving_days: i32,
}

pub(crate) fn settings() -> &'static Settings {
    &BUILT_IN
}

/// How many kinds of characters a new password needs: what the installation asks, or what is shipped.
pub(crate) fn password_kinds(core: &Core) -> usize {
    let asked = core.maybe_part::<Installed>().and_then(|it| it.password_kinds);
    asked.unwrap_or(settings().password_kinds)
}

impl Settings {
    pub(crate) fn idle_seconds(&self) -> i64 {
        self.idle_minutes * 60
    }
}

/// How the installation is reached: a part of `Core`, set by `serve`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Site {
    /// Browsers reach it by https: cookies go over nothing else.
    pub is_https: bool,
}

/// Which installation this is: a part of `Core`; without it there is no name and every zone will do.
#[derive(Debug, Clone, Default)]
pub struct Installed {
    /// Stands on the sign-in page: 南屏县公安局党建工作系统.
    pub name: Option<String>,
    /// The network it stands in: only systems meant for it can be switched on.
    pub zone: Option<systems::Zone>,
    pub second_factor: SecondFactor,
    /// Whom to call about secrecy, with telephone: stands on the sign-in page and in refusals.
    pub contact: Option<String>,
    /// From 1 to 4, where the installation has a rule of its own.
    pub password_kinds: Option<usize>,
    /// Plans of branches can be subscribed to in a calendar.
    pub calendar_feed: bool,
}

/// Who must have a second step (docs/adr/0111).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Everybody may, nobody must: the demo, so that its accounts can be tried out.
    #[default]
    Nobody,
    /// The posts of `second_factor_posts` are worn only with it.
    Administrators,
    /// Every post is.
    Officers,
    /// Without it nothing is open to anybody but the page where it is set up.
    Everyone,
}

#[cfg(test)]
mod tests {
    use super::settings;

    #[test]
    fn the_shipped_values_hold_together() {
        let settings = settings();
        assert!(settings.failures > 1 && settings.first_wait_seconds > 0);
        assert!(settings.longest_wait_minutes * 60 >= settings.first_wait_seconds);
        assert!(settings.address_failures > settings.failures && settings.forget_hours > 0);
        assert!(settings.idle_minutes < settings.longest_hours * 60);
        assert!(settings.password_chars >= 8 && (1..=4).contains(&settings.password_kinds));
        assert!((6.0..=12.0).contains(&settings.password_guesses_power));
        assert!(settings.start_password_days > 0 && settings.kept_after_leaving_days > 0);
        assert!(settings.second_step_minutes > 0 && settings.fresh_minutes > 0);
        assert!(settings.passkeys_at_most > 1 && settings.passkey_minutes > 0);
        let posts = systems::Systems::built_in();
        for kind in &settings.second_factor_posts {
            assert!(posts.post(kind).is_some(), "{kind} is no post");
        }
    }
}
