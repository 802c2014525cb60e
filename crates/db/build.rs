//! A new migration is a reason to build this crate again.

#[expect(clippy::disallowed_macros, reason = "how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
