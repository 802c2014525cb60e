//! Passkeys: registered, signed in with, lost; and what is refused.

use std::sync::Arc;

use db::bind;
use testkit::{Answer, Browser};
use web::{App, Front};

use crate::{
    device::Device,
    pages::app,
    world::{FURNISH, PASSWORD, World},
};

const ORIGIN: &str = "http://localhost:8080";

/// A browser that has opened the system at [`ORIGIN`].
pub(crate) struct Screen {
    browser: Browser,
    origin: &'static str,
}

impl Screen {
    pub(crate) fn with_cookie(app: &Arc<App>, cookie: &str) -> Self {
        Self { browser: Browser::with_cookie(app, cookie), origin: ORIGIN }
    }

    fn signed_in(app: &Arc<App>, token: &str) -> Self {
        Self::with_cookie(app, &format!("guantong={token}"))
    }

    fn at(self, origin: &'static str) -> Self {
        Self { origin, ..self }
    }

    fn ask(&self, method: &str, url: &str, body: String) -> Answer {
        let (_, host) = self.origin.split_once("://").unwrap();
        let form = "application/x-www-form-urlencoded";
        let headers = [("host", host), ("origin", self.origin), ("content-type", form)];
        self.browser.ask(method, url, &headers, body.into_bytes())
    }

    pub(crate) fn get(&self, url: &str) -> Answer {
        self.ask("GET", url, String::new())
    }

    pub(crate) fn post(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let pair = |(name, value): &(&str, &str)| {
            format!("{}={}", web::percent(name), web::percent(value))
        };
        self.ask("POST", url, fields.iter().map(pair).collect::<Vec<_>>().join("&"))
    }

    /// What a page's script is given to ask the device.
    pub(crate) fn question(&self, url: &str) -> String {
        let answer = self.get(url);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
        answer.body
    }

    fn register(&self, device: &mut Device, name: &str) -> Answer {
        let answer = device.create(self.origin, &self.question("/me/passkeys/question"));
        self.post("/me/passkeys", &[("name", name), ("answer", &answer)])
    }
}

const ALONE: &str = "/sign-in/passkey/question";
const SECOND: &str = "/sign-in/second/passkey/question";

/// A story with somebody who has one passkey.
struct Told {
    world: World,
    app: Arc<App>,
    person: i64,
    token: String,
    device: Device,
    codes: Vec<String>,
}

fn told() -> Told {
    let world = World::new();
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let mut device = Device::new();
    let done = Screen::signed_in(&app, &token).register(&mut device, "我的手机");
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("<h1>通行密钥登记好了</h1>"), "{}", done.body);
    let codes = done.body.split("<li>").skip(1).map(|it| it.split('<').next().unwrap().to_owned());
    let codes: Vec<String> = codes.filter(|it| it.contains('-')).collect();
    assert_eq!(codes.len(), 10);
    Told { world, app, person, token, device, codes }
}

impl Told {
    fn stranger(&self) -> Screen {
        Screen::with_cookie(&self.app, "")
    }

    fn me(&self) -> Screen {
        Screen::signed_in(&self.app, &self.token)
    }

    /// An answer to a fresh question of the sign-in page.
    fn answer(&mut self) -> String {
        let question = self.stranger().question(ALONE);
        self.device.get(ORIGIN, &question)
    }

    fn enter(&self, answer: &str) -> Answer {
        self.stranger().post("/sign-in/passkey", &[("to", "/me"), ("answer", answer)])
    }

    /// Behind the right password of somebody.
    fn second(&self, login: &str) -> Screen {
        let fields = [("login", login), ("password", PASSWORD), ("to", "/me")];
        let first = self.stranger().post("/sign-in", &fields);
        assert_eq!(first.location, "/sign-in/second?to=%2Fme", "{}", first.body);
        let step = first.cookies.iter().find(|it| it.starts_with("guantong-step=")).unwrap();
        Screen::with_cookie(&self.app, step.split(';').next().unwrap())
    }

