//! Marking oneself as there, by a code on the recorder's screen. Nobody has to: the recorder's touch says the same, and
//! nothing is kept but that somebody did it himself, until the record is closed.

mod actions;
mod code;
mod pages;
mod store;

pub(crate) use self::{
    actions::MARK,
    pages::{code_url, routes},
};
