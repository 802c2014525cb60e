//! One link after the other: each seal follows from the one before and from what it seals. No I/O.

use crate::Broken;

/// One sealed thing: an event, or a look at persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: i64,
    /// The keyed digest of its detail.
    pub digest: [u8; 32],
}

/// A seal with what it seals, in order.
#[derive(Debug, Clone)]
pub struct Block {
    pub no: i64,
    pub digest: Vec<u8>,
    pub entries: Vec<Entry>,
}

/// How far a chain has been followed.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Number of the last seal.
    pub no: i64,
    pub digest: Vec<u8>,
    /// Sealed things in all of it: `None` in the middle of a chain, where it is not known.
    pub events: Option<i64>,
}

impl Chain {
    /// Before the first seal.
    pub fn start() -> Self {
        Self { no: 0, digest: vec![0; 32], events: Some(0) }
    }

    /// In the middle, after a seal whose digest is known.
    pub fn after(no: i64, digest: Vec<u8>, events: Option<i64>) -> Self {
        Self { no, digest, events }
    }

    /// Goes on by one link.
    pub fn add(&mut self, block: &Block) -> Result<(), Broken> {
        self.expect(block.no)?;
        let digests: Vec<[u8; 32]> = block.entries.iter().map(|entry| entry.digest).collect();
        if db::block_digest(&self.digest, &digests)[..] != block.digest {
            return Err(Broken::SealWrong { seal: block.no, event: block.entries[0].id, at: None });
        }
        self.no = block.no;
        self.digest.clone_from(&block.digest);
        let more = i64::try_from(block.entries.len()).unwrap_or(i64::MAX);
        self.events = self.events.map(|events| events + more);
        Ok(())
    }

    /// Whether the seal of this number comes next.
    pub fn expect(&self, no: i64) -> Result<(), Broken> {
        if no == self.no + 1 {
            Ok(())
        } else {
            Err(Broken::SealGone { seal: self.no + 1, next: no })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(chain: &Chain, no: i64, ids: &[i64]) -> Block {
        let digest = |id: &i64| crypto::sm3(&id.to_be_bytes());
        let entries: Vec<Entry> =
            ids.iter().map(|id| Entry { id: *id, digest: digest(id) }).collect();
        let digests: Vec<[u8; 32]> = ids.iter().map(digest).collect();
        Block { no, digest: db::block_digest(&chain.digest, &digests).to_vec(), entries }
    }

    #[test]
    fn a_chain_goes_on_only_with_the_link_that_belongs_there() {
        let mut chain = Chain::start();
        let first = block(&chain, 1, &[10, 11]);
        chain.add(&first).unwrap();
        let second = block(&chain, 2, &[12]);
        let gap = Block { no: 3, ..second.clone() };
        assert_eq!(chain.add(&gap), Err(Broken::SealGone { seal: 2, next: 3 }));
        assert!(chain.add(&Block { no: 2, ..first }).is_err(), "the first again");
        let mut swapped = block(&chain, 2, &[12, 13]);
        swapped.entries.reverse();
        let wrong = Broken::SealWrong { seal: 2, event: 13, at: None };
        assert_eq!(chain.add(&swapped), Err(wrong));
        chain.add(&second).unwrap();
        assert_eq!((chain.no, chain.events), (2, Some(3)));
    }
}