    fn passkeys(&self) -> i64 {
        self.world.count("SELECT count(*) FROM passkey")
    }

    fn notices(&self, words: &str) -> i64 {
        let sql = "SELECT count(*) FROM notice WHERE person = $1 AND url = '/me/passkeys' AND text LIKE $2";
        self.world.ask(sql, bind![self.person, format!("%{words}%")])
    }
}

fn token(answer: &Answer) -> String {
    let is_it = |it: &&String| it.trim_start_matches("__Host-").starts_with("guantong=");
    let cookie = answer.cookies.iter().find(is_it).expect("a session");
    cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned()
}

#[test]
fn a_passkey_is_registered_listed_and_told_to_its_owner() {
    let told = told();
    let page = told.me().get("/me/passkeys").body;
    assert!(page.contains("我的手机") && page.contains("还没有用过"), "{page}");
    assert!(page.contains("/assets/passkey.js"));
    assert_eq!((told.world.events("account.passkey.add"), told.notices("登记了一把")), (1, 1));
    assert!(told.me().get("/me/second-factor").body.contains("还有10个恢复码没有用过"));
    let second = told.me().register(&mut Device::new(), "");
    assert_eq!((second.status, second.location.as_str()), (303, "/me/passkeys"), "no codes again");
    let names = "SELECT count(*) FROM passkey WHERE name IN ('我的手机', '通行密钥')";
    assert_eq!(told.world.count(names), 2, "of a browser that nobody knows there is no name");
    let handles = "SELECT count(*) FROM (SELECT DISTINCT handle FROM passkey) h";
    assert_eq!(told.world.count(handles), 1, "to devices he is one person");
}

#[test]
fn a_passkey_alone_signs_in_and_nobody_says_who_he_is() {
    let mut told = told();
    let page = told.stranger().get("/sign-in").body;
    assert!(page.contains("用通行密钥登录") && page.contains("hidden data-passkey-can"), "{page}");
    let question = told.stranger().question(ALONE);
    assert!(question.contains("\"allowCredentials\":[]"), "{question}");
    let answer = told.answer();
    let entered = told.enter(&answer);
    assert_eq!((entered.status, entered.location.as_str()), (303, "/me"), "{}", entered.body);
    let identity = told.world.identify(&token(&entered)).unwrap();
    assert_eq!((identity.actor.person(), identity.is_fresh), (Some(told.person), true));
    assert!(entered.cookies.iter().any(|it| it.starts_with("guantong-device=")));
    assert!(told.me().get("/me/passkeys").body.contains("最近一次用在"));
}

#[test]
fn a_passkey_is_the_second_step_after_the_password() {
    let mut told = told();
    let second = told.second("003917");
    let page = second.get("/sign-in/second").body;
    assert!(page.contains("用通行密钥") && page.contains(">恢复码</label>"), "{page}");
    let answer = told.device.get(ORIGIN, &second.question(SECOND));
    let fields = [("to", "/me"), ("answer", answer.as_str())];
    let entered = second.post("/sign-in/second/passkey", &fields);
    assert_eq!((entered.status, entered.location.as_str()), (303, "/me"), "{}", entered.body);
    assert!(told.world.identify(&token(&entered)).is_some());
    let code = told.codes[2].as_str();
    let by_code = told.second("003917").post("/sign-in/second", &[("to", "/me"), ("code", code)]);
    assert_eq!(by_code.status, 303, "a recovery code stands in for it");
}

#[test]
fn without_a_ticket_there_is_no_question_for_the_second_step() {
    let told = told();
    assert_eq!(
        told.stranger().get(SECOND).location,
        format!("/sign-in?to={}", web::percent(SECOND))
    );
    let fields = [("to", "/"), ("answer", "{}")];
    assert_eq!(told.stranger().post("/sign-in/second/passkey", &fields).status, 401);
}

