//! A database made by any landed version opens in the newest, with everything in it (migrations/fixtures).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

use act::Act;
use db::{Db, Table, Target, Value};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use org::NewUnit;
use tempfile::TempDir;
use testkit::{Browser, Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");
const TODAY: &str = "2026-11-20";

/// What landed, in the order in which it did, each with the numbers that came.
const LANDED: [(&str, &[i64]); 16] = [
    ("v0050", &[1, 10, 20, 30, 40, 50]),
    ("v0101", &[101]),
    ("v0060", &[60]),
    ("v0111", &[111]),
    ("v0102", &[102]),
    ("v0103", &[103]),
    ("v0112", &[112]),
    ("v0061", &[61]),
    ("v0121", &[121]),
    ("v0122", &[122]),
    ("v0173", &[172, 173]),
    ("v0174", &[174]),
    ("v0242", &[200, 201, 202, 210, 211, 230, 240, 241, 242]),
    ("v0243", &[203, 212, 213, 243]),
    ("v0332", &[300, 301, 302, 310, 311, 312, 313, 314, 320, 321, 330, 331, 332]),
    (
        "v0428",
        &[
            250, 255, 256, 257, 258, 340, 350, 351, 352, 353, 354, 360, 361, 362, 370, 371, 380,
            390, 400, 410, 411, 420, 424, 425, 428,
        ],
    ),
];
/// Not landed yet. With the next landing they move up, with a fixture (`NEW_FIXTURES=1`).
const TO_LAND: [i64; 4] = [429, 430, 435, 436];
/// Taken back since: its text is no longer among the migrations.
const WITHDRAWN: (i64, &str) = (
    174,
    "ALTER TABLE touched ADD COLUMN duties TEXT NOT NULL DEFAULT '';
     INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
     VALUES (174, 'act_touched_duties', '2026-11-28T19:21:56Z', '0')",
);

/// How many rows each table of a fixture has, by file and table.
type Counts = BTreeMap<String, BTreeMap<String, usize>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/fixtures")
}

fn is_postgres() -> bool {
    std::env::var_os("TEST_DATABASE_URL").is_some()
}

fn file_of(name: &str) -> PathBuf {
    folder().join(called(name))
}

fn called(name: &str) -> String {
    format!("{name}.{}.gz", if is_postgres() { "sql" } else { "db" })
}

