//! Signing on at a provider: who is let in, who is not, and which identity goes with which account.

use std::sync::Arc;

use account::SecondFactor;
use db::bind;
use serde_json::{Value, json};
use testkit::{Answer, Browser};
use web::App;

use crate::{
    pages::{app, browser},
    provider::{Asked, CLIENT, Provider, pairs},
    second::{code, set_up},
    world::{PASSWORD, World},
};

/// A story with one account, 003917, and a provider.
struct Told {
    provider: Provider,
    world: World,
    app: Arc<App>,
    person: i64,
}

fn told() -> Told {
    told_where(SecondFactor::Nobody)
}

fn told_where(second_factor: SecondFactor) -> Told {
    let provider = Provider::start();
    let world = World::signing_on(provider.sign_on(), second_factor);
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    Told { provider, world, app, person }
}

/// A browser on its way: its cookie, and what the provider was asked.
struct Way {
    cookie: String,
    asked: Asked,
}

impl Told {
    fn set_out(&self, fields: &[(&str, &str)]) -> Way {
        let left = Browser::stranger(&self.app).post("/sign-in/sign-on", fields);
        assert_eq!(
            (left.status, left.location.as_str()),
            (303, "/sign-in/sign-on"),
            "{}",
            left.body
        );
        let cookie = left.cookies.iter().find(|it| it.starts_with("guantong-sign-on=")).unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let page = Browser::with_cookie(&self.app, &cookie).get("/sign-in/sign-on").body;
        let address = page.split("href=\"").find(|it| it.starts_with("http:")).unwrap();
        let address = address.split('"').next().unwrap().replace("&#38;", "&");
        assert!(address.starts_with(&self.provider.issuer), "{address}");
        Way { cookie, asked: Asked(pairs(address.split_once('?').unwrap().1)) }
    }

    fn come_back(&self, way: &Way, code: &str) -> Answer {
        let iss = self.provider.issuer.clone();
        self.come_back_with(way, &[("code", code), ("iss", &iss)])
    }

    fn come_back_with(&self, way: &Way, fields: &[(&str, &str)]) -> Answer {
        let state = way.asked.0["state"].as_str();
        let fields = [&[("state", state), ("to", "/me")], fields].concat();
        Browser::with_cookie(&self.app, &way.cookie).post("/sign-in/sign-on/back", &fields)
    }

    /// There and back with these claims.
    fn sign_on(&self, other: Value) -> Answer {
        let way = self.set_out(&[("to", "/me/sessions")]);
        let code = self.provider.grant(&way.asked, other);
        self.come_back(&way, &code)
    }

    fn refused(&self, answer: &Answer, words: &str) {
        assert_eq!(answer.status, 422, "{}", answer.location);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(answer.body.contains("name=\"password\""), "the password is offered as ever");
        assert_eq!(self.world.count("SELECT count(*) FROM session"), 0, "{words}");
    }

    fn links(&self) -> i64 {
        self.world.count("SELECT count(*) FROM sign_on_link")
    }

    fn reason(&self, act: &str) -> Option<String> {
        let sql = "SELECT reason FROM event WHERE act = $1 ORDER BY id DESC LIMIT 1";
        self.world.ask(sql, bind![act])
    }
}

fn token(answer: &Answer) -> String {
    let cookie = answer.cookies.iter().find(|it| it.starts_with("guantong=")).expect(&answer.body);
    cookie.trim_start_matches("guantong=").split(';').next().unwrap().to_owned()
}

#[test]
fn an_identity_opens_the_account_of_its_login_and_is_known_again_by_itself() {
    let told = told();
    assert!(Browser::stranger(&told.app).get("/sign-in").body.contains("用省厅统一认证登录"));
    let first = told.sign_on(json!({}));
    assert_eq!((first.status, first.location.as_str()), (303, "/me/sessions"), "{}", first.body);
    let identity = told.world.identify(&token(&first)).unwrap();
    assert_eq!(identity.actor.person(), Some(told.person));
    assert!(identity.is_fresh, "he has just shown the provider that it is he");
    assert_eq!(told.reason("account.sign_in").unwrap(), "统一认证，第一次，记下了对应的身份");
    let devices = browser(&told.app, &token(&first)).get("/me/sessions").body;
    assert!(devices.contains("从省厅统一认证登录") && devices.contains("解除对应"), "{devices}");

    // The login is asked for once: afterwards the identity counts, whatever it is called.
    let again = told.sign_on(json!({ "preferred_username": "somebody-else" }));
    assert_eq!(told.world.identify(&token(&again)).unwrap().actor.person(), Some(told.person));
    assert_eq!(told.reason("account.sign_in").unwrap(), "统一认证");
    assert_eq!(told.links(), 1);
    assert_eq!(told.provider.times_asked("/.well-known/openid-configuration"), 1, "kept meanwhile");
    let kept: Vec<u8> = told.world.ask("SELECT subject FROM sign_on_link", &[]);
    assert!(
        !kept.windows(5).any(|it| it == b"gat-1"),
        "at some providers it is an identity number"
    );
}

