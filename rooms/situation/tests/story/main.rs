//! Stories of pictures, on either database.

mod pages;
mod picture;
mod random;
mod world;
