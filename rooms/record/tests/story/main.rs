//! Records: drafted, held, minuted, closed, corrected, withdrawn; told through HTTP.

mod after;
mod attachment;
mod birthday;
mod bulk;
mod coming;
mod draft;
mod feed;
mod filing;
mod handbook;
mod integrity;
mod kinds;
mod life;
mod numbers;
mod offered;
mod pairing;
mod papers;
mod past;
mod plan;
mod shift;
mod sight;
mod talk;
mod vote;
mod wish;
mod words;
mod world;
