//! Own words of who was not there, to what was passed on to him. Nobody has to; nobody is reminded.

mod actions;
mod pages;
mod store;

pub(crate) use self::{
    actions::REMARK,
    pages::{own, routes},
};
