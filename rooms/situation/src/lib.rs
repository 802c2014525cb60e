//! situation.
