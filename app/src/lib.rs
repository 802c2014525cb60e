//! The list of rooms and the verbs of the one binary.
