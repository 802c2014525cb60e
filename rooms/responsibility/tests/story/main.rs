//! Stories of responsibility lists.

mod list;
mod world;
