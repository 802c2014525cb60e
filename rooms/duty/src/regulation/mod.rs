//! The texts in force, as pages: what they ask, by which article, how sure we are.

pub(crate) mod pages;
