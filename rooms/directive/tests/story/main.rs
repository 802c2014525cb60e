//! Directives: issued, drafted from, linked, explained, broken down, amended, withdrawn, closed; told through HTTP.

mod held;
mod issued;
mod world;