#[test]
fn only_what_the_provider_signed_for_us_and_for_now_counts() {
    let told = told();
    let wrong = "省厅统一认证的答复对不上";
    let old = json!({ "exp": 1_700_000_000, "iat": 1_699_999_000 });
    for other in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another-client" }),
        json!({ "aud": [CLIENT, "another-client"] }),
        json!({ "iss": "https://sso.elsewhere.cn" }),
        old,
    ] {
        told.refused(&told.sign_on(other), wrong);
    }
    for alg in ["none", "HS256"] {
        let way = told.set_out(&[("to", "/")]);
        let code = told.provider.grant_signed(&way.asked, json!({}), alg);
        told.refused(&told.come_back(&way, &code), wrong);
    }
    told.provider.forge();
    told.refused(&told.sign_on(json!({})), wrong);
    assert_eq!((told.links(), told.world.events("account.sign_in")), (0, 0));
    assert_eq!(told.world.events("account.sign_in.fail"), 9);
}

#[test]
fn new_keys_of_the_provider_are_asked_for_but_not_again_and_again() {
    let told = told();
    assert_eq!(told.sign_on(json!({})).status, 303);
    told.provider.change_keys("2");
    assert_eq!(told.sign_on(json!({})).status, 303);
    assert_eq!(told.provider.times_asked("/keys"), 2);
    told.provider.change_keys("3");
    assert_eq!(told.sign_on(json!({})).status, 422, "within a minute");
    assert_eq!(told.provider.times_asked("/keys"), 2);
}

#[test]
fn a_way_back_counts_for_the_browser_that_set_out() {
    let told = told();
    let (way, other) = (told.set_out(&[]), told.set_out(&[]));
    let code = told.provider.grant(&way.asked, json!({}));
    let stray = "不是从这个浏览器开始的";
    let stranger = Way { cookie: String::new(), asked: Asked(way.asked.0.clone()) };
    told.refused(&told.come_back(&stranger, &code), stray);
    let mixed = Way { cookie: other.cookie.clone(), asked: Asked(way.asked.0.clone()) };
    told.refused(&told.come_back(&mixed, &code), stray);
    // Somebody else's code laid under a way of one's own: the provider compares what only the other browser holds.
    told.refused(&told.come_back(&other, &code), "省厅统一认证没有放行（invalid_grant）");

    let page = Browser::with_cookie(&told.app, &way.cookie);
    let address = format!("/sign-in/sign-on/back?code=1&state={}", way.asked.0["state"]);
    assert!(page.get(&address).body.contains("data-go"));
    assert!(!page.get("/sign-in/sign-on/back?code=1&state=2").body.contains("data-go"));
    let code = told.provider.grant(&way.asked, json!({}));
    told.world.wait_minutes(11);
    told.refused(&told.come_back(&way, &code), stray);
}

#[test]
fn an_answer_of_another_issuer_or_an_error_lets_nobody_in() {
    let told = told();
    let way = told.set_out(&[]);
    let code = told.provider.grant(&way.asked, json!({}));
    let elsewhere = [("code", code.as_str()), ("iss", "https://sso.elsewhere.cn")];
    told.refused(&told.come_back_with(&way, &elsewhere), "答复对不上");
    told.refused(&told.come_back_with(&way, &[("code", &code)]), "答复对不上");
    let iss = told.provider.issuer.clone();
    let denied = [("error", "access_denied"), ("iss", iss.as_str())];
    told.refused(&told.come_back_with(&way, &denied), "您在省厅统一认证没有同意");
    let markup = [("error", "<b>x</b>"), ("iss", iss.as_str())];
    told.refused(&told.come_back_with(&way, &markup), "没有放行（unknown_error）");
    assert_eq!(told.come_back(&way, &code).status, 303, "nothing of that used the code up");
}

#[test]
fn who_has_no_account_or_a_closed_one_reads_the_same_words() {
    let told = told();
    let words = "这里没有您的账号，或者账号停用了。请找本单位系统管理员开通";
    told.refused(&told.sign_on(json!({ "preferred_username": "unknown" })), words);
    told.provider.tells(json!({ "sub": "gat-1" }));
    told.refused(&told.sign_on(json!({ "preferred_username": null })), "没有给出您的账号");
    told.world.furnish("UPDATE account SET closed_at = '2026-11-01T00:00:00.000Z'", &[]);
    told.refused(&told.sign_on(json!({})), words);
    assert_eq!(told.world.count("SELECT count(*) FROM account"), 1, "none is made");
    assert_eq!(told.links(), 0);
}

