//! Directives and the ledger of instructions: issued, drafted from, linked, explained, broken down, amended, withdrawn, closed; told through HTTP.

mod held;
mod instruction;
mod issued;
mod line;
mod world;
