//! One request from door to reply, on a blocking thread.

use std::panic::{AssertUnwindSafe, catch_unwind};

use act::{Actor, Ctx, Error, Result};
use axum::{http::header, response::Response};
use db::Read;

use crate::{
    App, Door, Identity, Page, Reply, Req,
    app::Found,
    input::percent,
    outcome::{Arrived, Outcome},
    problem,
    route::{ActHandler, DataHandler, Handler, PageHandler},
    shell,
};

/// How many statements a page ran: tests read it from the response.
#[derive(Debug, Clone, Copy)]
pub struct Statements(pub u32);

pub(crate) fn answer(app: &App, found: Found, arrived: Arrived) -> Response {
    let (said, is_post) = (arrived.req.said.is_some(), arrived.is_post);
    let (outcome, statements) = match catch_unwind(AssertUnwindSafe(|| run(app, found, arrived))) {
        Ok(answered) => answered,
        Err(_) => (problem::bare(app, &Error::broken("a handler panicked")), 0),
    };
    let forget = "said=; Path=/; Max-Age=0; SameSite=Lax";
    let shows_page = !is_post && outcome.media_type.starts_with("text/html");
    let outcome =
        if said && shows_page { outcome.header(header::SET_COOKIE, forget) } else { outcome };
    let mut response = outcome.into_response();
    response.extensions_mut().insert(Statements(statements));
    response
}

fn run(app: &App, found: Found, mut arrived: Arrived) -> (Outcome, u32) {
    if arrived.is_post && !arrived.is_from_us() {
        let words = "这张表不是从本系统的页面交来的，没有处理。请从本系统里重新打开再交";
        let refused = problem::bare(app, &Error::Conflict(words.into()));
        return (Outcome { status: 403, ..refused }, 0);
    }
    let identity = match identify(app, &mut arrived.req) {
        Ok(identity) => identity,
        Err(error) => return (problem::bare(app, &error), 0),
    };
    let actor = identity.as_ref().map_or(Actor::Visitor, |it| it.actor.clone());
    let key = Some(arrived.req.form.value("_key").to_owned()).filter(|key| !key.is_empty());
    let ctx = Ctx::new(&app.core, actor).with_request_key(key);
    let visit = Visit { app, ctx: &ctx, identity: identity.as_ref(), is_post: arrived.is_post };
    let route = match found {
        Found::Route(room, route) => app.rooms[room].routes[route],
        Found::Nothing => return (visit.problem(&Error::NotFound, &arrived.req), 0),
        Found::OtherMethod => {
            let outcome = visit.problem(&Error::NotFound, &arrived.req);
            return (Outcome { status: 405, ..outcome }, 0);
        }
    };
    if let Some((status, words)) = arrived.unreadable {
        let outcome = visit.problem(&Error::invalid("", words), &arrived.req);
        return (Outcome { status, ..outcome }, 0);
    }
    match visit.enter(route.door) {
        Err(error) => (visit.problem(&error, &arrived.req), 0),
        Ok(()) => match route.handler {
            Handler::Page(handler) => visit.page(handler, &arrived.req),
            Handler::Data(handler) => visit.data(handler, &arrived.req),
            Handler::Act(handler) => visit.act(handler, route.again, arrived.req),
        },
    }
}

fn identify(app: &App, req: &mut Req) -> Result<Option<Identity>> {
    let Some(token) = req.token.clone() else { return Ok(None) };
    let identity = app.core.db.read(|read| (app.identify)(&app.core, read, &token))?;
    req.session = identity.as_ref().map(|it| it.session);
    Ok(identity)
}

struct Visit<'v> {
    app: &'v App,
    ctx: &'v Ctx,
    identity: Option<&'v Identity>,
    is_post: bool,
}

impl Visit<'_> {
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

    fn page(&self, handler: PageHandler, req: &Req) -> (Outcome, u32) {
        let (page, statements) = self.read(|read| handler(self.ctx, read, req));
        let page = page.and_then(|page| self.ctx.log_views().map(|()| page));
        let outcome = match page {
            Ok(page) => self.show(&page, req),
            Err(error) => self.problem(&error, req),
        };
        (outcome, statements)
    }

    fn data(&self, handler: DataHandler, req: &Req) -> (Outcome, u32) {
        let (reply, statements) = self.read(|read| handler(self.ctx, read, req));
        let reply = reply.and_then(|reply| self.ctx.log_views().map(|()| reply));
        let outcome = match reply {
            Ok(reply) => self.reply(reply, req),
            Err(error) => self.problem(&error, req),
        };
        (outcome, statements)
    }

    fn act(&self, handler: ActHandler, again: Option<PageHandler>, mut req: Req) -> (Outcome, u32) {
        let reply = handler(self.ctx, &req).and_then(|it| self.ctx.log_views().map(|()| it));
        match (reply, again) {
            (Ok(reply), _) => (self.reply(reply, &req), 0),
            (Err(Error::Repeated(url)), _) => (Outcome::see_other(&url), 0),
            (Err(error), Some(page)) if shows_form_again(&error) => {
                req.form = req.form.with_answer(&error);
                let (outcome, statements) = self.page(page, &req);
                let status = problem::status(&error);
                let is_shown = outcome.status == 200;
                (if is_shown { Outcome { status, ..outcome } } else { outcome }, statements)
            }
            (Err(error), _) => (self.problem(&error, &req), 0),
        }
    }

    fn read<T>(&self, ask: impl FnOnce(&Read) -> Result<T>) -> (Result<T>, u32) {
        let mut statements = 0;
        let answer = self.ctx.read(|read| {
            let answer = ask(read);
            statements = read.statements();
            answer
        });
        (answer, statements)
    }

    fn reply(&self, reply: Reply, req: &Req) -> Outcome {
        match reply {
            Reply::Page(page) => self.show(&page, req),
            Reply::Html(body) => Outcome::html(200, body),
            Reply::File { name, media_type, content } => Outcome::file(&name, media_type, content),
            Reply::Json(value) => Outcome {
                status: 200,
                media_type: "application/json",
                body: value.to_string().into_bytes(),
                headers: Vec::new(),
            },
            Reply::SeeOther { url, said, cookies } => {
                let mut outcome = Outcome::see_other(&url);
                if let Some(words) = said {
                    let cookie = format!(
                        "said={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
                        percent(&words)
                    );
                    outcome = outcome.header(header::SET_COOKIE, cookie);
                }
                for cookie in cookies {
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
        // Who was filling in a form does not lose it to a redirect.
        if matches!(error, Error::SignIn) && !self.is_post {
            let to = match req.target.as_str() {
                "/" => String::new(),
                target => format!("?to={}", percent(target)),
            };
            return Outcome::see_other(&format!("/sign-in{to}"));
        }
        problem::page(self.app, self.ctx, error, req)
            .map_or_else(|_| problem::bare(self.app, error), |page| self.show(&page, req))
    }
}

fn shows_form_again(error: &Error) -> bool {
    matches!(error, Error::Invalid(_) | Error::Stale(_) | Error::Conflict(_))
}
