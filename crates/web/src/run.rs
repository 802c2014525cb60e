//! One request from door to reply, on a blocking thread.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use act::{Actor, Ctx, Error, Result};
use axum::{
    http::{HeaderName, header},
    response::Response,
};

use crate::{
    App, Caller, Door, Form, Identity, Page, Proving, Reply, Req, Route,
    app::{Found, House},
    guard,
    input::percent,
    kept,
    outcome::{Arrived, Outcome},
    problem, proof,
    rates::Meters,
    route::{ActHandler, DataHandler, Handler, PageHandler},
    shell, whom,
};

/// How many statements a request ran, from the door to the reply: tests read it from the response.
#[derive(Debug, Clone, Copy)]
pub struct Statements(pub u32);

/// What a browser kept for us goes with the session.
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

pub(crate) fn answer(house: &House, found: Found, arrived: Arrived) -> Response {
    let app = &house.app;
    let is_https = app.front().is_https;
    let (said, is_post) = (arrived.req.said.is_some(), arrived.is_post);
    let (answered, tally) =
        db::tally(|| catch_unwind(AssertUnwindSafe(|| run(house, found, arrived))));
    let outcome = answered
        .unwrap_or_else(|_| problem::bare(app, &Error::broken("a handler panicked")))
        .timed(&tally);
    let forget = guard::cookie(is_https, guard::said_name(is_https), "", 0);
    let shows_page = !is_post && outcome.media_type.starts_with("text/html");
    let outcome =
        if said && shows_page { outcome.header(header::SET_COOKIE, forget) } else { outcome };
    let mut response = outcome.into_response();
    response.extensions_mut().insert(Statements(tally.statements));
    response
}

fn run(house: &House, found: Found, mut arrived: Arrived) -> Outcome {
    let app = &*house.app;
    if arrived.is_post && !arrived.is_from_us(app.front()) {
        let words = "这张表不是从本系统的页面交来的，没有处理。请从本系统里重新打开再交";
        let refused = problem::bare(app, &Error::Conflict(words.into()));
        return Outcome { status: 403, ..refused };
    }
    let caller = match identify(app, &mut arrived.req) {
        Ok(caller) => caller,
        Err(error) => return problem::bare(app, &error),
    };
    let (identity, author) = match caller {
        Caller::Known(identity) => (Some(identity), None),
        Caller::RanOut(person) => (None, Some(author(app, person))),
        Caller::Nobody => (None, None),
    };
    let actor = identity.as_ref().map_or(Actor::Visitor, |it| it.actor.clone());
    let filled =
        |name: &str| Some(arrived.req.form.value(name).to_owned()).filter(|it| !it.is_empty());
    let (key, form) = (filled("_key"), filled(kept::FORM));
    let ctx = Ctx::new(&app.core, actor).with_request_key(key).with_form(form);
    let ctx = ctx.from_client(arrived.req.client()).on_device(&arrived.req.device);
    let author = author.as_ref().unwrap_or(&ctx);
    let is_post = arrived.is_post;
    let visit = Visit { app, ctx: &ctx, author, identity: identity.as_ref(), is_post };
    if let Some(wait) = visit.must_wait(&house.meters) {
        return visit.refused(&problem::too_often(wait), &arrived.req, Door::SignedIn).later(wait);
    }
    let route = match found {
        Found::Route(room, route) => app.rooms[room].routes[route],
        Found::Nothing | Found::Metrics => return visit.problem(&Error::NotFound, &arrived.req),
        Found::OtherMethod => {
            let outcome = visit.problem(&Error::NotFound, &arrived.req);
            return Outcome { status: 405, ..outcome };
        }
    };
    if let Some((status, words)) = arrived.unreadable {
        let outcome = visit.problem(&Error::invalid("", words), &arrived.req);
        return Outcome { status, ..outcome };
    }
    if let Some(url) = visit.detour(&route) {
        kept::keep_refused(author, &arrived.req, None, title(route.door));
        return Outcome::see_other(url);
    }
    match visit.enter(route.door) {
        Err(error) => visit.refused(&error, &arrived.req, route.door),
        Ok(()) => match route.handler {
            Handler::Page(handler) => visit.page(handler, arrived.req),
            Handler::Data(handler) => visit.data(handler, &arrived.req),
            Handler::Act(handler) => visit.act(handler, &route, arrived.req),
        },
    }
}