fn unpacked(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = fs::File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Puts a fixture where a database is expected.
fn put(name: &str, target: &Target) {
    let content = unpacked(&file_of(name));
    match target {
        Target::Folder(folder) => fs::write(folder.join("guantong.db"), content).unwrap(),
        Target::Url(url) => {
            let text = String::from_utf8(content).unwrap();
            // Lines for psql alone.
            let sql: Vec<&str> = text.lines().filter(|line| !line.starts_with('\\')).collect();
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute(&sql.join("\n")).unwrap();
        }
    }
}

/// A new migration stands under `TO_LAND` until it has landed; then its schema gets a fixture.
#[test]
fn every_migration_has_landed_with_a_fixture_or_is_to_land() {
    let known: BTreeSet<i64> =
        LANDED.iter().flat_map(|(_, came)| came.iter()).chain(&TO_LAND).copied().collect();
    let files = fs::read_dir(folder().join("..")).unwrap().flatten();
    let names = files.map(|it| it.file_name().into_string().unwrap());
    let there: BTreeSet<i64> = names
        .filter_map(|name| name.strip_prefix('V')?.split_once("__")?.0.parse().ok())
        .chain([WITHDRAWN.0])
        .collect();
    assert_eq!(there, known);
}

#[test]
fn a_database_of_every_landed_version_opens_in_the_newest() {
    if std::env::var_os("NEW_FIXTURES").is_some() {
        make_new();
    }
    let counts = fs::read(folder().join("counts.json")).unwrap();
    let counts: Counts = serde_json::from_slice(&counts).unwrap();
    for (name, _) in LANDED {
        let home = Home::over(TODAY, |target| put(name, target), guantong::furnish);
        let there = rows_of(&home.core.db);
        for (table, count) in &counts[&called(name)] {
            if let Some((_, rows)) = there.get(table) {
                assert_eq!(rows.len(), *count, "{name}: rows of {table}");
            }
        }
        seals_hold(&there, name);
        pages_open(&home, name);
    }
}

fn pages_open(home: &Home, name: &str) {
    let ctx = home.operator();
    let bureau = ctx.read(|read| org::by_code(read, "130999")).unwrap().unwrap();
    let sql = "SELECT person, id FROM post_span WHERE kind = 'organ_leader'";
    let (person, post): (i64, i64) = ctx.read(|read| Ok(read.one(sql, &[])?)).unwrap();
    let app = testkit::app(home, guantong::rooms());
    let browser = Browser::of(&app, person, Some(post));
    for (url, shown) in [
        (format!("/situation/{}", bureau.id), "北山县公安局"),
        (format!("/units/{}", bureau.id), "城关派出所"),
    ] {
        let page = browser.get(&url);
        assert!(page.status == 200 && page.body.contains(shown), "{name} {url}: {}", page.body);
    }
    // And it can be worked in.
    ctx.act_system(&PREPARE, |w| {
        let new = people::NewMember::named("安新来", bureau.id, day("2026-01-01"), "测试");
        people::admit(w, &ctx.core.keys, &new)
    })
    .unwrap();
}

/// Each seal follows from the events under it and the seal before.
fn seals_hold(there: &Rows, name: &str) {
    let cell = |table: &str, column: &str| -> Vec<Value> {
        let (table, rows) = &there[table];
        let at = table.columns.iter().position(|it| it == column).unwrap();
        rows.iter().map(|row| row[at].clone()).collect()
    };
    let int = |value: &Value| value.int().unwrap();
    let bytes = |value: Value| match value {
        Value::Bytes(it) => it,
        other => panic!("{other:?}"),
    };
    let ids = cell("event", "id");
    let digests: HashMap<i64, [u8; 32]> = ids
        .iter()
        .zip(cell("event", "digest"))
        .map(|(id, digest)| (int(id), bytes(digest).try_into().unwrap()))
        .collect();
    let mut seals: Vec<(i64, String, Vec<u8>)> = cell("seal", "no")
        .iter()
        .zip(cell("seal", "events"))
        .zip(cell("seal", "digest"))
        .map(|((no, events), digest)| match events {
            Value::Text(events) => (int(no), events, bytes(digest)),
            other => panic!("{other:?}"),
        })
        .collect();
    seals.sort();
    let (mut previous, mut sealed) = (vec![0; 32], HashSet::new());
    for (no, events, digest) in seals {
        let ids: Vec<i64> = events.split(' ').map(|id| id.parse().unwrap()).collect();
        let block: Vec<[u8; 32]> = ids.iter().map(|id| digests[id]).collect();
        assert_eq!(digest, db::block_digest(&previous, &block), "{name}: seal {no}");
        sealed.extend(ids);
        previous = digest;
    }
    assert!(sealed.len() > 3, "{name}: {} events under seal", sealed.len());
}

type Rows = BTreeMap<String, (Table, Vec<Vec<Value>>)>;

fn rows_of(db: &Db) -> Rows {
    let taken = db.aside(|read| {
        let mut all = Rows::new();
        for table in read.tables()? {
            let mut rows = Vec::new();
            read.each_row(&table, &mut |row| {
                rows.push(row);
                Ok(())
            })?;
            all.insert(table.name.clone(), (table, rows));
        }
        Ok::<_, db::Error>(all)
    });
    taken.unwrap()
}

/// A county bureau with its committee, a station and a branch, three members and a leader.
fn bureau() -> Rows {
    let home = Home::on(TODAY, guantong::furnish);
    let ctx = home.operator();
    let bureau = ctx.act_system(&PREPARE, |w| {
        let systems = systems::Systems::built_in();
        let found = |kind: &str, name: &str, code: &str, host, line| {
            let mut unit = NewUnit::new(kind, name, day("2010-01-01"));
            unit.code = Some(code.into());
            unit.use_from = Some(day("2025-01-01"));
            (unit.host, unit.line) = (host, line);
            org::found_unit(w, systems, &unit)
        };
        let bureau = found("county_bureau", "北山县公安局", "130999", None, None)?;
        found("primary_committee", "北山县公安局党委", "130999-D", Some(bureau), None)?;
        found("police_station", "城关派出所", "130999-S", None, Some(bureau))?;
        Ok(bureau)
    });
    let bureau = bureau.unwrap();
    let since = day("2026-01-01");
    for name in ["陈跃进", "安丽华", "王建国"] {
        ctx.act_system(&PREPARE, |w| {
            let new = people::NewMember::named(name, bureau, since, "测试");
            let person = people::admit(w, &ctx.core.keys, &new)?;
            if name == "陈跃进" {
                people::appoint(w, person, bureau, "organ_leader", since, "任命")?;
            }
            Ok(())
        })
        .unwrap();
    }
    while home.core.db.seal_pending().unwrap() > 0 {}
    rows_of(&home.core.db)
}

/// Makes the fixtures that are not there yet.
fn make_new() {
    let rows = bureau();
    let counts_file = folder().join("counts.json");
    let mut counts: Counts = fs::read(&counts_file)
        .map_or_else(|_| Counts::new(), |it| serde_json::from_slice(&it).unwrap());
    let mut versions = Vec::new();
    for (name, came) in LANDED {
        versions.extend(came.iter().filter(|it| **it != WITHDRAWN.0));
        if file_of(name).exists() {
            continue;
        }
        let made = make(name, &versions, &rows, came.contains(&WITHDRAWN.0));
        counts.insert(called(name), made);
    }
    fs::write(counts_file, serde_json::to_string_pretty(&counts).unwrap() + "\n").unwrap();
}

fn make(name: &str, versions: &[i64], rows: &Rows, is_withdrawn: bool) -> BTreeMap<String, usize> {
    let folder = TempDir::new().unwrap();
    let server = std::env::var_os("TEST_DATABASE_URL").map(|it| it.into_string().unwrap());
    let database = format!("fixture_{name}");
    let target = match &server {
        None => Target::Folder(folder.path().into()),
        Some(server) => {
            db::create_database(server, &database, None).unwrap();
            let (base, _) = server.rsplit_once('/').unwrap();
            Target::Url(format!("{base}/{database}"))
        }
    };
    let counts = Db::load(&target, versions, |load| {
        let mut counts = BTreeMap::new();
        for old in load.read().tables()? {
            let Some((new, rows)) = rows.get(&old.name) else { continue };
            let both: Vec<usize> = new
                .columns
                .iter()
                .enumerate()
                .filter(|(_, name)| old.columns.contains(name))
                .map(|(at, _)| at)
                .collect();
            let columns = both.iter().map(|at| new.columns[*at].clone()).collect();
            let table = Table { name: old.name.clone(), columns };
            let mut known = rows.iter().map(|row| both.iter().map(|at| row[*at].clone()).collect());
            load.fill(&table, &mut || Ok(known.next()))?;
            counts.insert(old.name, rows.len());
        }
        Ok::<_, db::Error>(counts)
    });
    let counts = counts.unwrap();
    let content = match &target {
        Target::Folder(folder) => fs::read(folder.join("guantong.db")).unwrap(),
        Target::Url(url) => {
            let programs = fs::read_dir("/usr/lib/postgresql").unwrap();
            let newest = programs.map(|it| it.unwrap().path()).max().unwrap();
            let mut dump = Command::new(newest.join("bin/pg_dump"));
            let dump = dump.args(["--inserts", "--no-owner", "--no-privileges", url]).output();
            dump.unwrap().stdout
        }
    };
    let content = if is_withdrawn { with_withdrawn(&target, content) } else { content };
    let mut packer = GzEncoder::new(fs::File::create(file_of(name)).unwrap(), Compression::best());
    packer.write_all(&content).unwrap();
    packer.finish().unwrap();
    if let Some(server) = server {
        db::drop_database(&server, &database).unwrap();
    }
    counts
}

/// As the half hour left it in which that migration stood.
fn with_withdrawn(target: &Target, content: Vec<u8>) -> Vec<u8> {
    match target {
        Target::Url(_) => [
            content,
            WITHDRAWN
                .1
                .replace("touched ", "public.touched ")
                .replace("INTO refinery", "INTO public.refinery")
                .into_bytes(),
            b";\n".to_vec(),
        ]
        .concat(),
        Target::Folder(folder) => {
            let file = folder.join("guantong.db");
            let mut shell = Command::new("sqlite3");
            assert!(shell.arg(&file).arg(WITHDRAWN.1).status().unwrap().success());
            fs::read(file).unwrap()
        }
    }
}
