//! Duties over the database: what rooms hand in, and what comes out.

mod place;
mod serving;
