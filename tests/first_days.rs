//! The first days of an installation: the three administrators are led to what they need before they can work.

use std::sync::Arc;

use account::{ByOperator, Installed, SecondFactor};
use act::Act;
use org::NewUnit;
use testkit::{Answer, Browser, Home, day};
use web::App;

const PREPARE: Act = Act::new("test.prepare", "准备");
const PASSWORD: &str = "Shan.he-yu9Tian";

fn installation(second_factor: SecondFactor) -> Home {
    let installed = Installed { second_factor, ..Installed::default() };
    let home = Home::on("2026-11-20", |core| guantong::furnish(core).with(installed));
    let founded = home.operator().act_system(&PREPARE, |w| {
        let mut bureau = NewUnit::new("county_bureau", "北山县公安局", day("2010-01-01"));
        bureau.code = Some("130999".into());
        org::found_unit(w, systems::Systems::built_in(), &bureau)
    });
    founded.unwrap();
    home
}

fn cookie(answer: &Answer) -> String {
    let set = answer.cookies.iter().find(|it| it.starts_with("guantong=")).expect("he is in");
    set.split(';').next().unwrap_or_default().to_owned()
}

/// Entered from the machine, signed in, with a password of his own.
fn administrator(home: &Home, app: &Arc<App>, kind: &str) -> Browser {
    let login = kind.replace('_', "-");
    let new = ByOperator { kind, unit_code: "130999", name: "王敏", login: &login };
    let start = account::enter_by_operator(&home.operator(), &new).unwrap();
    let fields = [("login", login.as_str()), ("password", &start)];
    let entered = Browser::stranger(app).post("/sign-in", &fields);
    let me = Browser::with_cookie(app, &cookie(&entered));
    let fields = [("current", start.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(me.post("/me/password", &fields).location, "/me");
    me
}

#[test]
fn without_a_second_step_the_home_page_leads_there_first() {
    let home = installation(SecondFactor::Officers);
    let app = guantong::application(&home.core, None);
    for (kind, title) in [
        ("system_administrator", "系统管理员"),
        ("security_administrator", "安全保密管理员"),
        ("audit_administrator", "安全审计员"),
    ] {
        let page = administrator(&home, &app, kind).get("/");
        assert!(page.body.contains("有一件事等您"), "{}", page.body);
        let first = page.body.split("class=\"todo\"").nth(1).expect("a thing to do");
        for words in ["先设好两步验证", title, "class=\"button main\" href=\"/me/second-factor\""]
        {
            assert!(first.contains(words), "{kind} {words}: {first}");
        }
        assert!(page.statements <= 14, "{}", page.statements);
    }
}

#[test]
fn without_his_hat_the_home_page_leads_there_first() {
    let home = installation(SecondFactor::Nobody);
    let app = guantong::application(&home.core, None);
    let me = administrator(&home, &app, "security_administrator");
    assert!(!me.get("/").body.contains("/hat\">换身份</a></div></li>"), "he wears the only one");
    assert_eq!(me.post("/hat", &[("post", "")]).status, 303);
    let page = me.get("/").body;
    let first = page.split("class=\"todo\"").nth(1).expect("a thing to do");
    assert!(first.contains("换上安全保密管理员的身份"), "{first}");
    assert!(first.contains("class=\"button main\" href=\"/hat\""), "{first}");
}

/// What `systemctl status` points to is what the guide puts there.
#[test]
fn the_unit_of_the_service_names_what_the_guide_installs() {
    let read = |file: &str| std::fs::read_to_string(format!("../{file}")).unwrap();
    let (unit, guide) = (read("packaging/guantong.service"), read("docs/guide/install.md"));
    let said = |key: &str| {
        let line = unit.lines().find(|line| line.starts_with(key)).expect(key);
        line.split('=').nth(1).unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
    };
    let named = said("Documentation");
    let file = std::path::Path::new(named.trim_start_matches("file://"));
    let folder = file.parent().unwrap().display().to_string();
    assert!(guide.contains(&format!("-t {folder} docs/guide/*.md")), "{named}");
    assert!(std::path::Path::new("../docs/guide").join(file.file_name().unwrap()).exists());
    assert!(guide.contains(&format!("install -m 0755 guantong {}", said("ExecStart"))));
}