#[test]
fn an_account_has_one_identity_until_an_administrator_undoes_it() {
    let told = told();
    let (world, person) = (&told.world, told.person);
    assert_eq!(told.sign_on(json!({})).status, 303);
    world.furnish("DELETE FROM session", &[]);
    told.refused(&told.sign_on(json!({ "sub": "gat-2" })), "原来对应的是省厅统一认证的另一个身份");
    let about: String =
        world.ask("SELECT about FROM event WHERE act = 'account.sign_in.fail'", &[]);
    assert_eq!(about, format!("person:{person}"));
    let sql = "SELECT count(*) FROM notice WHERE person = $1";
    assert_eq!(world.ask::<i64>(sql, bind![person]), 1, "its owner is told");

    let administrator = world.person("李建国", 3);
    world.account(administrator, "900001");
    world.appoint(administrator, 3, "system_administrator");
    let by = browser(&told.app, &world.try_to_sign_in("900001", PASSWORD).unwrap().token);
    let address = format!("/admin/accounts/{person}");
    assert!(by.get(&address).body.contains("解除省厅统一认证的对应"));
    assert_eq!(by.post(&format!("{address}/sign-on"), &[]).status, 303);
    assert_eq!(world.events("account.sign_on.reset"), 1);
    assert_eq!(world.ask::<i64>(sql, bind![person]), 2);
    assert_eq!(by.post(&format!("{address}/sign-on"), &[]).status, 409);
    world.furnish("DELETE FROM session", &[]);
    assert_eq!(told.sign_on(json!({ "sub": "gat-2" })).status, 303);
    world.furnish("DELETE FROM session", &[]);
    told.refused(&told.sign_on(json!({})), "另一个身份");
}

#[test]
fn its_owner_undoes_it_and_meets_it_again_by_his_login() {
    let told = told();
    let me = browser(&told.app, &token(&told.sign_on(json!({}))));
    assert_eq!(me.post("/me/sign-on/removal", &[]).location, "/me/sessions");
    assert_eq!((told.links(), told.world.events("account.sign_on.remove")), (0, 1));
    assert_eq!(me.post("/me/sign-on/removal", &[]).status, 404);
    assert_eq!(told.sign_on(json!({ "sub": "gat-2" })).status, 303);
}

#[test]
fn a_second_step_is_asked_here_unless_the_provider_checked_two() {
    let told = told();
    let token_here = told.world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let (secret, _) = set_up(&told.world, &told.app, &token_here);
    let first = told.sign_on(json!({ "amr": ["pwd"] }));
    assert_eq!(first.location, "/sign-in/second?to=%2Fme%2Fsessions");
    assert_eq!(told.links(), 0, "nothing is tied before the second step");
    let step = first.cookies.iter().find(|it| it.starts_with("guantong-step=")).unwrap();
    let second = Browser::with_cookie(&told.app, step.split(';').next().unwrap());
    let fields = |code: &str| [("code", code.to_owned()), ("to", "/me".to_owned())];
    let typed = fields("000000");
    let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(second.post("/sign-in/second", &typed).status, 422);
    let typed = fields(&code(&told.world, &secret, 1));
    let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let entered = second.post("/sign-in/second", &typed);
    assert_eq!((entered.status, entered.location.as_str()), (303, "/me"));
    assert_eq!(told.links(), 1);

    let straight = told.sign_on(json!({ "amr": ["pwd", "otp"] }));
    assert_eq!((straight.status, straight.location.as_str()), (303, "/me/sessions"));
    assert_eq!(told.sign_on(json!({ "acr": "otp" })).location, "/me/sessions");
    assert!(told.sign_on(json!({ "acr": "mfa" })).location.starts_with("/sign-in/second"));
}

#[test]
fn a_post_that_asks_for_a_second_step_wants_ours_whatever_the_provider_checked() {
    let told = told_where(SecondFactor::Administrators);
    told.world.appoint(told.person, 3, "system_administrator");
    let entered = told.sign_on(json!({ "amr": ["pwd", "otp"] }));
    assert_eq!(entered.location, "/me/second-factor");
    assert!(told.world.identify(&token(&entered)).unwrap().actor.hat().is_none());
}

#[test]
fn a_start_password_is_void_once_its_owner_has_signed_on() {
    let told = told();
    told.world.furnish("UPDATE account SET must_change = TRUE, handed_by = 77", &[]);
    assert!(told.world.try_to_sign_in("003917", PASSWORD).unwrap().must_change);
    let entered = told.sign_on(json!({}));
    assert_eq!(entered.location, "/me/sessions", "no password has to be chosen");
    assert!(told.world.refusal("003917", PASSWORD).contains("不对"), "nobody has one any more");
    let hand: i64 = told.world.ask("SELECT handed_by FROM account", &[]);
    assert_eq!(hand, 77, "who opened the account chose its login, and stays its first hand");

    // One that he asked for later is his, and he changes it as everybody does.
    told.world.furnish("UPDATE account SET must_change = TRUE", &[]);
    assert_eq!(told.sign_on(json!({})).location, "/me/password");
}

