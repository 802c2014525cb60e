//! Duties over the database: what rooms hand in, and what comes out.

mod acting;
mod pages;
mod place;
mod serving;
