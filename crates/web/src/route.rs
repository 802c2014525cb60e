//! Routes as data: method, path, door, handler.

use act::{Act, Ctx, Result};
use db::Read;

use crate::{Form, Page, Reply, Req};

/// Who may knock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Anybody: said explicitly, visible in the routes golden.
    Public,
    /// Anybody signed in; the page shows what is his own.
    SignedIn,
    /// The hat carries this read act; the page limits itself by `ctx.sight`.
    See(Act),
    /// The hat carries this act; `ctx.act` checks the unit.
    Do(Act),
}

pub type PageHandler = fn(&Ctx, &Read, &Req) -> Result<Page>;
pub type DataHandler = fn(&Ctx, &Read, &Req) -> Result<Reply>;
pub type ActHandler = fn(&Ctx, &Req) -> Result<Reply>;

#[derive(Clone, Copy)]
pub(crate) enum Handler {
    Page(PageHandler),
    Data(DataHandler),
    Act(ActHandler),
}

/// One route.
#[derive(Clone, Copy)]
pub struct Route {
    pub path: &'static str,
    pub door: Door,
    pub(crate) handler: Handler,
    pub(crate) again: Option<PageHandler>,
    pub(crate) asks_proof: Option<fn(&Form) -> bool>,
    pub(crate) is_open_before: bool,
    pub(crate) is_uncounted: bool,
}

impl Route {
    fn new(path: &'static str, door: Door, handler: Handler) -> Self {
        Self {
            path,
            door,
            handler,
            again: None,
            asks_proof: None,
            is_open_before: false,
            is_uncounted: false,
        }
    }

    /// GET: a page in the shell.
    pub fn page(path: &'static str, door: Door, handler: PageHandler) -> Self {
        Self::new(path, door, Handler::Page(handler))
    }

    /// GET: a file, data or a document of its own.
    pub fn data(path: &'static str, door: Door, handler: DataHandler) -> Self {
        Self::new(path, door, Handler::Data(handler))
    }

    /// POST: an act.
    pub fn act(path: &'static str, act: Act, handler: ActHandler) -> Self {
        Self::new(path, Door::Do(act), Handler::Act(handler))
    }

    /// POST for everybody signed in, about himself.
    pub fn own_act(path: &'static str, handler: ActHandler) -> Self {
        Self::new(path, Door::SignedIn, Handler::Act(handler))
    }

    /// POST without signing in: the sign-in form.
    pub fn public_act(path: &'static str, handler: ActHandler) -> Self {
        Self::new(path, Door::Public, Handler::Act(handler))
    }

    /// Open also to who has something else to do first ([`crate::Identity::first`]): that something, and the way out.
    pub fn before_all(mut self) -> Self {
        self.is_open_before = true;
        self
    }

    /// How often it is asked for is nobody's business: it is counted with what has no route.
    pub fn uncounted(mut self) -> Self {
        self.is_uncounted = true;
        self
    }

    /// The page that shows the form again, with what was typed and what is wrong.
    pub fn again(mut self, page: PageHandler) -> Self {
        self.again = Some(page);
        self
    }

    /// A dangerous act: whoever has not proved for a while that it is he is asked again, and then goes on with the
    /// form as he typed it. For forms without files.
    pub fn fresh(self) -> Self {
        self.fresh_when(|_| true)
    }

    /// The same where only some answers in the form are dangerous.
    pub fn fresh_when(mut self, is_dangerous: fn(&Form) -> bool) -> Self {
        self.asks_proof = Some(is_dangerous);
        self
    }

    pub fn method(&self) -> &'static str {
        match self.handler {
            Handler::Page(_) | Handler::Data(_) => "GET",
            Handler::Act(_) => "POST",
        }
    }

    /// As the routes golden shows it: method, path, door.
    pub fn line(&self) -> String {
        let door = match self.door {
            Door::Public => "public".to_owned(),
            Door::SignedIn => "signed in".to_owned(),
            Door::See(act) | Door::Do(act) => act.key.to_owned(),
        };
        let proof = if self.asks_proof.is_some() { ", asks for a proof" } else { "" };
        let before = if self.is_open_before { ", before all else" } else { "" };
        format!("{:4} {} {door}{proof}{before}", self.method(), self.path)
    }
}