#[test]
fn an_answer_given_to_another_site_is_refused() {
    let mut told = told();
    for origin in ["http://localhost:9999", "https://localhost:8080", "https://evil.example"] {
        let question = told.stranger().question(ALONE);
        let answer = told.device.get(origin, &question);
        assert_eq!(told.enter(&answer).status, 422, "{origin}");
    }
    let question = told.stranger().question(ALONE).replace("localhost", "evil.example");
    told.device.for_site("evil.example");
    let answer = told.device.get(ORIGIN, &question);
    assert_eq!(told.enter(&answer).status, 422, "another name of the site under the signature");
    assert_eq!(told.world.events("account.sign_in.fail"), 4);
}

#[test]
fn a_device_that_has_not_checked_its_owner_is_refused() {
    let mut told = told();
    told.device.verifies = false;
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 422);
    let unregistered = told.me().register(&mut told.device, "");
    assert_eq!((unregistered.status, told.passkeys()), (422, 1));
    assert!(unregistered.body.contains("没有登记成"), "{}", unregistered.body);
}

#[test]
fn an_answer_counts_once_and_not_for_long() {
    let mut told = told();
    // A device that does not count its signatures: the counter cannot help.
    told.device.counts = false;
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 303);
    let again = told.enter(&answer);
    assert_eq!(again.status, 422);
    assert!(again.body.contains("这一次已经用过了"), "{}", again.body);
    let late = told.answer();
    told.world.wait_minutes(5);
    assert!(told.enter(&late).body.contains("等得太久了"));
    let forged = told.answer().replace("\"state\":\"", "\"state\":\"00");
    assert!(told.enter(&forged).body.contains("等得太久了"));
    let swept = "SELECT count(*) FROM passkey_answer";
    assert_eq!(told.world.count(swept), 2, "of registering and of signing in");
    told.world.home.wait_until("2026-11-22");
    let core = &told.world.home.core;
    jobs::Runner::new(core, account::room().jobs, account::schedules()).run_due().unwrap();
    assert_eq!(told.world.count(swept), 0);
}

#[test]
fn of_many_with_the_same_answer_one_gets_in() {
    let mut told = told();
    told.device.counts = false;
    let answer = told.answer();
    let entered: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..4).map(|_| scope.spawn(|| told.enter(&answer).status)).collect();
        tries.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(entered.iter().filter(|status| **status == 303).count(), 1, "{entered:?}");
}

#[test]
fn an_answer_to_one_question_is_none_to_another() {
    let mut told = told();
    let of_proof = told.device.get(ORIGIN, &told.me().question("/me/passkeys/proof/question"));
    assert!(told.enter(&of_proof).body.contains("等得太久了"));
    let (one, other) = (told.second("003917"), told.second("003917"));
    // Tickets differ by the moment.
    told.world.wait_minutes(1);
    let later = told.second("003917");
    let answer = told.device.get(ORIGIN, &one.question(SECOND));
    let fields = [("to", "/"), ("answer", answer.as_str())];
    assert_eq!(later.post("/sign-in/second/passkey", &fields).status, 422);
    assert_eq!(other.post("/sign-in/second/passkey", &fields).status, 303, "the same ticket");
}

#[test]
fn a_counter_that_goes_back_is_refused_and_told() {
    let mut told = told();
    let (first, second) = (told.answer(), told.answer());
    assert_eq!(told.enter(&second).status, 303);
    let refused = told.enter(&first);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("可能被人复制了"), "{}", refused.body);
    assert_eq!(told.world.events("account.passkey.cloned"), 1);
    assert_eq!(told.notices("可能被人复制"), 1);
    let third = told.answer();
    assert_eq!(told.enter(&third).status, 303);
}

