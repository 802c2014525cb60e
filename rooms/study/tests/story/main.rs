//! Stories of study plans.

mod plan;
mod world;
