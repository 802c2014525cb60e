//! Everything that reads bytes from outside, one function each: they may refuse, never panic. Shared by the test that
//! changes seeds on the stable compiler and by the targets of cargo-fuzz (`fuzz/`).

use act::Core;
use testkit::{Browser, Home};
use web::{Front, Proxies};

/// Name of a parser, the parser, and how many changed inputs the test gives it.
pub(crate) type Body = (&'static str, fn(&[u8]), usize);

pub(crate) const BODIES: [Body; 8] = [
    ("roster", roster, 1500),
    ("regulations", regulations, 40),
    ("upload", upload, 1500),
    ("transcript", transcript, 20_000),
    ("manuscript", manuscript, 1500),
    ("settings", settings, 40_000),
    ("form", form, 400),
    ("headers", headers, 400),
];

/// A roster as somebody sends it: workbook or text, whatever its name says.
pub(crate) fn roster(bytes: &[u8]) {
    let codes = people::roster::Codes::new(18);
    let _ = people::roster::rehearse(bytes, "名册.xlsx", &codes);
}

/// A file of regulations among the others.
pub(crate) fn regulations(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let path = ["branch/size-limit.toml", "branch/duties.toml"][bytes.len() % 2];
    let _ = rules::Rules::load(rules::Sources::built_in().with(path, &text));
}

/// An uploaded file; its name is its first eight bytes.
pub(crate) fn upload(bytes: &[u8]) {
    let (name, content) = bytes.split_at(bytes.len().min(8));
    let name = String::from_utf8_lossy(name);
    let _ = files::Upload::check("file", &name, content.to_vec());
    let _ = files::Upload::check("file", "名单.xlsx", bytes.to_vec());
    let _ = files::refuse_marked("file", &name, content);
}

/// What a speech-to-text program wrote, whatever it calls people.
pub(crate) fn transcript(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let turns = record::transcript::parse(&text, &["张三", "李四", ""]);
    assert!(turns.iter().all(|turn| !turn.text.is_empty()));
}

/// Minutes that somebody wrote in Word: packed as they are, and as each of the parts that are read.
pub(crate) fn manuscript(bytes: &[u8]) {
    let _ = documents::read_docx(bytes);
    for part in ["word/document.xml", "word/numbering.xml", "word/styles.xml"] {
        let _ = documents::read_docx(&packed(part, bytes));
    }
}

/// A document with some paragraphs, one part of which is these bytes.
fn packed(part: &str, bytes: &[u8]) -> Vec<u8> {
    let document = "<w:document><w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>\
                    </w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p></w:document>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let parts = [("word/document.xml", document.as_bytes()), (part, bytes)];
    let from = usize::from(part == "word/document.xml");
    for (name, content) in &parts[from..] {
        let plain = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, plain).expect("a part begins");
        std::io::Write::write_all(&mut zip, content).expect("a part is written");
    }
    zip.finish().expect("a file is packed").into_inner()
}

/// `settings.toml`.
pub(crate) fn settings(bytes: &[u8]) {
    let _ = guantong::Settings::read(&String::from_utf8_lossy(bytes));
}

/// A form as a browser sends it, encoded and in parts, to a door that anybody may knock at.
pub(crate) fn form(bytes: &[u8]) {
    with_house(|browser| {
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let answer = browser.ask("POST", "/sign-in", &[("content-type", kind)], bytes.to_vec());
            assert!(answer.status < 500, "{kind}: {}", answer.status);
        }
    });
}

/// Cookies, the query and what a proxy says.
pub(crate) fn headers(bytes: &[u8]) {
    // What is no header at all, the server's parser refuses before us.
    let text: String =
        bytes.iter().map(|it| char::from(it & 0x7f)).filter(char::is_ascii_graphic).collect();
    let text = format!("a={text}");
    let named = [("cookie", text.as_str()), ("x-forwarded-for", &text[2..]), ("user-agent", &text)];
    let given: Vec<(&str, &str)> = named.into_iter().filter(|(_, it)| !it.is_empty()).collect();
    let query: String = text.chars().filter(|it| !"#<>\"\\^`{|}".contains(*it)).collect();
    with_house(|browser| {
        let answer = browser.ask("GET", &format!("/sign-in?{query}"), &given, Vec::new());
        assert!(answer.status < 500, "{}", answer.status);
    });
}

thread_local! {
    static HOUSE: (Home, Browser) = house();
}

fn house() -> (Home, Browser) {
    let trusted = vec!["0.0.0.0/0".parse().expect("a network")];
    let proxies = Proxies { trusted, ..Proxies::default() };
    let front = Front { proxies, ..Front::default() };
    let home = Home::on("2026-11-20", |core: Core| guantong::furnish(core).with(front));
    let app = guantong::application(&home.core, None);
    let browser = Browser::stranger(&app).from_address("10.0.0.5");
    (home, browser)
}

fn with_house(knock: impl FnOnce(&Browser)) {
    HOUSE.with(|(_, browser)| knock(browser));
}