#[test]
fn nobody_learns_whose_passkey_it_was() {
    let mut told = told();
    let words = |answer: Answer| {
        let from = answer.body.find("id=\"problem\"").expect("a problem");
        (answer.status, answer.body[from..].split("</div>").next().unwrap().to_owned())
    };
    let mut stranger = Device::new();
    let question = told.me().question("/me/passkeys/question");
    stranger.create(ORIGIN, &question);
    let unknown = stranger.get(ORIGIN, &told.stranger().question(ALONE));
    let unknown = words(told.enter(&unknown));
    assert!(unknown.1.contains("这把通行密钥在这里用不了"), "{}", unknown.1);

    told.world.furnish("UPDATE account SET closed_at = '2026-11-20T01:00:00.000Z'", &[]);
    let of_closed = told.answer();
    assert_eq!(words(told.enter(&of_closed)), unknown, "a closed account");
    told.world.furnish("UPDATE account SET closed_at = NULL", &[]);

    let id = told.world.count("SELECT id FROM passkey");
    assert_eq!(told.me().post(&format!("/me/passkeys/{id}/removal"), &[]).status, 303);
    let of_removed = told.answer();
    assert_eq!(words(told.enter(&of_removed)), unknown, "a passkey that was removed");
}

#[test]
fn a_passkey_of_somebody_else_is_no_second_step() {
    let mut told = told();
    let other = told.world.person("李敏", 5);
    told.world.account(other, "003918");
    let token = told.world.try_to_sign_in("003918", PASSWORD).unwrap().token;
    let mut hers = Device::new();
    assert_eq!(Screen::signed_in(&told.app, &token).register(&mut hers, "").status, 200);

    let second = told.second("003918");
    // Her ticket, and his passkey: the list of hers is taken out of the question.
    let question = second.question(SECOND);
    let (head, rest) = question.split_once("\"allowCredentials\":[").unwrap();
    let rest = rest.split_once(']').unwrap().1;
    let answer = told.device.get(ORIGIN, &format!("{head}\"allowCredentials\":[]{rest}"));
    let refused = second.post("/sign-in/second/passkey", &[("to", "/"), ("answer", &answer)]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("通行密钥不对。再错4次"), "{}", refused.body);
    // His key under her handle.
    let answer = told.answer();
    let (his, her) = (handle(&answer), handle(&hers.get(ORIGIN, &told.stranger().question(ALONE))));
    assert_eq!(told.enter(&answer.replace(&his, &her)).status, 422);
    let nobodys = answer.replace(&format!("\"{his}\""), "null");
    assert_eq!(told.enter(&nobodys).status, 422, "who is not asked by name has to say it");
}

fn handle(answer: &str) -> String {
    let rest = answer.split_once("\"userHandle\":\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn wrong_answers_wait_where_wrong_passwords_do() {
    let mut told = told();
    told.device.verifies = false;
    for _ in 0..5 {
        let answer = told.answer();
        assert_eq!(told.enter(&answer).status, 422);
    }
    told.device.verifies = true;
    let answer = told.answer();
    assert!(told.enter(&answer).body.contains("从这里登录错得太多"));
    let fields = [("login", "003917"), ("password", PASSWORD), ("to", "/")];
    assert!(told.stranger().post("/sign-in", &fields).body.contains("从这里登录错得太多"));
    told.world.wait_minutes(1);
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 303);
    assert_eq!(told.world.count("SELECT count(*) FROM sign_in_wait WHERE failures > 5"), 0);
}

#[test]
fn a_start_password_still_has_to_be_changed() {
    let mut told = told();
    told.world.furnish("UPDATE account SET must_change = TRUE", &[]);
    let answer = told.answer();
    assert_eq!(told.enter(&answer).location, "/me/password");
    told.world.wait_minutes(8 * 24 * 60);
    let answer = told.answer();
    assert!(told.enter(&answer).body.contains("开户口令过期了"));
}

