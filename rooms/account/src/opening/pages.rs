//! The administrators' page of accounts, and the page on which the first of them enters himself.

use act::{Ctx, Error, Result, Sight};
use askama::Template;
use db::Read;
use web::{Door, Form, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    actions::{
        self, CLOSE, CLOSE_MEMBER, First, OPEN, OPEN_MEMBER, RESET, RESET_MEMBER, SEE, carried,
    },
    store::{self, Candidate, Listed, Wanted},
};

use crate::{
    Running,
    left::{self, Keep},
    password,
    second::{self, actions::RESET as RESET_SECOND},
    sign_on::{self, SignOn},
};

const PER_PAGE: i64 = 50;
const CANDIDATES: i64 = 20;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/accounts", Door::See(SEE), list),
        Route::page("/admin/accounts/new/{person}", Door::Do(OPEN), form),
        Route::act("/admin/accounts/new/{person}", OPEN, open).again(form).fresh(),
        Route::page("/admin/accounts/{person}", Door::See(SEE), show),
        Route::act("/admin/accounts/{person}/reset", RESET, reset).again(show).fresh(),
        Route::act("/admin/accounts/{person}/second-factor", RESET_SECOND, reset_second)
            .again(show)
            .fresh(),
        Route::act("/admin/accounts/{person}/closing", CLOSE, close).again(show).fresh(),
        Route::page("/admin/member-accounts/new/{person}", Door::Do(OPEN_MEMBER), form),
        Route::act("/admin/member-accounts/new/{person}", OPEN_MEMBER, open).again(form).fresh(),
        Route::act("/admin/member-accounts/{person}/reset", RESET_MEMBER, reset)
            .again(show)
            .fresh(),
        Route::act("/admin/member-accounts/{person}/closing", CLOSE_MEMBER, close)
            .again(show)
            .fresh(),
        Route::page("/first", Door::Public, first_form),
        Route::public_act("/first", enter_first).again(first_form),
    ]
}

#[derive(Template)]
#[template(path = "opening/list.html")]
struct List<'p> {
    nav: crate::Nav,
    words: &'p str,
    scope: Markup,
    only_left: bool,
    /// How many accounts of people who have left the rule has closed, or somebody keeps open.
    left: i64,
    accounts: Vec<Listed>,
    candidates: Vec<Candidate>,
    found: String,
    can_open: bool,
    base: &'static str,
    pager: Markup,
}

/// Where an administrator's forms go, and where the clerical ones.
fn base(ctx: &Ctx) -> &'static str {
    if ctx.carries(&OPEN) { "/admin/accounts" } else { "/admin/member-accounts" }
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let words = req.query("q").trim();
    let sight = ctx.sight(&SEE);
    let only_left = req.query("only") == "left";
    let wanted = Wanted { words, left: only_left };
    let pager = Pager::of(req, PER_PAGE, store::count(read, &sight, wanted)?);
    let left = if only_left {
        pager.total
    } else {
        store::count(read, &sight, Wanted { left: true, ..Wanted::default() })?
    };
    let opening = carried(ctx, OPEN, OPEN_MEMBER);
    let can_open = ctx.carries(&opening);
    let candidates = if can_open && !words.is_empty() {
        store::candidates(read, &ctx.sight(&opening), words, CANDIDATES)?
    } else {
        Vec::new()
    };
    let scope = match words {
        _ if only_left => "您管理范围内，本人已离开名册、也没有职务的账号".to_owned(),
        "" => "您管理范围内的账号".to_owned(),
        words => format!("您管理范围内，姓名、拼音首字母或账号以“{words}”开头"),
    };
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/accounts"),
        found: found(candidates.len()),
        words,
        scope: parts::scope(&scope, &pager.words("个")),
        accounts: store::list(read, &sight, wanted, pager.span())?,
        only_left,
        left,
        candidates,
        can_open,
        base: base(ctx),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("账号", &page)?.section(Section::Admin))
}

fn found(count: usize) -> String {
    if count < CANDIDATES as usize {
        format!("共{count}人，全部列出")
    } else {
        format!("只列前{count}人，请多输几个字")
    }
}

#[derive(Template)]
#[template(path = "opening/open.html")]
struct OpenForm {
    candidate: Candidate,
    base: &'static str,
    problems: Markup,
    key: Markup,
    login: Markup,
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&carried(ctx, OPEN, OPEN_MEMBER));
    let found = store::find_candidate(read, &sight, req.id("person")?)?;
    let candidate = found.ok_or(Error::NotFound)?;
    let number = candidate.police_number.clone().unwrap_or_default();
    let hint = "小写字母或数字，一般就用警号";
    let page = OpenForm {
        base: base(ctx),
        problems: parts::problems(&req.form),
        key: req.key(),
        login: parts::field_text(&req.form, "login", "账号", hint, &number.to_lowercase()),
        candidate,
    };
    Ok(under(Page::of("开通账号", &page)?).task())
}

fn under(page: Page) -> Page {
    page.section(Section::Admin).under([("账号", "/admin/accounts")])
}

fn open(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person = req.id("person")?;
    let form = req.form.reader();
    let login = form.text("login", "账号", 32);
    form.check()?;
    let start = actions::open(ctx, person, &login)?;
    handed_over(ctx, person, start)
}

#[derive(Template)]
#[template(path = "opening/handed_over.html")]
struct HandedOver {
    name: String,
    login: String,
    start: String,
    days: i64,
}

/// The one page that shows a start password; nothing can show it again.
fn handed_over(ctx: &Ctx, person: i64, start: String) -> Result<Reply> {
    let account = ctx.read(|read| find(read, &ctx.sight(&SEE), person))?;
    let days = crate::settings::settings().start_password_days;
    let page = HandedOver { name: account.name, login: account.login, start, days };
    Ok(under(Page::of("开户口令", &page)?).into())
}

