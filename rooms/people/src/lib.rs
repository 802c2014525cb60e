//! People: members and staff, and how they come onto the roll.

pub mod roster;
