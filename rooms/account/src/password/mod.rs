//! Passwords: hashed with argon2id, never inside a transaction; what a good one is.

mod rules;

use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

use act::Core;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

pub(crate) use self::rules::{Owner, check};
use crate::settings::{password_kinds, settings};

/// Hashes at the same time: each takes 19 MB and a core.
const AT_ONCE: usize = 4;

/// More than these wait: whoever comes now is told to come back, before all threads of the server stand here.
const WAITING_AT_MOST: usize = 64;

static QUEUE: Mutex<Queue> = Mutex::new(Queue { running: 0, waiting: 0 });
static FREE: Condvar = Condvar::new();

/// What an unknown name is measured against, so that it takes as long as a known one.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash(&crypto::token()));

/// argon2id with a fresh salt, as a PHC string. Takes some 30 ms: call it before the act.
pub fn hash(password: &str) -> String {
    let _turn = Turn::take();
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.expect("argon2 takes any password").to_string()
}

/// Whether the password belongs to the hash; false for `None`, after the same work.
pub(crate) fn is_right(password: &str, kept: Option<&str>) -> bool {
    let against = kept.unwrap_or(&NOBODYS);
    let _turn = Turn::take();
    let Ok(parsed) = PasswordHash::new(against) else { return false };
    let verified = Argon2::default().verify_password(password.as_bytes(), &parsed);
    verified.is_ok() && kept.is_some()
}

/// What a new password must be, as it stands below its field.
pub(crate) fn hint(core: &Core) -> String {
    let kinds = match password_kinds(core) {
        1 => String::new(),
        4 => "，小写字母、大写字母、数字、符号都要有".into(),
        kinds => format!("，小写字母、大写字母、数字、符号里占{kinds}种"),
    };
    let chars = settings().password_chars;
    format!("至少{chars}个字符{kinds}；不要用姓名、警号和常见的词")
}

/// A start password to be typed from paper, in groups of four.
pub(crate) fn start_password() -> String {
    let signs: Vec<char> = signs(16).chars().collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// So many random signs to be typed from paper: none that look alike.
pub(crate) fn signs(count: usize) -> String {
    const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    // Of 32 values one is left out, so that every sign is as likely as any other.
    let places = crypto::bytes(count * 8).into_iter().map(|byte| usize::from(byte % 32));
    places.filter_map(|place| SIGNS.get(place)).take(count).map(|sign| char::from(*sign)).collect()
}

/// Before somebody's password is looked at, known name or not.
pub(crate) fn refuse_when_busy() -> act::Result<()> {
    let waiting = queue().waiting;
    if waiting < WAITING_AT_MOST { Ok(()) } else { Err(db::Error::Busy.into()) }
}

struct Queue {
    running: usize,
    waiting: usize,
}

fn queue() -> MutexGuard<'static, Queue> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Turn;

impl Turn {
    fn take() -> Self {
        let mut queue = queue();
        queue.waiting += 1;
        while queue.running >= AT_ONCE {
            queue = FREE.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        queue.waiting -= 1;
        queue.running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        queue().running -= 1;
        FREE.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_belongs_to_its_own_hash_only() {
        let kept = hash("Linjiang#2026");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(is_right("Linjiang#2026", Some(&kept)));
        assert!(!is_right("linjiang#2026", Some(&kept)));
        assert!(!is_right("Linjiang#2026", None));
        assert_ne!(kept, hash("Linjiang#2026"), "each hash has its own salt");
    }

    #[test]
    fn a_crowd_at_the_door_is_told_to_come_back() {
        refuse_when_busy().expect("nobody waits");
        queue().waiting += WAITING_AT_MOST;
        let refused = refuse_when_busy().unwrap_err();
        queue().waiting -= WAITING_AT_MOST;
        assert!(refused.to_string().contains("请过一会儿再点一次"), "{refused}");
    }

    #[test]
    fn start_passwords_are_long_and_never_the_same() {
        let (one, other) = (start_password(), start_password());
        assert_eq!(one.len(), 19);
        assert_ne!(one, other);
    }
}
