//! Records: drafted, held, minuted, closed, corrected, withdrawn; told through HTTP.

mod after;
mod bulk;
mod draft;
mod filing;
mod kinds;
mod past;
mod sight;
mod vote;
mod world;
