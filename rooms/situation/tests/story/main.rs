//! Stories of pictures, on either database.

mod exporting;
mod figures;
mod home;
mod pages;
mod picture;
mod random;
mod world;
