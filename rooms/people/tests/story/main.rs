//! Stories of members, on either database.

mod import;
mod pages;
mod standing;
mod world;
