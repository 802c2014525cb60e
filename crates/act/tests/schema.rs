//! Who only reads changes nothing: another schema than this version's is said, not mended.

use act::Core;
use db::{Db, Durability, Error, Target, bind};
use testkit::Home;

fn home() -> Home {
    Home::on("2026-11-20", |core: Core| core)
}

fn opened(home: &Home) -> Result<Db, Error> {
    Db::open_as_it_is(&home.target(), Durability::Off)
}

fn steps(home: &Home) -> i64 {
    let sql = "SELECT count(*) FROM refinery_schema_history";
    home.core.db.read(|read| read.one(sql, &[])).unwrap()
}

fn write(home: &Home, sql: &'static str) {
    home.core.db.write(&[], |w| w.run(sql, bind![])).unwrap();
}

#[test]
fn the_schema_of_this_version_opens_beside_a_running_server() {
    let home = home();
    let beside = opened(&home).unwrap();
    let units: i64 = beside.read(|read| read.one("SELECT count(*) FROM unit", &[])).unwrap();
    assert_eq!(units, 0);
}

#[test]
fn an_older_schema_is_named_and_left_alone() {
    let home = home();
    write(
        &home,
        "DELETE FROM refinery_schema_history WHERE version =
             (SELECT max(version) FROM refinery_schema_history)",
    );
    let before = steps(&home);
    let refused = opened(&home).err().unwrap();
    assert!(matches!(refused, Error::Behind(1)), "{refused}");
    assert!(refused.is_of_schema() && refused.to_string().contains("guantong migrate"));
    assert_eq!(steps(&home), before);
}

#[test]
fn a_newer_schema_wants_a_newer_program() {
    let home = home();
    write(
        &home,
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (9999, 'later', '2026-11-20', '0')",
    );
    let refused = opened(&home).err().unwrap();
    assert!(matches!(refused, Error::Ahead(1)), "{refused}");
}

#[test]
fn a_folder_without_a_database_stays_without_one() {
    let folder = tempfile::TempDir::new().unwrap();
    let target = Target::Folder(folder.path().join("nothing"));
    let refused = Db::open_as_it_is(&target, Durability::Off).err().unwrap();
    assert!(matches!(refused, Error::Unbuilt), "{refused}");
    assert!(!folder.path().join("nothing").exists());
}
