//! The key file: made once, private, rotated, wrapped; never replaced by anything less.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::PathBuf,
};

use crypto::{Error, Keys};
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("master.key");
    (folder, path)
}

fn open(path: &std::path::Path, passphrase: &str) -> Result<Keys, Error> {
    Keys::open(path, &|| Ok(Some(passphrase.to_owned())))
}

#[test]
fn the_key_file_is_made_once_and_is_private() {
    let (_folder, path) = folder();
    let first = Keys::open_or_create(&path).unwrap();
    let again = Keys::open_or_create(&path).unwrap();
    assert_eq!(first.lookup("x"), again.lookup("x"));
    assert!(crypto::is_private(&path) && !crypto::is_wrapped(&path));
}

#[test]
fn many_first_starts_at_once_agree_on_one_key() {
    let (folder, path) = folder();
    let made: Vec<_> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| Keys::open_or_create(&path))).collect();
        starts.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let kept = Keys::open_or_create(&path).unwrap().lookup("x");
    assert!(made.iter().any(Result::is_ok));
    assert!(made.iter().flatten().all(|keys| keys.lookup("x") == kept));
    assert!(!made.iter().any(|it| matches!(it, Err(Error::Malformed(_)))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft stays behind");
}

#[test]
fn a_damaged_key_file_is_never_replaced() {
    let (_folder, path) = folder();
    for rubbish in ["rubbish", "", "1 abcd\n", "guantong-keys argon2id m=1\n1 00\n"] {
        fs::write(&path, rubbish).unwrap();
        assert!(matches!(Keys::open_or_create(&path), Err(Error::Malformed(_))), "{rubbish}");
        assert_eq!(fs::read_to_string(&path).unwrap(), rubbish);
    }
}

#[test]
fn what_root_rotates_stays_with_its_owner() {
    let (_folder, path) = folder();
    let keys = Keys::open_or_create(&path).unwrap();
    // Only root gives files away.
    if chown(&path, Some(65_534), Some(65_534)).is_err() {
        return;
    }
    keys.rotate().unwrap();
    for file in [path.clone(), path.with_extension("lock")] {
        let owner = fs::metadata(&file).map(|it| (it.uid(), it.gid())).unwrap();
        assert_eq!(owner, (65_534, 65_534), "{}", file.display());
    }
}

#[test]
fn a_rotation_is_used_at_once_and_the_old_key_still_opens() {
    let (_folder, path) = folder();
    let (server, operator) =
        (Keys::open_or_create(&path).unwrap(), Keys::open_or_create(&path).unwrap());
    let old = crypto::seal(&server, "a.b.1", "旧的");
    let (old_lookup, old_digest) = (server.lookup("x"), server.event_digest(b"x"));

    assert_eq!(operator.rotate().unwrap(), 2);
    assert!(server.reload().unwrap() && !server.reload().unwrap());
    assert_eq!((server.newest_id(), server.ids()), (2, vec![1, 2]));

    let new = crypto::seal(&server, "a.b.2", "新的");
    assert_eq!((Keys::id_of(&old.0), Keys::id_of(&new.0)), (Some(1), Some(2)));
    assert_eq!(crypto::open(&server, "a.b.1", &old.0).unwrap(), "旧的");
    assert_eq!(crypto::open(&operator, "a.b.2", &new.0).unwrap(), "新的");
    assert_eq!(server.lookups("x"), [server.lookup("x"), old_lookup]);
    assert!(
        server.is_event_digest(b"x", &old_digest) && !server.is_event_digest(b"y", &old_digest)
    );
    assert_ne!(server.checks()[0].1, server.checks()[1].1);
    assert!(crypto::is_private(&path));
}

#[test]
fn a_wrapped_file_opens_with_its_passphrase_alone() {
    let (_folder, path) = folder();
    let plain = Keys::open_or_create(&path).unwrap();
    let digest = plain.lookup("x");
    plain.rewrap(Some("江南好风景旧曾谙")).unwrap();
    assert!(crypto::is_private(&path) && crypto::is_wrapped(&path));
    assert!(!fs::read_to_string(&path).unwrap().contains("江南"));

    assert!(matches!(Keys::open_or_create(&path), Err(Error::Locked(_))));
    assert!(matches!(open(&path, "江南"), Err(Error::WrongPassphrase(_))));
    let wrapped = open(&path, "江南好风景旧曾谙").unwrap();
    assert_eq!(wrapped.lookup("x"), digest, "the keys are the same");

    let server = open(&path, "江南好风景旧曾谙").unwrap();
    assert_eq!(wrapped.rotate().unwrap(), 2, "rotation keeps the wrapping");
    assert!(server.reload().unwrap(), "and a running server reads it");
    wrapped.rewrap(None).unwrap();
    assert!(matches!(server.reload(), Err(Error::Rewrapped(_))));
    assert_eq!(server.ids(), [1, 2], "what it had it keeps");
    assert_eq!(Keys::open_or_create(&path).unwrap().lookup("x"), server.lookup("x"));
}

#[test]
fn wrapped_keys_do_not_open_under_each_others_number() {
    let (_folder, path) = folder();
    let keys = Keys::open_or_create(&path).unwrap();
    keys.rotate().unwrap();
    keys.rewrap(Some("一二三四五六七八")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let (one, two) = (lines[1].replacen("1 ", "2 ", 1), lines[2].replacen("2 ", "1 ", 1));
    (lines[1], lines[2]) = (&two, &one);
    fs::write(&path, lines.join("\n")).unwrap();
    assert!(matches!(open(&path, "一二三四五六七八"), Err(Error::WrongPassphrase(_))));
}
