//! Stories of units and their ties, on either database.

mod five_organs;
mod history;
mod imports;
mod kit;
mod pages;
mod random;
mod terms;
mod undo;
