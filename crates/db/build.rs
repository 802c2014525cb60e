//! A new migration is a reason to build this crate again.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
