//! Duties over the database: what rooms hand in, and what comes out.

mod acting;
mod asking;
mod burden;
mod pages;
mod person;
mod place;
mod serving;