fn find(read: &Read, sight: &Sight, person: i64) -> Result<Listed> {
    store::find(read, sight, person)?.ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "opening/show.html")]
struct Show {
    account: Listed,
    base: &'static str,
    /// He holds a post, so that a manager leaves his account to the administrator.
    is_out_of_hand: bool,
    problems: Markup,
    key: Markup,
    has_second: bool,
    can_reset_second: bool,
    /// “省厅统一认证”
    sign_on: String,
    links: Vec<sign_on::store::Link>,
    /// He has left: fields for keeping his account open.
    keep: Option<Vec<Markup>>,
    can_reset_sign_on: bool,
    can_reset: bool,
    can_close: bool,
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let account = find(read, &ctx.sight(&SEE), req.id("person")?)?;
    let place = act::Place::find(read, account.unit)?.ok_or(Error::NotFound)?;
    let is_oneself = ctx.actor.person() == Some(account.person);
    let has_second = second::has(read, account.person)?;
    let links = sign_on::store::of_person(read, account.person)?;
    let (reset, close) = (carried(ctx, RESET, RESET_MEMBER), carried(ctx, CLOSE, CLOSE_MEMBER));
    let is_out_of_hand = reset == RESET_MEMBER
        && ctx.carries(&reset)
        && people::has_post(read, account.person, ctx.today)?;
    let may = |act| !is_out_of_hand && ctx.allows(act, &place);
    let has_left = left::store::has_left(read, account.person, ctx.today)?;
    let keep = has_left.then(|| keep_fields(ctx, req));
    let page = Show {
        base: base(ctx),
        problems: parts::problems(&req.form),
        key: req.once(),
        has_second,
        sign_on: SignOn::name_in(&ctx.core).to_owned(),
        can_reset_sign_on: !links.is_empty()
            && !is_oneself
            && ctx.allows(&sign_on::actions::RESET, &place),
        links,
        can_reset_second: has_second && !is_oneself && ctx.allows(&RESET_SECOND, &place),
        can_reset: may(&reset),
        can_close: !is_oneself && account.closed_at.is_none() && may(&close),
        is_out_of_hand,
        keep,
        account,
    };
    Ok(under(Page::of("账号", &page)?))
}

fn keep_fields(ctx: &Ctx, req: &Req) -> Vec<Markup> {
    let (hint, week) = ("到期自动停用", ctx.today.plus_days(7).to_string());
    let why = "如本人要取自己信息的副本；不写案情";
    vec![
        parts::field_day(&req.form, "until", "留用到哪天", hint, &week),
        parts::field_text(&req.form, "reason", "为什么留用", why, ""),
    ]
}

fn reset(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let until = reader.optional_day("until", "留用到哪天");
    let reason = reader.optional_text("reason", "为什么留用", 100);
    reader.check()?;
    let person = req.id("person")?;
    let start = actions::reset(ctx, person, &Keep { until, reason })?;
    handed_over(ctx, person, start)
}

fn reset_second(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let person: i64 = req.id("person")?;
    second::actions::reset(ctx, person)?;
    let words =
        "两步验证已重设，验证器和通行密钥都作废了，登录着的设备都已退出；本人登录后可以重新设";
    Ok(Reply::to(format!("/admin/accounts/{person}")).saying(words))
}

fn close(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::close(ctx, req.id("person")?)?;
    Ok(Reply::to("/admin/accounts").saying("账号已停用，登录着的设备都已退出"))
}

#[derive(Template)]
#[template(path = "opening/first.html")]
struct FirstForm {
    problems: Markup,
    key: Markup,
    code: Markup,
    unit_code: Markup,
    name: Markup,
    login: Markup,
    password: Markup,
}

fn first_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    if store::is_any(read)? {
        return Err(Error::NotFound);
    }
    let form: &Form = &req.form;
    let hint = password::hint(&ctx.core);
    let unit_hint = "六位区划代码，如130102；部本级和行业公安机关填它们在系统里的代码";
    let page = FirstForm {
        problems: parts::problems(form),
        key: req.once(),
        code: parts::field_text(form, "code", "一次性代码", code_hint(ctx), ""),
        unit_code: parts::field_text(form, "unit_code", "您所在公安机关的代码", unit_hint, ""),
        name: parts::field_text(form, "name", "姓名", "", ""),
        login: parts::field_text(form, "login", "账号", "小写字母或数字，一般就用警号", ""),
        password: parts::field_password(form, "password", "口令", &hint, "new-password"),
    };
    Ok(Page::of("登记第一位系统管理员", &page)?.bare())
}

/// Where the program has said the one-time code.
pub(crate) fn code_hint(ctx: &Ctx) -> &'static str {
    if ctx.core.maybe_part::<Running>().is_some_and(|it| it.is_service) {
        "在服务器上执行 journalctl -u guantong -n 20，看最近一次启动时写的"
    } else {
        "在启动本系统的终端上，最近一次启动时写的；作为服务启动的，在 journalctl -u guantong 里"
    }
}

fn enter_first(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let form = req.form.reader();
    let first = First {
        code: form.text("code", "一次性代码", 40),
        unit_code: form.text("unit_code", "公安机关的代码", 40),
        name: form.text("name", "姓名", 50),
        login: form.text("login", "账号", 32),
        password: form.many("password").first().copied().unwrap_or_default().to_owned(),
    };
    form.check()?;
    actions::enter_first(ctx, &first)?;
    Ok(Reply::to("/sign-in").saying("已登记，请登录"))
}
