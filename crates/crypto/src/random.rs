//! Random bytes from the operating system.

/// `n` random bytes.
pub fn bytes(n: usize) -> Vec<u8> {
    let mut buffer = vec![0; n];
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    buffer
}

/// A random 256-bit token as 64 hexadecimal digits: session cookies, one-time form keys.
pub fn token() -> String {
    crate::hex(&bytes(32))
}
