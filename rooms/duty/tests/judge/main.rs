//! The judge against slow and obvious definitions of what it should say.

mod brute;
mod change;
mod small;
mod standing;
mod words;
