//! Drawing lots so that anybody can draw them again: no random numbers, only SM3 of the seed and of what is drawn. Pure
//! (docs/adr/0145).

mod hearing;
mod sample;

pub use self::{
    hearing::{Auditor, Branch, Drawn, Input, Left, Seat, Why, again, chosen, draw, replay},
    sample::{Candidate, Reason, sample},
};

/// The lot of something: the first eight bytes of SM3 over `seed:name`. The smallest wins.
pub fn lot(seed: &str, name: &str) -> u64 {
    let digest = crypto::sm3(format!("{seed}:{name}").as_bytes());
    u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

/// By which seed lots fall.
#[derive(Debug, Clone, Copy)]
pub enum Seed {
    /// A new one, which nobody chose.
    ByLot,
    /// One that was chosen: for a demo, which is the same each time.
    Given(&'static str),
}

impl Seed {
    pub(crate) fn text(self) -> String {
        match self {
            Self::ByLot => crypto::hex(&crypto::bytes(16)),
            Self::Given(seed) => seed.to_owned(),
        }
    }
}
