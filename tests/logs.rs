//! What is written down about the work of a day holds no personal data: no identity number, phone or name.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use db::bind;
use testkit::{Browser, Home};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

/// Somebody's day: home, lists, a member, a search by name, a form that is refused, one that is taken.
fn a_day(browser: &Browser, unit: i64, person: i64, name: &str) {
    for url in [
        "/".to_owned(),
        format!("/members?unit={unit}&q={name}"),
        format!("/members/{person}"),
        format!("/search?q={name}"),
        format!("/records?unit={unit}"),
        format!("/duties/{unit}"),
        "/nowhere/13900001111".to_owned(),
        "/me".to_owned(),
    ] {
        browser.get(&url);
    }
    let id_number = "11010119800101003X";
    let fields =
        [("name", name), ("id_number", id_number), ("phone", "13900001111"), ("unit", "x")];
    browser.post("/members", &fields);
    browser.post(&format!("/members/{person}/editing"), &fields);
    browser.post(&format!("/members/{person}/revelation"), &[("reason", name)]);
    browser.post("/sign-in", &[("login", name), ("password", "13900001111")]);
    let roster = format!("姓名,公民身份号码,手机\n{name},{id_number},13900001111\n,,\n\u{0},x,y\n");
    browser.upload(
        "/members/imports/files",
        &[("unit", &unit.to_string())],
        ("file", name, roster.as_bytes()),
    );
    browser.upload("/members/imports/files", &[], ("file", name, b"PK\x03\x04\xff"));
}

/// Words of eighteen characters of an identity number, of eleven of a mobile phone.
fn numbers(log: &str) -> Vec<&str> {
    let words = log.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    let is_number = |word: &&str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_id = word.len() == 18 && (digits == 18 || digits == 17 && word.ends_with('X'));
        is_id && word.starts_with(['1', '2', '3', '4', '5', '6'])
            || word.len() == 11 && digits == 11 && word.starts_with('1')
    };
    words.filter(is_number).collect()
}

#[test]
fn nothing_personal_is_logged() {
    let log = Log::default();
    let filter = "trace,hyper=info,tokio=info";
    let subscriber =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(log.clone());
    subscriber.try_init().unwrap();

    let home = Home::on("2026-11-20", guantong::furnish);
    guantong::demo::county(&home.operator()).unwrap();
    let app = testkit::app(&home, guantong::rooms());
    let sql = "SELECT a.person, t.id, t.unit FROM account a JOIN post t ON t.person = a.person
               WHERE t.to_on IS NULL ORDER BY t.id";
    let hats: Vec<(i64, i64, i64)> = home.core.db.read(|read| read.all(sql, bind![])).unwrap();
    let sql = "SELECT name FROM person WHERE id = $1";
    for (person, post, unit) in &hats {
        let name: String = home.core.db.read(|read| read.one(sql, bind![person])).unwrap();
        a_day(&Browser::of(&app, *person, Some(*post)), *unit, *person, &name);
    }
    a_day(&Browser::stranger(&app), hats[0].2, hats[0].0, "张三");

    let text = log.text();
    assert!(
        text.contains("\"access\"") && text.contains("GET /members/{id}"),
        "requests are logged"
    );
    assert!(text.contains("\"id\":\""), "each under its request id");
    let sql = "SELECT DISTINCT name FROM person";
    let names: Vec<String> = home.core.db.read(|read| read.all(sql, bind![])).unwrap();
    assert!(names.len() > 300);
    let told: Vec<&String> = names.iter().filter(|name| text.contains(name.as_str())).collect();
    assert!(told.is_empty(), "names in the log: {told:?}");
    let encoded = text.contains("%E5%BC%A0%E4%B8%89") || text.contains("张三");
    assert!(!encoded, "what a stranger typed is in the log");
    assert_eq!(numbers(&text), Vec::<&str>::new());
}
