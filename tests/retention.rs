//! What is past its period goes and leaves no trace but its event; what is not, and who is held, stays; figures
//! and the audit chain stay whole (docs/adr/0108, 0109). On either database.

use std::{fs, path::Path, sync::Arc};

use act::{Act, Acting, Actor, Core, Ctx, Relation};
use calendar::{Clock, Day, Instant};
use crypto::Keys;
use db::{Db, Durability, Target, Value, bind, serde::de::DeserializeOwned};
use guantong::demo::Opened;
use people::{NewMember, Status};
use situation::{Ask, Part, Scope, draw, look};
use testkit::{Browser, Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");
const TODAY: &str = "2026-11-20";
/// An invented district: nobody has such a number.
const NUMBERS: [&str; 4] =
    ["000001197001010011", "000001197001010038", "000001197001010054", "000001197001010070"];
const PHONE: &str = "19900000001";

struct Office {
    home: Home,
    branch: i64,
    /// Left long ago: numbers and the rest of his row are past their periods.
    gone: i64,
    /// Left this year.
    inside: i64,
    /// Is here.
    here: i64,
    roles: Vec<Opened>,
}

impl Office {
    /// Signed in as in earnest.
    fn browser(&self, login: &str) -> Browser {
        let app = guantong::application(&self.home.core, None);
        let role = self.roles.iter().find(|role| role.login == login).unwrap();
        let fields = [("login", role.login.as_str()), ("password", role.password)];
        let answer = Browser::stranger(&app).post("/sign-in", &fields);
        let cookie = answer.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
        Browser::with_cookie(&app, cookie.split(';').next().unwrap())
    }
}

fn office() -> Office {
    let home = Home::on(TODAY, guantong::furnish);
    let roles = guantong::demo::county(&home.operator()).unwrap();
    keyring::take(&home.operator()).unwrap();
    // A branch of the county bureau whose officer signs in.
    let sql = "SELECT b.id FROM unit_now b WHERE b.kind = 'branch' AND b.organ =
                   (SELECT u.organ FROM account a JOIN post_span p ON p.person = a.person
                    JOIN unit_now u ON u.id = p.unit WHERE a.login = 'ganshi' ORDER BY p.id LIMIT 1)
               ORDER BY b.id LIMIT 1";
    let branch = one(&home.core, sql);
    let person = |number: &str, left: Option<&str>| enter(&home.core, branch, number, left);
    let gone = person(NUMBERS[0], Some("2019-05-01"));
    let inside = person(NUMBERS[1], Some("2026-01-01"));
    let here = person(NUMBERS[2], None);
    Office { home, branch, gone, inside, here, roles }
}

fn enter(core: &Arc<Core>, branch: i64, number: &str, left: Option<&str>) -> i64 {
    let mut new = NewMember::named("赵离任", branch, day("2015-03-01"), "测试");
    new.id_number = Some(number.into());
    new.phone = Some(PHONE.into());
    new.sex = Some("1".into());
    new.birth = Some(day("1970-01-01"));
    new.duty_title = Some("民警".into());
    prepare(core, |w| {
        let person = people::admit(w, &core.keys, &new)?;
        if let Some(left) = left {
            people::set_status(w, person, Status::Left, day(left), "测试")?;
        }
        Ok(person)
    })
}

fn prepare<T>(core: &Arc<Core>, work: impl Fn(&Acting) -> act::Result<T>) -> T {
    Ctx::new(core, Actor::Operator).act_system(&PREPARE, work).unwrap()
}

fn one<T: DeserializeOwned>(core: &Core, sql: &'static str) -> T {
    core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
}

fn of<T: DeserializeOwned>(core: &Core, sql: &'static str, person: i64) -> T {
    core.db.read(|read| Ok::<_, act::Error>(read.one(sql, bind![person])?)).unwrap()
}

fn found(core: &Core, number: &str) -> Option<i64> {
    let found = core.db.read(|read| people::find_by_id_number(read, &core.keys, number));
    found.unwrap().map(|(person, _, _)| person)
}

fn run(core: &Arc<Core>) -> Vec<(&'static str, usize)> {
    retention::run(&Ctx::new(core, Actor::Operator)).unwrap()
}

fn count(done: &[(&'static str, usize)], key: &str) -> usize {
    done.iter().find(|(known, _)| *known == key).unwrap().1
}

/// The figures of this year and the last on every node that leads somebody.
fn figures(core: &Core, day: &str) -> Vec<String> {
    let nodes: Vec<i64> = core
        .db
        .read(|read| {
            let sql = "SELECT id FROM unit_now WHERE family = 'party' AND lead_path IS NOT NULL
                       ORDER BY lead_path LIMIT 40";
            Ok::<_, act::Error>(read.all(sql, &[])?)
        })
        .unwrap();
    let on: Day = day.parse().unwrap();
    let picture = |node: i64| {
        let ask = Ask { relation: Relation::Lead, node, on };
        // Outside bodies have no picture.
        let view = core.db.read(|read| look(read, core.part(), core.part(), ask)).unwrap()?;
        let picture = draw(&view, core.part(), Scope::year(on), &Part::default());
        Some(serde_json::to_string(&situation::json(&picture)).unwrap())
    };
    let told: Vec<String> = nodes.into_iter().filter_map(picture).collect();
    assert!(told.len() > 10, "{} nodes have figures", told.len());
    told
}

fn all_figures(core: &Core) -> Vec<String> {
    [figures(core, TODAY), figures(core, "2025-12-31")].concat()
}

fn chain_is_whole(core: &Arc<Core>) {
    while core.db.seal_pending().unwrap() > 0 {}
    let report = audit::verify(&Ctx::new(core, Actor::Operator), None, &|_, _| {}).unwrap();
    assert!(report.broken.is_none(), "{:?}", report.broken.map(|it| it.to_string()));
}

/// Every cell of an event about somebody, and of the whole table, as text.
fn events(core: &Core) -> String {
    let sql = "SELECT act, about, changed, reason, reply FROM event";
    let cells = core.db.read(|read| Ok::<_, act::Error>(read.cells(sql, &[])?)).unwrap();
    let text = |cell: Value| if let Value::Text(text) = cell { text } else { String::new() };
    cells.into_iter().flatten().map(text).collect::<Vec<_>>().join("\n")
}

const NUMBERS_LEFT: &str = "SELECT CAST((CASE WHEN id_number IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN id_number_key IS NULL THEN 0 ELSE 1 END) + (CASE WHEN phone IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN phone_key IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN phone_tail_key IS NULL THEN 0 ELSE 1 END) AS BIGINT) FROM person WHERE id = $1";
const KEY_LEFT: &str =
    "SELECT CASE WHEN wrapped IS NULL THEN FALSE ELSE TRUE END FROM person_key WHERE person = $1";
fn erasures(core: &Core, person: i64) -> i64 {
    let about = format!("person:{person}");
    let sql = "SELECT count(*) FROM event WHERE act = 'person.erase' AND about = $1";
    core.db.read(|read| Ok::<_, act::Error>(read.one(sql, bind![about])?)).unwrap()
}

#[test]
fn what_is_past_its_period_goes_and_nothing_else_changes() {
    let Office { home, gone, inside, here, .. } = office();
    let core = &home.core;
    let before = all_figures(core);
    let done = run(core);
    assert_eq!((count(&done, "numbers"), count(&done, "basic"), count(&done, "name")), (1, 1, 0));

    assert_eq!(of::<i64>(core, NUMBERS_LEFT, gone), 0);
    assert!(!of::<bool>(core, KEY_LEFT, gone), "his key is destroyed");
    assert_eq!(found(core, NUMBERS[0]), None);
    let sql = "SELECT name FROM person WHERE id = $1 AND sex IS NULL AND birth IS NULL
               AND duty_title IS NULL";
    assert_eq!(of::<String>(core, sql, gone), "赵离任", "the name stays, for the papers it is on");
    for (person, number) in [(inside, NUMBERS[1]), (here, NUMBERS[2])] {
        assert_eq!(of::<i64>(core, NUMBERS_LEFT, person), 5);
        assert!(of::<bool>(core, KEY_LEFT, person));
        assert_eq!(found(core, number), Some(person));
        assert_eq!(erasures(core, person), 0);
    }
    assert_eq!(erasures(core, gone), 2, "one for his numbers, one for the rest");
    let told = events(core);
    assert!(
        told.contains("numbers id_number phone correction person_key"),
        "which class and fields"
    );
    assert!(!told.contains(NUMBERS[0]) && !told.contains(PHONE), "and never a value");

    assert_eq!(all_figures(core), before, "figures of this year and the last");
    chain_is_whole(core);
    assert_eq!(count(&run(core), "numbers"), 0, "nothing is left for the next night");
    assert_eq!(erasures(core, gone), 2);
}

/// What hangs on an account: a row of each for person `$1`.
const OF_ACCOUNT: [&str; 7] = [
    "INSERT INTO account (person, login, password, changed_at, must_change, opened_at, closed_at)
     VALUES ($1, 'gone', 'x', '2015-03-01T00:00:00.000Z', FALSE, '2015-03-01T00:00:00.000Z',
             '2019-05-01T00:00:00.000Z')",
    "INSERT INTO session (id, token, person, device, created_at, seen_at, ends_at)
     VALUES ($1, '', $1, '', '2026-11-19T00:00:00.000Z', '2026-11-19T00:00:00.000Z',
             '2026-11-19T12:00:00.000Z')",
    "INSERT INTO second_factor (person, secret, last_step, set_at)
     VALUES ($1, '', 0, '2015-03-01T00:00:00.000Z')",
    "INSERT INTO recovery_code (person, no, hash) VALUES ($1, 1, 'x')",
    "INSERT INTO passkey (id, person, credential, handle, public_key, counter, name, made_at)
     VALUES ($1, $1, '', '', '', 0, '手机', '2015-03-01T00:00:00.000Z')",
    "INSERT INTO sign_on_link (person, issuer, subject_key, subject, linked_at, used_at)
     VALUES ($1, '', '', '', '', '')",
    "INSERT INTO known_device (device, person, first_at, last_at)
     VALUES ('', $1, '2026-11-19T00:00:00.000Z', '2026-11-19T00:00:00.000Z')",
];
const OF_ACCOUNT_LEFT: &str = "SELECT (SELECT count(*) FROM account WHERE person = $1)
    + (SELECT count(*) FROM session WHERE person = $1)
    + (SELECT count(*) FROM second_factor WHERE person = $1)
    + (SELECT count(*) FROM recovery_code WHERE person = $1)
    + (SELECT count(*) FROM passkey WHERE person = $1)
    + (SELECT count(*) FROM sign_on_link WHERE person = $1)
    + (SELECT count(*) FROM known_device WHERE person = $1)";

#[test]
fn with_an_account_goes_every_way_in() {
    let Office { home, gone, .. } = office();
    prepare(&home.core, |w| {
        OF_ACCOUNT.iter().try_for_each(|sql| w.run(sql, bind![gone]).map(|_| ()))?;
        Ok(())
    });
    assert_eq!(of::<i64>(&home.core, OF_ACCOUNT_LEFT, gone), 7);
    run(&home.core);
    assert_eq!(of::<i64>(&home.core, OF_ACCOUNT_LEFT, gone), 0);
    chain_is_whole(&home.core);
}

#[test]
fn a_name_goes_after_thirty_years_and_figures_stay() {
    let Office { home, gone, .. } = office();
    let core = &home.core;
    let before = all_figures(core);
    core.clock.set(Instant::at(day("2049-05-01"), 4, 0));
    let done = run(core);
    assert_eq!(count(&done, "name"), 1, "the one of this year is inside his period still");
    assert_eq!(of::<String>(core, "SELECT name FROM person WHERE id = $1", gone), "（已清除）");
    assert_eq!(all_figures(core), before);
    chain_is_whole(core);
}

#[test]
fn who_is_held_stays_until_the_hold_is_over() {
    let Office { home, gone, .. } = office();
    let core = &home.core;
    let reason = ("discipline", "临纪审〔2026〕3号");
    prepare(core, |w| retention::hold(w, gone, reason, day("2026-12-01"), None));
    let due = |on: &str| {
        let ctx = Ctx::new(core, Actor::Operator);
        let due = ctx.read(|read| retention::due(&ctx, read, day(on))).unwrap();
        due.into_iter().find(|(key, _)| *key == "numbers").unwrap().1
    };
    assert_eq!(due(TODAY), 0);
    assert_eq!(count(&run(core), "numbers"), 0);
    assert_eq!(of::<i64>(core, NUMBERS_LEFT, gone), 5);
    core.clock.set(Instant::at(day("2026-12-01"), 4, 0));
    assert_eq!(count(&run(core), "numbers"), 1);
    assert_eq!(of::<i64>(core, NUMBERS_LEFT, gone), 0);
}

#[test]
fn who_comes_back_is_not_touched() {
    let Office { home, gone, branch, .. } = office();
    let core = &home.core;
    prepare(core, |w| {
        people::set_status(w, gone, Status::Full, day("2026-11-01"), "恢复")?;
        people::affiliate(w, gone, branch, None, day("2026-11-01"), "转回")
    });
    assert_eq!(count(&run(core), "numbers"), 0);
    assert_eq!(of::<i64>(core, NUMBERS_LEFT, gone), 5);
}

#[test]
fn a_run_that_was_cut_off_is_finished_by_the_next() {
    let Office { home, branch, gone, .. } = office();
    let core = &home.core;
    let more: Vec<i64> = (0..8)
        .map(|at| enter(core, branch, &format!("0000011960010100{at:02}"), Some("2020-01-01")))
        .collect();
    // So far it had come.
    let ctx = Ctx::new(core, Actor::Operator);
    assert_eq!(people::erase_again(&ctx, &more[..3]).unwrap(), 3);
    let done = run(core);
    assert_eq!((count(&done, "numbers"), count(&done, "basic")), (6, 9));
    for person in more.iter().chain([&gone]) {
        assert_eq!(of::<i64>(core, NUMBERS_LEFT, *person), 0);
        assert_eq!(erasures(core, *person), 2, "each once, whoever did it");
    }
    chain_is_whole(core);
}

/// Whether these bytes stand anywhere in the files of the embedded database.
fn stand_in_files(folder: &Path, bytes: &[u8]) -> bool {
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut files = files.filter(|path| path.is_file());
    files.any(|path| fs::read(path).unwrap().windows(bytes.len()).any(|it| it == bytes))
}

#[test]
fn no_page_of_the_file_holds_what_was_erased() {
    let Office { home, gone, here, .. } = office();
    let core = &home.core;
    let key = "SELECT wrapped FROM person_key WHERE person = $1";
    let sealed = |sql: &'static str, person: i64| {
        let cells = core.db.read(|read| Ok::<_, act::Error>(read.cells(sql, bind![person])?));
        match cells.unwrap().remove(0).remove(0) {
            Value::Bytes(bytes) => bytes,
            other => panic!("{other:?}"),
        }
    };
    let number = "SELECT id_number FROM person WHERE id = $1";
    let digest = "SELECT id_number_key FROM person WHERE id = $1";
    let goes = [sealed(key, gone), sealed(number, gone), sealed(digest, gone)];
    let stays = sealed(key, here);
    run(core);
    if matches!(home.target(), Target::Folder(_)) {
        let folder = home.folder.path();
        assert!(stand_in_files(folder, &stays), "the file is looked at as it is");
        for (what, bytes) in ["key", "number", "digest"].iter().zip(&goes) {
            assert!(!stand_in_files(folder, bytes), "his {what} stands in the file");
        }
    }
}

#[test]
fn a_rotation_neither_loses_nor_brings_back_anything() {
    let home = Home::on(TODAY, guantong::furnish);
    let file = home.folder.path().join("master.key");
    let keys = Keys::open_or_create(&file).unwrap();
    let db = Db::open(&home.target(), Durability::Off).unwrap();
    let core = guantong::furnish(Core::new(db, keys, Clock::fixed_on(day(TODAY))));
    let core = Arc::new(core);
    let ctx = Ctx::new(&core, Actor::Operator);
    guantong::demo::county(&ctx).unwrap();
    keyring::take(&ctx).unwrap();
    let sql = "SELECT id FROM unit_now WHERE kind = 'branch' ORDER BY id LIMIT 1";
    let branch = one(&core, sql);
    let gone = enter(&core, branch, NUMBERS[0], Some("2019-05-01"));
    let here = enter(&core, branch, NUMBERS[2], None);
    run(&core);
    core.keys.rotate().unwrap();
    keyring::take(&ctx).unwrap();
    keyring::renew_all(&ctx).unwrap();
    assert_eq!(keyring::left(&ctx).unwrap().into_iter().map(|it| it.1).sum::<i64>(), 0);
    keyring::prove_all(&ctx).unwrap();
    assert_eq!((found(&core, NUMBERS[0]), found(&core, NUMBERS[2])), (None, Some(here)));
    assert_eq!(of::<i64>(&core, NUMBERS_LEFT, gone), 0);
    assert!(!of::<bool>(&core, KEY_LEFT, gone));
    assert!(people_phone(&core, gone).is_none() && people_phone(&core, here).is_some());
    chain_is_whole(&core);
}

fn people_phone(core: &Core, person: i64) -> Option<String> {
    core.db.read(|read| people::phone_of(read, &core.keys, person)).unwrap()
}

#[test]
fn values_without_their_key_are_not_there_and_break_no_page() {
    let Office { home, gone, .. } = office();
    let core = &home.core;
    // As after a restore: the values stand, the key does not.
    prepare(core, |w| keyring::destroy(w, gone).map(|_| ()));
    assert!(people_phone(core, gone).is_none());
    let ctx = Ctx::new(core, Actor::Operator);
    assert_eq!(people::erase_again(&ctx, &[gone]).unwrap(), 1);
    assert_eq!(people::erase_again(&ctx, &[gone]).unwrap(), 0, "once is enough");
    assert_eq!(of::<i64>(core, NUMBERS_LEFT, gone), 0);
    assert_eq!(found(core, NUMBERS[0]), None);
}

#[test]
fn who_knows_the_persons_sees_them_and_the_administrator_sees_counts() {
    let office = office();
    let (home, gone) = (&office.home, office.gone);
    let manager = office.browser("ganshi");
    let page = manager.get("/members/retention");
    assert!(page.status == 200 && page.body.contains("赵离任"), "{}", page.body);
    let form = format!("/members/{gone}/hold");
    assert!(manager.get(&form).body.contains("暂缓到哪天"));
    let fields =
        [("reason", "discipline"), ("basis", "临纪审〔2026〕3号"), ("until", "2027-03-31")];
    let held = manager.post(&form, &fields);
    assert_eq!((held.status, held.location.as_str()), (303, form.as_str()));
    assert!(manager.get(&form).body.contains("已暂缓到2027年3月31日"));
    assert!(!manager.get("/members/retention").body.contains("赵离任"));
    let too_long = [("reason", "appeal"), ("basis", "x"), ("until", "2029-01-01")];
    assert_eq!(manager.post(&form, &too_long).status, 422);

    run(&home.core);
    assert_eq!(of::<i64>(&home.core, NUMBERS_LEFT, gone), 5);
    let security = office.browser("anquan");
    let page = security.get("/admin/retention");
    assert!(page.status == 200 && page.body.contains("暂缓清除的有1人"), "{}", page.body);
    assert!(!page.body.contains("赵离任") && !page.body.contains("临纪审"), "counts, no names");
    assert_eq!(security.get("/members/retention").status, 403);
    assert!([403, 404].contains(&manager.get("/admin/retention").status));

    let lifted = manager.post(&format!("{form}/lifting"), &[]);
    assert_eq!(lifted.status, 303, "{}", lifted.body);
    run(&home.core);
    assert_eq!(of::<i64>(&home.core, NUMBERS_LEFT, gone), 0);
    assert!(security.get("/admin/retention").body.contains("证件号和电话全号"));
    let shown = manager.get(&format!("/members/{gone}")).body;
    assert!(shown.contains("已在2026年11月20日按保管期限清除"), "{shown}");
}

#[test]
fn he_himself_reads_how_long_each_class_is_kept() {
    let office = office();
    let page = office.browser("mishu").get("/me/seen").body;
    for words in
        ["满3年后清除，个人密钥同时销毁", "满5年后清除", "满30年后改为", "到期先由档案部门鉴定"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

/// Why, in somebody's words, upon a person: with the words of the first test sealed under his key.
fn explain(core: &Arc<Core>, person: i64, words: &str) {
    prepare(core, |w| {
        w.about("person", person).because(words);
        Ok(())
    });
}

#[test]
fn reasons_about_somebody_go_with_his_key_and_the_chain_stays() {
    let it = office();
    let core = &it.home.core;
    explain(core, it.gone, "赵离任的档案要核对");
    explain(core, it.here, "赵离任还在这里");
    assert!(!events(core).contains("赵离任"), "the event keeps a digest");
    let read = |person: i64| {
        let reasons = it.home.reasons(PREPARE.key);
        let about = format!("person:{person}");
        reasons.into_iter().find(|(it, _)| *it == about).unwrap().1
    };
    assert_eq!(read(it.gone).as_deref(), Some("赵离任的档案要核对"));
    run(core);
    assert_eq!(read(it.gone), None, "nobody reads it any more");
    assert_eq!(read(it.here).as_deref(), Some("赵离任还在这里"));
    explain(core, it.gone, "又问了一次");
    assert_eq!(of::<i64>(core, "SELECT count(*) FROM event_reason WHERE person = $1", it.gone), 1);
    chain_is_whole(core);
}
