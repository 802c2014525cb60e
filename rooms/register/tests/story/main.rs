//! Stories of registers: bases, partners, studios.

mod entry;
mod studio;
mod world;
