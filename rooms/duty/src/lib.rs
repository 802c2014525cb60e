//! Duty: what the regulations ask of units, posts and persons, and how it stands.

pub mod judge;
