//! Stories of pictures, on either database.

mod exporting;
mod figures;
mod pages;
mod picture;
mod random;
mod world;
