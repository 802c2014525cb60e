//! Stories of room review.

mod hearing;
mod sample;
mod world;
