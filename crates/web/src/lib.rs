//! HTTP in, HTML out: rooms, routes, forms, pages, the shell around them, designed error pages.
//!
//! A room lists its routes as data. A page handler is a plain function over one read-only
//! snapshot; an act handler calls `ctx.act` and answers with a redirect. Nothing here knows the
//! business.

mod app;
mod assets;
mod client;
mod form;
mod input;
mod kept;
mod markup;
mod outcome;
mod page;
mod pager;
mod problem;
mod reader;
mod room;
mod route;
mod run;
mod serve;
mod shell;

/// Ready-made parts of pages: fields, tags, bars, lists.
pub mod parts;

pub use crate::{
    app::{App, Caller, Identify, Identity, router},
    client::{ForwardedHeader, Front, Network, Peer, Proxies},
    form::Form,
    input::{Address, Req, Upload, percent},
    kept::{SECRET_FIELDS, forget, keep, short_moment},
    markup::Markup,
    page::{Page, Reply, json_text},
    pager::Pager,
    reader::Reader,
    room::{AtHome, Hit, JobKind, MenuEntry, Room, Search, Section, Todo, TodoList},
    route::{ActHandler, DataHandler, Door, PageHandler, Route},
    run::Statements,
    serve::{Limits, serve, serve_within},
};
