//! Tests over the whole house; nothing to use.