#[test]
fn an_administrator_wears_his_hat_with_a_passkey_and_without_a_code() {
    let world = World::asking_for_a_second_step();
    let person = world.person("管理员", 3);
    world.appoint(person, 3, "system_administrator");
    world.account(person, "admin3");
    let app = app(&world);
    let signed_in = world.try_to_sign_in("admin3", PASSWORD).unwrap();
    assert!(signed_in.must_set_second);
    let screen = Screen::signed_in(&app, &signed_in.token);
    assert!(screen.get("/me/second-factor").body.contains("href=\"/me/passkeys\""));
    assert_eq!(screen.get("/admin/accounts").status, 404);
    let mut device = Device::new();
    assert_eq!(screen.register(&mut device, "").status, 200);
    assert_eq!(screen.get("/admin/accounts").status, 200);
    let stranger = Screen::with_cookie(&app, "");
    let answer = device.get(ORIGIN, &stranger.question(ALONE));
    let fields = [("to", "/admin/accounts"), ("answer", answer.as_str())];
    let entered = stranger.post("/sign-in/passkey", &fields);
    assert_eq!(entered.location, "/admin/accounts");
    assert!(world.identify(&token(&entered)).unwrap().actor.hat().is_some());
}

#[test]
fn a_reset_takes_passkeys_away_too() {
    let mut told = told();
    let world = &told.world;
    let admin = world.person("管理员", 3);
    world.appoint(admin, 3, "system_administrator");
    world.account(admin, "admin3");
    let token = world.try_to_sign_in("admin3", PASSWORD).unwrap().token;
    let screen = Screen::signed_in(&told.app, &token);
    let url = format!("/admin/accounts/{}", told.person);
    assert!(screen.get(&url).body.contains("恢复码和所有通行密钥都作废"));
    assert_eq!(screen.post(&format!("{url}/second-factor"), &[]).status, 303);
    let codes = "SELECT count(*) FROM recovery_code";
    assert_eq!((told.passkeys(), told.world.count(codes)), (0, 0));
    let words = "SELECT count(*) FROM notice WHERE text LIKE '%验证器和通行密钥都不能用了%'";
    assert_eq!(told.world.count(words), 1);
    told.world.try_to_sign_in("003917", PASSWORD).expect("one step again");
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 422);
}

#[test]
fn the_operators_reset_takes_passkeys_away_too() {
    let told = told();
    account::reset_by_operator(&told.world.home.operator(), "003917").unwrap();
    assert_eq!(told.passkeys(), 0);
}

#[test]
fn a_passkey_proves_before_a_dangerous_act() {
    let mut told = told();
    told.world.wait_minutes(11);
    let (url, me) = ("/me/second-factor/codes", told.me());
    let asked = me.post(url, &[("_key", "k1")]);
    assert_eq!(asked.status, 401);
    assert!(asked.body.contains("用通行密钥证明") && asked.body.contains("/assets/passkey.js"));
    let alone = told.answer();
    assert_eq!(me.post(url, &[("_proof", alone.as_str())]).status, 422, "for signing in");
    let answer = told.device.get(ORIGIN, &me.question("/me/passkeys/proof/question"));
    let done = me.post(url, &[("_key", "k1"), ("_proof", answer.as_str())]);
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("新的恢复码"));
    assert_eq!(told.world.events("account.prove"), 1);
    told.world.wait_minutes(11);
    assert_eq!(me.post(url, &[("_proof", answer.as_str())]).status, 422, "used already");

    let other = told.world.person("李敏", 5);
    told.world.account(other, "003918");
    let token = told.world.try_to_sign_in("003918", PASSWORD).unwrap().token;
    told.world.wait_minutes(11);
    let hers = Screen::signed_in(&told.app, &token);
    let page = hers.post("/me/passkeys", &[("answer", "x")]);
    assert_eq!(page.status, 401);
    assert!(!page.body.contains("用通行密钥证明"), "she has none");
    let his = told.device.get(ORIGIN, &strip(&hers.question("/me/passkeys/proof/question")));
    let refused = hers.post("/me/passkeys", &[("answer", "x"), ("_proof", &his)]);
    assert!(refused.body.contains("通行密钥不对。再错4次"), "{}", refused.body);
}

/// The question without the list of passkeys that it asks for.
fn strip(question: &str) -> String {
    let mut question: serde_json::Value = serde_json::from_str(question).unwrap();
    question["publicKey"]["allowCredentials"] = serde_json::json!([]);
    question.to_string()
}

