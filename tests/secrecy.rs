//! What is marked as secret comes in by no list: every wizard, by the name of the file and by what stands in it; and the
//! refusal says who is to be called.

use db::bind;
use testkit::{Browser, Home};

/// Where a file is chosen, and where it is sent.
const WIZARDS: [(&str, &str); 4] = [
    ("/members/imports", "/members/imports/files"),
    ("/members/shifts", "/members/shifts/files"),
    ("/records/import", "/records/import/files"),
    ("/units/{unit}/import", "/units/{unit}/import"),
];

const LISTS: [(&str, &str, &str); 4] = [
    ("机密★1年 名册.csv", "姓名,性别\n李某,男\n", "机密"),
    ("（秘密）排班.csv", "姓名,日期,班次\n李某,2026-12-01,白\n", "秘密"),
    ("名册.csv", "份号：000012\n姓名,性别\n李某,男\n", "份号"),
    ("名册.csv", "姓名,职务\n李某,秘密★1年专案联络员\n", "秘密"),
];

/// Somebody who may bring such lists, and the unit of his post.
fn who(home: &Home, app: &std::sync::Arc<web::App>, start: &str) -> (Browser, i64) {
    let sql = "SELECT person, id, unit FROM post WHERE to_on IS NULL AND person IN (SELECT person FROM account)
               ORDER BY id";
    let posts: Vec<(i64, i64, i64)> = home.core.db.read(|read| read.all(sql, bind![])).unwrap();
    let found = posts.into_iter().find_map(|(person, post, unit)| {
        let browser = Browser::of(app, person, Some(post));
        let answer = browser.get(&start.replace("{unit}", &unit.to_string()));
        (answer.status == 200).then_some((browser, unit))
    });
    found.unwrap_or_else(|| panic!("nobody may open {start}"))
}

fn kept(home: &Home) -> i64 {
    home.core.db.read(|read| read.one("SELECT count(*) FROM import_upload", bind![])).unwrap()
}

#[test]
fn no_list_that_is_marked_as_secret_is_read_or_kept_by_any_wizard() {
    let home = Home::on("2026-11-20", guantong::furnish);
    guantong::demo::county(&home.operator()).unwrap();
    let app = testkit::app(&home, guantong::rooms());
    let sql = "SELECT u.name, t.name FROM post_held t JOIN unit_now u ON u.id = t.unit
               WHERE t.kind = 'security_administrator'";
    let officers: Vec<(String, String)> = home.core.db.read(|read| read.all(sql, bind![])).unwrap();
    for (start, files) in WIZARDS {
        let (browser, unit) = who(&home, &app, start);
        let unit = unit.to_string();
        for (name, content, mark) in LISTS {
            let url = files.replace("{unit}", &unit);
            // Where the address names the unit, the form does not ask for it.
            let fields = [("unit", unit.as_str())];
            let fields = if url == files { &fields[..] } else { &[] };
            let answer = browser.upload(&url, fields, ("file", name, content.as_bytes()));
            assert_eq!(answer.status, 422, "{url} {name} {content}");
            let said = format!("这个文件带有“{mark}”标志，没有保存");
            assert!(answer.body.contains(&said), "{url} {name}: {}", answer.body);
            let names_him = officers.iter().any(|(unit_name, name)| {
                answer.body.contains(&format!("打电话给{unit_name}安全保密管理员{name}"))
            });
            assert!(names_him, "{url} names none of {officers:?}: {}", answer.body);
        }
    }
    assert_eq!(kept(&home), 0);
}

#[test]
fn every_wizard_of_the_house_is_tried() {
    let rooms = guantong::rooms();
    let starts = rooms.iter().flat_map(|room| &room.routes).map(|route| route.path);
    let undone: std::collections::BTreeSet<&str> =
        starts.filter_map(|path| path.strip_suffix("/undoing")).collect();
    assert_eq!(undone.len(), WIZARDS.len(), "wizards with a page to undo: {undone:?}");
}

#[test]
fn the_telephone_of_the_settings_stands_in_every_refusal_and_on_the_sign_in_page() {
    const CONTACT: &str = "市局保密办，0311-12345678";
    let home = Home::on("2026-11-20", |core| {
        let contact = Some(CONTACT.to_owned());
        guantong::furnish(core).with(account::Installed { contact, ..Default::default() })
    });
    guantong::demo::county(&home.operator()).unwrap();
    let app = testkit::app(&home, guantong::rooms());
    let page = Browser::stranger(&app).get("/sign-in").body;
    assert!(page.contains(&format!("马上打电话给{CONTACT}")), "{page}");
    let (browser, unit) = who(&home, &app, "/members/imports");
    let file = ("file", LISTS[0].0, LISTS[0].1.as_bytes());
    let sent = browser.upload("/members/imports/files", &[("unit", &unit.to_string())], file);
    let typed = browser.post("/me/corrections", &[("item", "education"), ("said", "秘密★1年")]);
    for answer in [sent, typed] {
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(&format!("（{CONTACT}）")), "{}", answer.body);
    }
}
