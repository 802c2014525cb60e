//! Records: drafted, held, minuted, closed, corrected, withdrawn; told through HTTP.

mod after;
mod bulk;
mod draft;
mod filing;
mod kinds;
mod sight;
mod vote;
mod world;
