//! Records: drafted, held, minuted, closed, corrected, withdrawn; told through HTTP.

mod after;
mod attachment;
mod bulk;
mod coming;
mod draft;
mod filing;
mod kinds;
mod life;
mod numbers;
mod offered;
mod past;
mod sight;
mod vote;
mod world;
