//! Heads beside the chain that they sign. No I/O.

use crypto::PublicKey;

use crate::{Broken, Chain, Head, head::digest_of};

type Found = Result<(), Broken>;

/// One head after the other, each when the chain has just come to its seal.
pub(crate) struct HeadCheck {
    keys: Vec<(i64, PublicKey)>,
    /// Of the one before: SM3 of what it signed, and its number.
    last: Option<([u8; 32], i64)>,
    pub(crate) checked: usize,
}

impl HeadCheck {
    pub(crate) fn under(keys: Vec<(i64, PublicKey)>) -> Self {
        Self { keys, last: None, checked: 0 }
    }

    /// Signature, number, the head before, and the seal that it names, where the chain is at it.
    pub(crate) fn check(&mut self, head: &Head, chain: &Chain) -> Found {
        let (day, seal) = (head.day, head.seal);
        let key = self.keys.iter().find(|(id, _)| *id == head.signer);
        if !key.is_some_and(|(_, key)| key.verify(head.text().as_bytes(), &head.signature)) {
            return Err(Broken::HeadForged { day, seal });
        }
        let follows = match self.last {
            Some((digest, no)) => head.no == no + 1 && head.previous == digest,
            None => head.no > 1 || head.previous == [0; 32],
        };
        if !follows {
            return Err(Broken::HeadOutOfLine { day, seal });
        }
        let agrees =
            head.digest == chain.digest && chain.events.is_none_or(|events| events == head.events);
        if seal == chain.no && !agrees {
            return Err(Broken::HeadOfOtherChain { day, seal });
        }
        self.last = Some((digest_of(head), head.no));
        self.checked += 1;
        Ok(())
    }
}

/// All heads of a chain that is followed from its beginning.
pub(crate) struct Heads {
    check: HeadCheck,
    /// Latest first.
    left: Vec<Head>,
}

impl Heads {
    /// `heads` in the order of their numbers.
    pub(crate) fn new(keys: Vec<(i64, PublicKey)>, mut heads: Vec<Head>) -> Self {
        heads.reverse();
        Self { check: HeadCheck::under(keys), left: heads }
    }

    pub(crate) fn checked(&self) -> usize {
        self.check.checked
    }

    /// The first that is there must be the first that was ever signed.
    pub(crate) fn expect_first(&self) -> Found {
        match self.left.last() {
            Some(head) if head.no != 1 => {
                Err(Broken::HeadOutOfLine { day: head.day, seal: head.seal })
            }
            _ => Ok(()),
        }
    }

    /// Every head of seals up to where the chain is.
    pub(crate) fn follow(&mut self, chain: &Chain) -> Found {
        while let Some(head) = self.left.pop_if(|head| head.seal <= chain.no) {
            self.check.check(&head, chain)?;
        }
        Ok(())
    }

    /// After the last seal: what is left was signed over seals that are gone, and where more were
    /// signed than there are heads, the last were taken away.
    pub(crate) fn end(&mut self, chain: &Chain, signed: usize) -> Found {
        self.follow(chain)?;
        if let Some(head) = self.left.pop() {
            self.check.check(&head, chain)?;
            return Err(Broken::HeadBeyond { day: head.day, seal: head.seal, last: chain.no });
        }
        if self.checked() < signed {
            Err(Broken::HeadsGone { last: self.checked() })
        } else {
            Ok(())
        }
    }
}
