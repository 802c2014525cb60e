//! The drill of the keys on either database, what a running server does about its key file, and how values of
//! before come under the keys of their persons.

use std::{path::PathBuf, sync::Arc};

use act::{Actor, Core, Ctx};
use calendar::Clock;
use crypto::Keys;
use db::{Db, Durability, bind};
use testkit::{Browser, Home, day};

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

const NUMBER: &str = "000001197001010011";
const PREPARE: act::Act = act::Act::new("test.prepare", "准备");

/// As a version without keys of persons has left it: everything under the key of the installation alone.
fn as_of_before(core: &Core, person: i64) {
    core.db
        .write(&[], |w| {
            let number = crypto::seal(&core.keys, &format!("person.id_number.{person}"), NUMBER).0;
            let phone =
                crypto::seal(&core.keys, &format!("person.phone.{person}"), "19900000001").0;
            w.run(
                "UPDATE person SET id_number = $2, phone = $3 WHERE id = $1",
                bind![person, number, phone],
            )?;
            let said = crypto::seal(&core.keys, "correction.said.7", "学历写错了").0;
            let sql = "INSERT INTO correction (id, person, unit, item, said, asked_at)
                       VALUES (7, $1, 1, 'education', $2, '2026-11-01T01:00:00.000Z')";
            w.run(sql, bind![person, said])?;
            let secret =
                crypto::seal_bytes(&core.keys, &format!("second_factor.secret.{person}"), b"x").0;
            let sql = "INSERT INTO second_factor (person, secret, last_step, set_at)
                       VALUES ($1, $2, 0, '2026-11-01T01:00:00.000Z')";
            w.run(sql, bind![person, secret])?;
            w.run("DELETE FROM person_key WHERE person = $1", bind![person])
        })
        .unwrap();
}

#[test]
fn values_of_before_are_read_and_come_under_the_keys_of_their_persons() {
    let home = Home::on("2026-11-20", guantong::furnish);
    let ctx = home.operator();
    guantong::demo::county(&ctx).unwrap();
    keyring::take(&ctx).unwrap();
    let core = &home.core;
    let sql = "SELECT id FROM unit_now WHERE kind = 'branch' ORDER BY id LIMIT 1";
    let branch: i64 = ctx.read(|read| Ok(read.one(sql, &[])?)).unwrap();
    let mut new = people::NewMember::named("钱早到", branch, day("2020-01-01"), "测试");
    (new.id_number, new.phone) = (Some(NUMBER.into()), Some("19900000001".into()));
    let person = ctx.act_system(&PREPARE, |w| people::admit(w, &core.keys, &new)).unwrap();
    assert_eq!(left(&ctx), 0, "what is new is under his key at once");
    as_of_before(core, person);
    assert_eq!(left(&ctx), 3, "numbers, a request, a second step");
    let proved = |ctx: &Ctx| keyring::prove_all(ctx).unwrap();
    proved(&ctx);
    let app = testkit::app(&home, guantong::rooms());
    let mine = Browser::of(&app, person, None);
    let reads = || {
        let page = mine.get("/me/information");
        assert!(page.status == 200 && page.body.contains("****0011"), "{}", page.body);
        assert!(mine.get("/me/corrections").body.contains("学历写错了"));
    };
    reads();
    assert!(keyring::renew_all(&ctx).unwrap() >= 3);
    assert_eq!(left(&ctx), 0);
    proved(&ctx);
    reads();
    let sql = "SELECT id_number FROM person WHERE id = $1";
    let cells = ctx.read(|read| Ok(read.cells(sql, bind![person])?)).unwrap();
    assert!(matches!(&cells[0][0], db::Value::Bytes(it) if it[..2] == crypto::own_mark(1)));
    assert_eq!(keyring::renew_all(&ctx).unwrap(), 0, "once is enough");
}

fn left(ctx: &Ctx) -> i64 {
    keyring::left(ctx).unwrap().into_iter().map(|(_, rows)| rows).sum()
}

/// Sealed columns in which no words lie, and why.
const NO_WORDS: [(&str, &str); 7] = [
    ("urn.content", "counts of choices"),
    ("person.id_number", "a number that is checked"),
    ("person.phone", "a number that is checked"),
    ("person_key.wrapped", "a key"),
    ("second_factor.secret", "a key"),
    ("passkey.public_key", "a key"),
    ("sign_on_link.subject", "what a provider calls somebody"),
];

#[test]
fn every_sealed_column_is_looked_into_for_a_spill() {
    let migrations = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut table = String::new();
    let mut sealed = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir(migrations).unwrap().flatten().map(|it| it.path()).collect();
    files.sort();
    for file in files.iter().filter(|it| it.extension().is_some_and(|it| it == "sql")) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                rest.split(' ').next().unwrap().clone_into(&mut table);
            }
            let is_sealed = ["protected", "SM4-GCM"].iter().any(|word| line.contains(word));
            if line.contains("BYTEA") && is_sealed {
                sealed.push(format!("{table}.{}", line.split_whitespace().next().unwrap()));
            }
        }
    }
    assert!(sealed.len() > 15, "the migrations are read: {sealed:?}");
    let looked: Vec<&str> =
        guantong::renewals().0.iter().flat_map(|it| it.words_in).copied().collect();
    for column in &sealed {
        let is_known = looked.contains(&column.as_str());
        let has_none = NO_WORDS.iter().any(|(known, _)| known == column);
        assert!(is_known || has_none, "{column} is not looked into, and nothing says why not");
    }
    for column in looked {
        assert!(sealed.iter().any(|it| it == column), "{column} is no sealed column");
    }
}
