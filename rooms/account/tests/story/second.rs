//! The second step: codes of an authenticator, recovery codes, who must have it, who resets it.

use std::sync::Arc;

use account::SecondFactor;
use db::bind;
use testkit::{Answer, Browser};
use totp_rs::{Builder, Secret};
use web::App;

use crate::{
    pages::{app, browser},
    world::{PASSWORD, World},
};

/// What an authenticator app shows now, `steps` times thirty seconds later.
pub(crate) fn code(world: &World, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let now = world.home.core.clock.now().plus_seconds(steps * 30).millis() / 1000;
    Builder::new().with_secret(secret).build().unwrap().generate(now as u64).to_string()
}

fn between<'b>(body: &'b str, before: &str, after: &str) -> &'b str {
    body.split(before).nth(1).and_then(|it| it.split(after).next()).expect(before)
}

/// Sets it up as a person does; the secret and the printed codes.
pub(crate) fn set_up(world: &World, app: &Arc<App>, token: &str) -> (String, Vec<String>) {
    let me = browser(app, token);
    let page = me.get("/me/second-factor").body;
    let secret = between(&page, "验证器：<span class=\"strong\">", "<").replace(' ', "");
    let sealed = between(&page, "name=\"secret\" value=\"", "\"");
    assert!(page.contains("<svg class=\"qr\" role=\"img\""));
    let wrong = me.post("/me/second-factor", &[("secret", sealed), ("code", "000000")]);
    assert!(wrong.body.contains("数字不对") && wrong.body.contains(&secret[..4]), "{}", wrong.body);
    let code = code(world, &secret, 0);
    let done = me.post("/me/second-factor", &[("secret", sealed), ("code", &code)]);
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = between(&done.body, "<ul class=\"codes\">", "</ul>");
    let codes: Vec<String> =
        codes.split("<li>").skip(1).map(|it| it.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// A story with somebody who has a second step.
struct Told {
    world: World,
    app: Arc<App>,
    person: i64,
    secret: String,
    codes: Vec<String>,
}

fn told() -> Told {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let (secret, codes) = set_up(&world, &app, &token);
    Told { world, app, person, secret, codes }
}

impl Told {
    fn first(&self) -> Answer {
        let fields = [("login", "003917"), ("password", PASSWORD), ("to", "/me")];
        Browser::stranger(&self.app).post("/sign-in", &fields)
    }

    fn second(&self, first: &Answer, code: &str) -> Answer {
        let step = step(first);
        let fields = [("code", code), ("to", "/me")];
        Browser::with_cookie(&self.app, &step).post("/sign-in/second", &fields)
    }
}

fn step(first: &Answer) -> String {
    assert_eq!((first.status, first.location.as_str()), (303, "/sign-in/second?to=%2Fme"));
    let cookie = first.cookies.iter().find(|it| it.starts_with("guantong-step=")).unwrap();
    assert!(cookie.contains("Path=/sign-in; HttpOnly"), "{cookie}");
    assert!(!first.cookies.iter().any(|it| it.starts_with("guantong=")), "nobody is in yet");
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn signing_in_takes_a_code_after_the_password() {
    let told = told();
    let first = told.first();
    let page = Browser::with_cookie(&told.app, &step(&first)).get(&first.location);
    assert!(page.status == 200 && page.body.contains("手机验证器上现在显示的6位数字"));
    let refused = told.second(&first, "000000");
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("验证码不对。再错4次"), "{}", refused.body);
    let code = code(&told.world, &told.secret, 1);
    let entered = told.second(&first, &format!("{} {}", &code[..3], &code[3..]));
    assert_eq!((entered.status, entered.location.as_str()), (303, "/me"));
    let cookie = entered.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
    let token = cookie.trim_start_matches("guantong=").split(';').next().unwrap();
    assert_eq!(told.world.identify(token).unwrap().actor.person(), Some(told.person));
}

#[test]
fn no_code_is_taken_twice_nor_an_older_one() {
    let told = told();
    let (world, secret) = (&told.world, &told.secret);
    let first = told.first();
    let of_set_up = code(world, secret, 0);
    assert_eq!(told.second(&first, &of_set_up).status, 422, "it was used for setting up");
    let next = code(world, secret, 1);
    assert_eq!(told.second(&first, &next).status, 303);
    assert_eq!(told.second(&told.first(), &next).status, 422);
    world.wait_minutes(1);
    assert_eq!(told.second(&told.first(), &next).status, 422, "though a clock may be that late");
    assert_eq!(told.second(&told.first(), &code(world, secret, 0)).status, 303);
    let later = code(world, secret, 2);
    assert_eq!(told.second(&told.first(), &later).status, 422, "no clock is that early");
}

#[test]
fn of_many_with_the_same_code_one_gets_in() {
    let told = told();
    let next = code(&told.world, &told.secret, 1);
    let firsts: Vec<Answer> = (0..4).map(|_| told.first()).collect();
    let entered: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            firsts.iter().map(|first| scope.spawn(|| told.second(first, &next).status)).collect();
        tries.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(entered.iter().filter(|status| **status == 303).count(), 1, "{entered:?}");
}

#[test]
fn a_recovery_code_lets_in_once() {
    let told = told();
    assert_eq!(told.second(&told.first(), &told.codes[3].to_uppercase()).status, 303);
    assert_eq!(told.second(&told.first(), &told.codes[3]).status, 422);
    assert_eq!(told.second(&told.first(), &told.codes[9]).status, 303);

    let token = told.second(&told.first(), &told.codes[0]);
    let token = token.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
    let me = Browser::with_cookie(&told.app, token.split(';').next().unwrap());
    assert!(me.get("/me/second-factor").body.contains("还有7个恢复码"));
    assert_eq!(me.post("/me/second-factor/codes", &[]).status, 200);
    assert!(me.get("/me/second-factor").body.contains("还有10个恢复码"));
    assert_eq!(told.second(&told.first(), &told.codes[5]).status, 422, "the old ones are void");
}

#[test]
fn without_the_right_password_nobody_learns_of_a_second_step() {
    let told = told();
    for _ in 0..4 {
        let known = told.world.refusal("003917", "wrong");
        assert_eq!(known, told.world.refusal("999999", "wrong"));
    }
    let stranger = Browser::stranger(&told.app);
    assert_eq!(stranger.get("/sign-in/second").location, "/sign-in?to=%2Fsign-in%2Fsecond");
    let forged = format!("guantong-step={}.9999999999999.{}", told.person, "0".repeat(64));
    let forged = Browser::with_cookie(&told.app, &forged);
    let code = code(&told.world, &told.secret, 1);
    assert_eq!(forged.post("/sign-in/second", &[("code", &code), ("to", "/")]).status, 401);
}

#[test]
fn the_second_step_waits_five_minutes_and_ends_with_the_password() {
    let told = told();
    let first = told.first();
    told.world.wait_minutes(5);
    let code_now = code(&told.world, &told.secret, 0);
    assert_eq!(told.second(&first, &code_now).status, 401);
    let first = told.first();
    told.world.furnish("UPDATE account SET password = 'another'", &[]);
    assert_eq!(told.second(&first, &code_now).status, 401);
}

#[test]
fn guessing_codes_slows_down_and_the_password_does_not_help() {
    let told = told();
    let guess = || told.second(&told.first(), "000000").body;
    (0..4).for_each(|_| drop(guess()));
    assert!(guess().contains("验证码不对。已连错5次，请等1分钟再试"));
    assert_eq!(told.first().status, 422, "here the right password waits as well");
    told.world.wait_minutes(1);
    assert!(guess().contains("已连错6次，请等2分钟再试"));
}

#[test]
fn the_secret_and_the_codes_are_not_kept_in_clear() {
    let told = told();
    let secret: Vec<u8> = told.world.ask("SELECT secret FROM second_factor", &[]);
    let plain = Secret::try_from_base32(&told.secret).unwrap();
    assert!(!secret.windows(8).any(|part| part == &plain.as_ref()[..8]));
    let hash: String = told.world.ask("SELECT min(hash) FROM recovery_code", &[]);
    assert!(hash.starts_with("$argon2id$"));
}

#[test]
fn an_administrator_wears_his_hat_only_with_a_second_step() {
    let world = World::asking_for_a_second_step();
    let person = world.person("管理员", 3);
    world.appoint(person, 3, "system_administrator");
    world.account(person, "admin3");
    let app = app(&world);
    let fields = [("login", "admin3"), ("password", PASSWORD), ("to", "/admin/accounts")];
    let answer = Browser::stranger(&app).post("/sign-in", &fields);
    assert_eq!(answer.location, "/me/second-factor");
    let cookie = answer.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
    let token = cookie.trim_start_matches("guantong=").split(';').next().unwrap();
    assert!(world.identify(token).unwrap().actor.hat().is_none());
    let admin = browser(&app, token);
    assert_eq!(admin.get("/admin/accounts").status, 404);
    assert!(admin.get("/me/second-factor").body.contains("要先设好两步验证，才能用这个身份办事"));
    let post: i64 = world.ask("SELECT min(id) FROM post WHERE person = $1", bind![person]);
    let refused = admin.post("/hat", &[("post", &post.to_string())]);
    assert!(refused.status == 409 && refused.body.contains("要先设好两步验证"));
    set_up(&world, &app, token);
    assert!(world.identify(token).unwrap().actor.hat().is_some());
    assert_eq!(admin.get("/admin/accounts").status, 200);
}

#[test]
fn a_secretary_is_not_asked_for_a_second_step() {
    let world = World::asking_for_a_second_step();
    let person = world.person("张伟华", 5);
    world.appoint(person, 5, "secretary");
    world.account(person, "003917");
    let signed_in = world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(!signed_in.must_set_second);
    assert!(world.identify(&signed_in.token).unwrap().actor.hat().is_some());
}

/// What the account's owner was told, the latest first.
fn words_told(world: &World, person: i64) -> String {
    let sql = "SELECT text FROM notice WHERE person = $1 ORDER BY id DESC LIMIT 1";
    world.ask(sql, bind![person])
}

#[test]
fn who_changes_how_he_signs_in_is_told() {
    let told = told();
    let (world, person) = (&told.world, told.person);
    assert!(words_told(world, person).contains("设好了两步验证"));
    let entered = told.second(&told.first(), &told.codes[0]);
    let cookie = entered.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
    let token = cookie.trim_start_matches("guantong=").split(';').next().unwrap();
    let me = browser(&told.app, token);
    assert_eq!(me.post("/me/second-factor/codes", &[]).status, 200);
    assert!(words_told(world, person).contains("换了一套恢复码"));
    let fields = [("current", PASSWORD), ("new", "Shan.he-yu9Tian"), ("again", "Shan.he-yu9Tian")];
    assert_eq!(me.post("/me/password", &fields).status, 303);
    assert!(words_told(world, person).contains("口令改过了"));
    assert_eq!(me.post("/me/second-factor/removal", &[]).status, 303);
    assert!(words_told(world, person).contains("停用了验证器"));
}

#[test]
fn a_right_password_without_the_second_step_is_told() {
    let told = told();
    let before: i64 = told.world.count("SELECT count(*) FROM notice");
    let first = told.first();
    for _ in 0..2 {
        assert_eq!(told.second(&first, "000000").status, 422);
    }
    assert!(words_told(&told.world, told.person).contains("有人用对了您的口令"));
    let after: i64 = told.world.count("SELECT count(*) FROM notice");
    assert_eq!(after, before + 1, "once a day");
}

#[test]
fn where_officers_must_have_one_a_secretary_wears_his_post_only_with_it() {
    let world = World::asking(SecondFactor::Officers);
    let secretary = world.person("张伟华", 5);
    world.appoint(secretary, 5, "secretary");
    world.account(secretary, "003917");
    let signed_in = world.try_to_sign_in("003917", PASSWORD).unwrap();
    assert!(signed_in.must_set_second);
    assert!(world.identify(&signed_in.token).unwrap().actor.hat().is_none());
    let member = world.person("李敏", 5);
    world.account(member, "004001");
    let token = world.try_to_sign_in("004001", PASSWORD).unwrap().token;
    assert_eq!(world.identify(&token).unwrap().first, None, "a member sees himself alone");
}

#[test]
fn where_everyone_must_have_one_nothing_else_is_open_before() {
    let world = World::asking(SecondFactor::Everyone);
    let person = world.person("李敏", 5);
    world.account(person, "004001");
    let app = app(&world);
    let fields = [("login", "004001"), ("password", PASSWORD), ("to", "/me/information")];
    let answer = Browser::stranger(&app).post("/sign-in", &fields);
    assert_eq!(answer.location, "/me/second-factor");
    let token = world.try_to_sign_in("004001", PASSWORD).unwrap().token;
    let me = browser(&app, &token);
    for url in ["/me", "/me/seen", "/hat"] {
        let sent = me.get(url);
        assert_eq!((sent.status, sent.location.as_str()), (303, "/me/second-factor"), "{url}");
    }
    assert_eq!(me.post("/me/sessions/others", &[]).location, "/me/second-factor");
    assert_eq!(me.get("/nowhere").status, 404);
    set_up(&world, &app, &token);
    assert_eq!(me.get("/me").status, 200);
}

#[test]
fn a_start_password_opens_nothing_but_the_page_where_it_is_changed() {
    let world = World::new();
    let person = world.person("李敏", 5);
    world.account(person, "004001");
    let start = account::reset_by_operator(&world.home.operator(), "004001").unwrap();
    let app = app(&world);
    let token = world.try_to_sign_in("004001", &start).unwrap().token;
    let me = browser(&app, &token);
    for url in ["/me", "/me/seen", "/hat"] {
        assert_eq!(me.get(url).location, "/me/password", "{url}");
    }
    let fields =
        [("current", start.as_str()), ("new", "Shan.he-yu9Tian"), ("again", "Shan.he-yu9Tian")];
    assert_eq!(me.post("/me/password", &fields).status, 303);
    assert_eq!(me.get("/me").status, 200);
}

#[test]
fn an_administrator_resets_it_in_person_and_its_owner_is_told() {
    let told = told();
    let world = &told.world;
    let admin = world.person("管理员", 3);
    world.appoint(admin, 3, "system_administrator");
    world.account(admin, "admin3");
    let there = told.second(&told.first(), &told.codes[0]);
    assert_eq!(there.status, 303);
    let token = world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
    let admin_browser = browser(&told.app, &token);
    let url = format!("/admin/accounts/{}", told.person);
    let page = admin_browser.get(&url);
    assert!(page.body.contains("重设两步验证"), "{}", page.body);
    assert!(page.statements <= 8, "{}", page.statements);
    assert_eq!(admin_browser.post(&format!("{url}/second-factor"), &[]).location, url);
    assert_eq!(world.events("account.second_factor.reset"), 1);
    assert!(words_told(world, told.person).contains("管理员重设了您的两步验证"));
    let alive = "SELECT count(*) FROM session WHERE person = $1 AND revoked_at IS NULL";
    assert_eq!(world.ask::<i64>(alive, bind![told.person]), 0);
    world.try_to_sign_in("003917", PASSWORD).expect("one step again");
    assert_eq!(admin_browser.post(&format!("{url}/second-factor"), &[]).status, 409);

    set_up(world, &told.app, &token);
    let own = format!("/admin/accounts/{admin}");
    assert!(!admin_browser.get(&own).body.contains("重设两步验证"));
    assert_eq!(admin_browser.post(&format!("{own}/second-factor"), &[]).status, 409);
}

#[test]
fn the_operator_helps_the_last_administrator_who_lost_his_phone() {
    let told = told();
    let start = account::reset_by_operator(&told.world.home.operator(), "003917").unwrap();
    assert!(told.world.try_to_sign_in("003917", &start).unwrap().must_change);
}