#[test]
fn what_the_provider_only_tells_counts_for_its_own_subject() {
    let told = told();
    told.provider.tells(json!({ "sub": "gat-9", "preferred_username": "003917" }));
    told.refused(&told.sign_on(json!({ "preferred_username": null })), "答复对不上");
    told.provider.tells(json!({ "sub": "gat-1", "preferred_username": " ００３９１７ " }));
    assert_eq!(told.sign_on(json!({ "preferred_username": null })).status, 303);
    assert_eq!(told.provider.times_asked("/me"), 2);
}

#[test]
fn a_silent_signing_on_is_no_proof_and_a_new_one_is() {
    let told = told();
    let hour_ago = calendar::Clock::system().now().millis() / 1000 - 3600;
    for auth_time in [json!(hour_ago), json!(null)] {
        let entered = told.sign_on(json!({ "auth_time": auth_time }));
        assert!(!told.world.identify(&token(&entered)).unwrap().is_fresh);
        let asked = browser(&told.app, &token(&entered)).post("/me/sign-on/removal", &[]);
        assert!(
            asked.status == 401 && asked.body.contains("到省厅统一认证再认证"),
            "{}",
            asked.body
        );
    }
    let way = told.set_out(&[("to", "/me"), ("again", "1")]);
    assert_eq!((&*way.asked.0["prompt"], &*way.asked.0["max_age"]), ("login", "0"));
    let stale = told.provider.grant(&way.asked, json!({ "auth_time": hour_ago }));
    assert_eq!(told.come_back(&way, &stale).status, 422, "it was asked for a new one");
    let fresh = told.provider.grant(&way.asked, json!({}));
    let entered = told.come_back(&way, &fresh);
    assert!(told.world.identify(&token(&entered)).unwrap().is_fresh);
}

#[test]
fn signing_out_here_says_how_to_sign_out_there() {
    let told = told();
    let me = browser(&told.app, &token(&told.sign_on(json!({}))));
    let out = me.post("/sign-out", &[]);
    assert_eq!(out.location, "/sign-in?left=sign-on");
    let page = Browser::stranger(&told.app).get(&out.location).body;
    let address = format!("{}/leave?client_id={CLIENT}", told.provider.issuer);
    assert!(page.contains(&address) && page.contains("也退出省厅统一认证"), "{page}");
    let by_password = told.world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    assert_eq!(browser(&told.app, &by_password).post("/sign-out", &[]).location, "/sign-in");
}

#[test]
fn a_provider_that_is_away_keeps_nobody_out() {
    let provider = Provider::start();
    let mut at = provider.sign_on_at();
    at.issuer = "http://127.0.0.1:9".into();
    let world = World::signing_on(account::SignOn::new(at), SecondFactor::Nobody);
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let away = Browser::stranger(&app(&world)).post("/sign-in/sign-on", &[("to", "/me")]);
    assert_eq!(away.status, 422);
    assert!(away.body.contains("现在连不上省厅统一认证") && away.body.contains("value=\"/me\""));
    assert!(world.try_to_sign_in("003917", PASSWORD).is_ok());
    let (is_good, words) = world.home.core.part::<account::SignOn>().examine();
    assert!(!is_good && words.contains("连不上 http://127.0.0.1:9"), "{words}");
}

#[test]
fn doctor_says_whether_it_fits() {
    let told = told();
    let on = told.world.home.core.part::<account::SignOn>();
    let (is_good, words) = on.examine();
    assert!(!is_good && words.contains("chmod 600"), "{words}");
    told.provider.hide_secret();
    let (is_good, words) = on.examine();
    assert!(is_good && words.contains("https://dj.example.cn/sign-in/sign-on/back"), "{words}");
    let mut at = told.provider.sign_on_at();
    at.scopes.push("police".into());
    at.issuer.push('/');
    let (is_good, words) = account::SignOn::new(at).examine();
    assert!(!is_good && words.contains("一字不差"), "{words}");
}

#[test]
fn where_none_is_set_there_is_nothing() {
    let world = World::new();
    let app = app(&world);
    let stranger = Browser::stranger(&app);
    assert!(!stranger.get("/sign-in").body.contains("/sign-in/sign-on"));
    for path in ["/sign-in/sign-on", "/sign-in/sign-on/back"] {
        assert_eq!((stranger.get(path).status, stranger.post(path, &[]).status), (404, 404));
    }
}
