//! Records: drafted, held, minuted, closed, corrected, withdrawn; told through HTTP.

mod after;
mod bulk;
mod coming;
mod draft;
mod filing;
mod kinds;
mod numbers;
mod past;
mod sight;
mod vote;
mod world;
