//! Stories of study plans, of groups below, of circulars.

mod bureau;
mod circular;
mod plan;
mod world;
mod year;
