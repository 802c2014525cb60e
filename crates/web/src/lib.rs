//! HTTP in, HTML out: rooms, routes, forms, pages, the shell around them, designed error pages.
//!
//! A room lists its routes as data. A page handler is a plain function over one read-only
//! snapshot; an act handler calls `ctx.act` and answers with a redirect. Nothing here knows the
//! business.

mod app;
mod assets;
mod client;
mod form;
mod guard;
mod input;
mod kept;
mod markup;
mod metrics;
mod outcome;
mod own;
mod page;
mod pager;
mod problem;
mod proof;
mod rates;
mod reader;
mod room;
mod route;
mod run;
mod serve;
mod shell;
mod tls;
mod whom;

/// Ready-made parts of pages: fields, tags, bars, lists.
pub mod parts;

pub use crate::{
    app::{App, Caller, Identify, Identity, router, router_within},
    client::{CertificateHeader, ForwardedHeader, Front, Network, Peer, Proxies},
    form::Form,
    guard::{no_session_cookie, session_cookie},
    input::{Address, Req, Upload, percent},
    kept::{SECRET_FIELDS, forget, keep, short_moment},
    markup::Markup,
    outcome::device_words,
    own::{OwnData, OwnEntry, OwnParts},
    page::{Page, Reply, json_text, word_and_pdf},
    pager::Pager,
    proof::{Proving, ProvingElsewhere},
    rates::Rates,
    reader::Reader,
    room::{
        AtHome, Gathered, Gauge, Gauges, Hit, JobKind, MenuEntry, Room, Search, Section, Todo,
        Urgency, at_home,
    },
    route::{ActHandler, DataHandler, Door, PageHandler, Route},
    run::Statements,
    serve::{Limits, serve, serve_within},
    tls::{Tls, TlsFiles, Validity},
    whom::{WhomToAsk, WhomToCall},
};
