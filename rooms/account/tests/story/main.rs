//! Signing in, hats, sessions, accounts, switches; on both databases.

mod digest;
mod exporting;
mod kept;
mod opening;
mod pages;
mod signing;
mod switching;
mod world;