#[test]
fn registering_goes_on_after_the_proof_with_the_same_answer() {
    let mut told = told();
    told.world.wait_minutes(11);
    let mut reserve = Device::new();
    let me = told.me();
    let answer = reserve.create(ORIGIN, &me.question("/me/passkeys/question"));
    let fields = [("name", "备用"), ("answer", answer.as_str())];
    let asked = me.post("/me/passkeys", &fields);
    assert_eq!((asked.status, told.passkeys()), (401, 1));
    let proof = told.device.get(ORIGIN, &me.question("/me/passkeys/proof/question"));
    let proved = [fields[0], fields[1], ("_proof", proof.as_str())];
    assert_eq!(me.post("/me/passkeys", &proved).status, 303);
    assert_eq!(told.passkeys(), 2);
    let twice = me.post("/me/passkeys", &fields);
    assert_eq!((twice.status, told.passkeys()), (422, 2));
    assert!(twice.body.contains("已经用过了"), "{}", twice.body);
}

#[test]
fn passkeys_are_renamed_and_removed_by_their_owner_alone() {
    let told = told();
    let id = told.world.count("SELECT id FROM passkey");
    let other = told.world.person("李敏", 5);
    told.world.account(other, "003918");
    let token = told.world.try_to_sign_in("003918", PASSWORD).unwrap().token;
    let hers = Screen::signed_in(&told.app, &token);
    let (name, removal) = (format!("/me/passkeys/{id}/name"), format!("/me/passkeys/{id}/removal"));
    assert_eq!(hers.post(&name, &[("new_name", "她的")]).status, 404);
    assert_eq!(hers.post(&removal, &[]).status, 404);
    assert_eq!(told.me().post(&name, &[("new_name", "旧手机")]).status, 303);
    assert!(told.me().get("/me/passkeys").body.contains("旧手机"));
    assert_eq!(told.me().post(&name, &[("new_name", "")]).status, 422);
    let gone = told.me().post(&removal, &[]);
    assert_eq!((gone.location.as_str(), told.passkeys()), ("/me/passkeys", 0));
    assert_eq!((told.world.events("account.passkey.remove"), told.notices("删除了一把")), (1, 1));
    let codes = "SELECT count(*) FROM recovery_code";
    assert_eq!(told.world.count(codes), 0, "with the last way go the recovery codes");
    told.world.try_to_sign_in("003917", PASSWORD).expect("one step again");
}

#[test]
fn an_authenticator_and_passkeys_stand_for_each_other() {
    let told = told();
    let (secret, codes) = crate::second::set_up(&told.world, &told.app, &told.token);
    assert!(!secret.is_empty() && codes != told.codes, "new codes with it");
    let page = told.second("003917").get("/sign-in/second").body;
    assert!(page.contains("用通行密钥") && page.contains("手机验证器上现在显示的"), "{page}");
    let gone = told.me().post("/me/second-factor/removal", &[]);
    assert_eq!(gone.location, "/me");
    assert!(told.me().get("/me/second-factor").body.contains("还有10个恢复码没有用过"));
    drop(told.second("003917"));
    let id = told.world.count("SELECT id FROM passkey");
    told.me().post(&format!("/me/passkeys/{id}/removal"), &[]);
    assert!(!told.me().get("/me/second-factor").body.contains("恢复码没有用过"));
}

#[test]
fn ten_passkeys_are_enough() {
    let told = told();
    for _ in 1..10 {
        assert_eq!(told.me().register(&mut Device::new(), "").status, 303);
    }
    assert!(told.me().get("/me/passkeys").body.contains("已经登记满了"));
    let refused = told.me().register(&mut Device::new(), "");
    assert_eq!((refused.status, told.passkeys()), (409, 10));
    assert!(refused.body.contains("最多登记10把"), "{}", refused.body);
}

