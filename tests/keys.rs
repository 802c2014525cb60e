//! The drill of the keys on either database, and what a running server does about its key file.

use std::{path::PathBuf, sync::Arc};

use act::{Actor, Core, Ctx};
use calendar::Clock;
use crypto::Keys;
use db::{Db, Durability};
use testkit::{Home, day};

/// An installation with a key file, as `serve` has it.
fn with_key_file() -> (Home, Arc<Core>, PathBuf) {
    let home = Home::on("2026-11-20", guantong::furnish);
    let file = home.folder.path().join("master.key");
    let keys = Keys::open_or_create(&file).unwrap();
    let db = Db::open(&home.target(), Durability::Off).unwrap();
    let core = guantong::furnish(Core::new(db, keys, Clock::fixed_on(day("2026-11-20"))));
    (home, Arc::new(core), file)
}

#[test]
fn a_key_changes_under_a_running_installation_and_nothing_is_lost() {
    let (_home, core, file) = with_key_file();
    guantong::demo::county(&Ctx::new(&core, Actor::Operator)).unwrap();
    let mut told = Vec::new();
    guantong::drill::run(&core, &file, &mut |words| told.push(words)).unwrap();
    assert_eq!(core.keys.ids(), [1, 2]);
    assert!(told.iter().any(|it| it.contains("会被拒绝：密钥文件是旧的")), "{told:?}");
    assert_eq!(told.last().map(String::as_str), Some("演练通过"));
}

#[test]
fn a_database_knows_its_own_keys_from_strange_ones() {
    let (home, core, _) = with_key_file();
    let ctx = Ctx::new(&core, Actor::Operator);
    let missing = |keys: &Keys| ctx.read(|read| Ok(keyring::missing(read, keys)?)).unwrap();
    assert_eq!(missing(&core.keys), None, "before any was taken");
    keyring::take(&ctx).unwrap();
    keyring::take(&ctx).unwrap();
    assert_eq!(missing(&core.keys), None);
    assert_eq!(ctx.read(|read| Ok(keyring::taken(read)?)).unwrap().len(), 1);
    let strange = Keys::open_or_create(&home.folder.path().join("other.key")).unwrap();
    assert!(missing(&strange).unwrap().contains("不是这个数据库用的那把"));
}
