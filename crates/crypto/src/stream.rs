//! Long content under SM4-GCM in chunks: a chunk that is changed, moved, left out, or missing at the end
//! does not open.

use aes_gcm::{
    AesGcm, Nonce,
    aead::{Aead, KeyInit, Payload, consts::U12},
};
use sm4::Sm4;

/// One stream's cipher. Its key is used for this stream and never again: nonces are counted.
pub struct Stream {
    cipher: AesGcm<Sm4, U12>,
    /// What stands before the stream; it opens after nothing else.
    head: [u8; 32],
    chunks: u64,
}

impl Stream {
    pub fn new(key: &[u8; 16], head: [u8; 32]) -> Self {
        Self { cipher: AesGcm::<Sm4, U12>::new(key.into()), head, chunks: 0 }
    }

    pub fn seal(&mut self, plain: &[u8], is_last: bool) -> Vec<u8> {
        let nonce = self.next(is_last);
        let payload = Payload { msg: plain, aad: &self.head };
        self.cipher.encrypt(&nonce, payload).expect("SM4-GCM encrypts less than 64 GiB")
    }

    /// `None` when this is not the next chunk of the stream.
    pub fn open(&mut self, chunk: &[u8], is_last: bool) -> Option<Vec<u8>> {
        let nonce = self.next(is_last);
        self.cipher.decrypt(&nonce, Payload { msg: chunk, aad: &self.head }).ok()
    }

    fn next(&mut self, is_last: bool) -> Nonce<U12> {
        let mut nonce = [0; 12];
        nonce[3] = u8::from(is_last);
        nonce[4..].copy_from_slice(&self.chunks.to_be_bytes());
        self.chunks += 1;
        nonce.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_stream_in_its_order_opens() {
        let key = [9; 16];
        let mut stream = Stream::new(&key, [1; 32]);
        let (first, last) = (stream.seal(b"first", false), stream.seal(b"last", true));
        let opened = |chunks: &[(&[u8], bool)], head| {
            let mut stream = Stream::new(&key, [head; 32]);
            chunks
                .iter()
                .map(|(chunk, is_last)| stream.open(chunk, *is_last))
                .collect::<Option<Vec<_>>>()
        };
        assert_eq!(opened(&[(&first, false), (&last, true)], 1).unwrap().concat(), b"firstlast");
        assert!(opened(&[(&last, true)], 1).is_none(), "the first is left out");
        assert!(opened(&[(&first, true)], 1).is_none(), "cut off after the first");
        assert!(opened(&[(&first, false), (&last, true)], 2).is_none(), "another head");
    }
}