#[test]
fn a_changed_password_says_that_passkeys_go_on() {
    let told = told();
    let new = "Luoxia-82mq";
    let fields = [("current", PASSWORD), ("new", new), ("again", new)];
    let changed = told.me().post("/me/password", &fields);
    assert_eq!(changed.status, 303);
    let said = changed.cookies.iter().find(|it| it.starts_with("said=")).unwrap();
    assert!(said.contains(&web::percent("通行密钥还能登录")), "{said}");
}

#[test]
fn what_is_kept_opens_for_its_owner_alone() {
    let mut told = told();
    let other = told.world.person("李敏", 5);
    told.world.account(other, "003918");
    let kept: Vec<u8> = told.world.ask("SELECT public_key FROM passkey", &[]);
    assert!(!kept.windows(9).any(|it| it == b"\"counter\""), "not in clear");
    // Somebody who can write rows, and nothing else, gives his passkey to another account.
    told.world.furnish("UPDATE passkey SET person = $1", bind![other]);
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 500);
}

#[test]
fn what_is_kept_comes_under_a_new_key_and_opens_as_before() {
    let mut told = told();
    crate::second::set_up(&told.world, &told.app, &told.token);
    let (ctx, keys) = (told.world.home.operator(), &told.world.home.core.keys);
    // As if all of it were under another one.
    let newest = [u8::MAX];
    for renewal in [account::passkey_renewal(), account::second_renewal()] {
        assert_eq!(ctx.read(|read| Ok((renewal.left)(read, &newest)?)).unwrap(), 1);
        let renewed =
            ctx.act_system(&FURNISH, |w| (renewal.batch)(w, keys, &newest, i64::MIN)).unwrap();
        assert_eq!(renewed.0, 1, "{}", renewal.what);
        assert_eq!(ctx.read(|read| (renewal.prove)(read, keys)).unwrap(), 1, "{}", renewal.what);
    }
    let answer = told.answer();
    assert_eq!(told.enter(&answer).status, 303);
}

#[test]
fn where_there_is_no_name_passkeys_are_not_offered_and_the_page_says_why() {
    let told = told();
    let by_address = told.me().at("http://127.0.0.1:8080");
    let page = by_address.get("/me/passkeys");
    assert!(page.body.contains("通行密钥只认域名") && !page.body.contains("data-passkey="));
    assert_eq!(by_address.get("/me/passkeys/question").status, 409);
    assert!(!by_address.get("/sign-in").body.contains("用通行密钥登录"));
    let by_name = told.me().at("http://dj.example.cn");
    assert!(by_name.get("/me/passkeys").body.contains("还没有写网址（public_origin）"));
    let plain = Front { public_origin: Some("http://dj.example.cn".into()), ..Front::default() };
    let told = World::behind(plain);
    let person = told.person("张伟华", 5);
    told.account(person, "003917");
    let token = told.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let screen = Screen::signed_in(&app(&told), &token).at("http://dj.example.cn");
    assert!(screen.get("/me/passkeys").body.contains("只在https的网址上能用"));
}

#[test]
fn behind_a_proxy_the_origin_is_the_one_that_is_set() {
    const OURS: &str = "https://dj.example.cn";
    let front = Front { public_origin: Some(OURS.into()), is_https: true, ..Front::default() };
    let world = World::behind(front);
    let person = world.person("张伟华", 5);
    world.account(person, "003917");
    let app = app(&world);
    let token = world.try_to_sign_in("003917", PASSWORD).unwrap().token;
    let me = Screen::with_cookie(&app, &format!("__Host-guantong={token}")).at(OURS);
    let mut device = Device::new();
    assert_eq!(me.register(&mut device, "").status, 200);
    let stranger = Screen::with_cookie(&app, "").at(OURS);
    for (origin, status) in [("https://sub.dj.example.cn", 422), (OURS, 303)] {
        let answer = device.get(origin, &stranger.question(ALONE));
        let fields = [("to", "/"), ("answer", answer.as_str())];
        assert_eq!(stranger.post("/sign-in/passkey", &fields).status, status, "{origin}");
    }
}
