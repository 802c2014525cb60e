//! Operations: prepared, declared, extended, ended; what rests, what comes back, what goes home; told through HTTP.

mod ending;
mod part;
mod pause;
mod setup;
mod world;
