//! The print page.