fn identify(app: &App, req: &mut Req) -> Result<Caller> {
    let Some(token) = req.token.clone() else { return Ok(Caller::Nobody) };
    let caller = app.core.db.read(|read| (app.identify)(&app.core, read, &token, req.client()))?;
    if let Caller::Known(identity) = &caller {
        req.session = Some(identity.session);
    }
    Ok(caller)
}

/// Somebody whose session ran out: what he typed is kept, and that is all that happens in his name.
fn author(app: &App, person: i64) -> Ctx {
    Ctx::new(&app.core, Actor::Person { id: person, name: String::new(), hat: None })
}

struct Visit<'v> {
    app: &'v App,
    ctx: &'v Ctx,
    /// For whom a form is kept that is not done: the one at work, or whose session ran out.
    author: &'v Ctx,
    identity: Option<&'v Identity>,
    is_post: bool,
}

impl Visit<'_> {
    /// Where he is sent instead, when there is something that he has to do first.
    fn detour(&self, route: &Route) -> Option<&'static str> {
        let is_open = route.door == Door::Public || route.is_open_before;
        self.identity.and_then(|it| it.first).filter(|_| !is_open)
    }

    fn enter(&self, door: Door) -> Result<()> {
        let signed_in = self.identity.is_some();
        match door {
            Door::Public => Ok(()),
            _ if !signed_in => Err(Error::SignIn),
            // What the hat cannot see at all is not there; what it cannot do is refused by name.
            Door::See(act) if !self.ctx.carries(&act) => Err(Error::NotFound),
            Door::Do(act) if !self.ctx.carries(&act) => Err(Error::NotAllowed(act)),
            Door::SignedIn | Door::See(_) | Door::Do(_) => Ok(()),
        }
    }

    fn must_wait(&self, meters: &Meters) -> Option<Duration> {
        meters.of_account(self.ctx.actor.person()?)
    }

    fn page(&self, handler: PageHandler, mut req: Req) -> Outcome {
        let mut page = self.ctx.read(|read| handler(self.ctx, read, &req));
        if let Some(form) = page.as_ref().ok().and_then(|page| self.left_in(page, &req)) {
            req.form = form;
            page = self.ctx.read(|read| handler(self.ctx, read, &req));
        }
        match self.logged(page) {
            Ok(page) => self.show(&page, &req),
            Err(error) => self.problem(&error, &req),
        }
    }

    /// What he left half-filled in this page's form. Never a reason not to show the page.
    fn left_in(&self, page: &Page, req: &Req) -> Option<Form> {
        self.identity.filter(|it| it.kept > 0)?;
        kept::put_back(self.ctx, req, page).unwrap_or_else(|error| {
            tracing::warn!(cause = %error, "a half-filled form could not be put back");
            None
        })
    }

    fn logged<T>(&self, made: Result<T>) -> Result<T> {
        made.and_then(|made| self.ctx.log_views().map(|()| made))
    }

    fn data(&self, handler: DataHandler, req: &Req) -> Outcome {
        let reply = self.ctx.read(|read| handler(self.ctx, read, req));
        match self.logged(reply) {
            Ok(reply) => self.reply(reply, req),
            Err(error) => self.problem(&error, req),
        }
    }

    fn act(&self, handler: ActHandler, route: &Route, mut req: Req) -> Outcome {
        if let Some(asked) = self.asked_for_proof(route, &mut req) {
            return asked;
        }
        let reply = self.logged(handler(self.ctx, &req)).map_err(|it| whom::said(self.ctx, it));
        match (reply, route.again) {
            (Ok(reply), _) => self.reply(reply, &req),
            (Err(Error::Repeated(url)), _) => Outcome::see_other(&url),
            (Err(error), Some(page)) if shows_form_again(&error) => {
                self.form_again(&error, page, route.door, req)
            }
            (Err(error), _) => self.refused(&error, &req, route.door),
        }
    }

    /// The page that asks who is at the screen, when a dangerous form comes from who has not said so for a while.
    fn asked_for_proof(&self, route: &Route, req: &mut Req) -> Option<Outcome> {
        let typed = req.form.take(proof::PROOF);
        let is_dangerous = route.asks_proof?;
        let identity = self.identity.filter(|it| !it.is_fresh && is_dangerous(&req.form))?;
        let proving = self.ctx.core.maybe_part::<Proving>()?;
        // An act of its own: the key of the form is for what it was sent for.
        let prover = self.ctx.as_actor(self.ctx.actor.clone());
        let proved = typed.map(|typed| (proving.prove)(&prover, identity.session, &typed));
        let refused = match proved {
            Some(Ok(())) => return None,
            Some(Err(error)) if !matches!(error, Error::Invalid(_)) => {
                return Some(self.refused(&error, req, route.door));
            }
            refused => refused.and_then(std::result::Result::err),
        };
        kept::keep_refused(self.author, req, None, title(route.door));
        let page = (proving.beside)(self.ctx, req)
            .and_then(|beside| proof::page(self.ctx, req, route.door, refused.as_ref(), beside));
        Some(match page {
            Ok(page) => self.show(&page, req),
            Err(error) => self.problem(&error, req),
        })
    }

    fn form_again(&self, error: &Error, page: PageHandler, door: Door, mut req: Req) -> Outcome {
        req.form = req.form.with_answer(error);
        let page = self.ctx.read(|read| page(self.ctx, read, &req));
        match self.logged(page) {
            Ok(page) => {
                kept::keep_refused(self.author, &req, Some(kept::words_of(&page)), "");
                Outcome { status: problem::status(error), ..self.show(&page, &req) }
            }
            Err(error) => self.refused(&error, &req, door),
        }
    }

    /// A designed page that says why not; what was typed is kept, and the page says that too.
    fn refused(&self, error: &Error, req: &Req, door: Door) -> Outcome {
        let form = kept::keep_refused(self.author, req, None, title(door)).filter(|_| self.is_post);
        self.problem_about(error, req, form.as_deref())
    }

    fn reply(&self, reply: Reply, req: &Req) -> Outcome {
        match reply {
            Reply::Page(page) => self.show(&page, req),
            Reply::Html(body) => Outcome::html(200, body),
            Reply::File { name, media_type, content } => Outcome::file(&name, media_type, content),
            Reply::Json(value) => Outcome {
                status: 200,
                media_type: "application/json",
                body: value.into_bytes(),
                headers: Vec::new(),
            },
            Reply::SeeOther { url, said, cookies } => {
                let mut outcome = Outcome::see_other(&url);
                let is_https = self.app.front().is_https;
                if let Some(words) = said {
                    let name = guard::said_name(is_https);
                    let cookie = guard::cookie(is_https, name, &percent(&words), 60);
                    outcome = outcome.header(header::SET_COOKIE, cookie);
                }
                for cookie in cookies {
                    if cookie.starts_with(&format!("{}=;", guard::session_name(is_https))) {
                        outcome = outcome.header(CLEAR, "\"storage\"");
                    }
                    outcome = outcome.header(header::SET_COOKIE, cookie);
                }
                outcome
            }
        }
    }

    fn show(&self, page: &Page, req: &Req) -> Outcome {
        let html = shell::render(self.app, self.ctx, self.identity, page, req);
        Outcome::html(page.status, html)
    }

    fn problem(&self, error: &Error, req: &Req) -> Outcome {
        self.problem_about(error, req, None)
    }

    /// `form`: the page whose form was kept.
    fn problem_about(&self, error: &Error, req: &Req, form: Option<&str>) -> Outcome {
        // Who was filling in a form does not lose it to a redirect.
        if matches!(error, Error::SignIn) && !self.is_post {
            let to = match req.target.as_str() {
                "/" => String::new(),
                target => format!("?to={}", percent(target)),
            };
            return Outcome::see_other(&format!("/sign-in{to}"));
        }
        problem::page(self.ctx, error, req, form)
            .map_or_else(|_| problem::bare(self.app, error), |page| self.show(&page, req))
    }
}

/// What a form is about whose own page is not at hand.
fn title(door: Door) -> &'static str {
    match door {
        Door::See(act) | Door::Do(act) => act.title,
        Door::Public | Door::SignedIn => "没填完的表",
    }
}

fn shows_form_again(error: &Error) -> bool {
    matches!(error, Error::Invalid(_) | Error::Stale(_) | Error::Conflict(_))
}
