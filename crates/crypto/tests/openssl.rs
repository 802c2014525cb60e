//! SM2, SM3, SM4 and HMAC-SM3 agree with the `openssl` command line, both ways, on random input.
//!
//! OpenSSL 3.0 has no SM4-GCM on its command line: there the counter mode and the single block come
//! from OpenSSL, and the few lines of GHASH from this file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crypto::{Keys, PublicKey, SigningKey, bytes, hex, unhex};
use tempfile::TempDir;

const IDENTITY: &str = "distid:1234567812345678";
/// Lengths around the blocks of SM3 (64 bytes) and SM4 (16 bytes), and beyond.
const LENGTHS: [usize; 14] = [0, 1, 15, 16, 17, 31, 55, 56, 63, 64, 65, 1000, 4096, 100_003];

/// Runs `openssl` on `input`; a machine without it fails here, loudly.
fn openssl(args: &[&str], input: &[u8]) -> Vec<u8> {
    let (told, answer) = try_openssl(args, input);
    assert!(told, "openssl {args:?} failed");
    answer
}

fn try_openssl(args: &[&str], input: &[u8]) -> (bool, Vec<u8>) {
    let mut command = Command::new("openssl");
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("OpenSSL 3 is wanted here: apt install openssl");
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A verb that does not read its input closes it.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (output.status.success(), output.stdout)
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, content: &[u8]) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        show(&path)
    }
}

fn show(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn sm3_agrees() {
    for length in LENGTHS {
        let text = bytes(length);
        assert_eq!(
            crypto::sm3(&text)[..],
            openssl(&["dgst", "-sm3", "-binary"], &text),
            "{length}"
        );
    }
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = format!("hexkey:{}", hex(key));
    openssl(&["dgst", "-sm3", "-mac", "HMAC", "-macopt", &key, "-binary"], text)
}

#[test]
fn hmac_sm3_agrees() {
    for (length, key_length) in LENGTHS.into_iter().zip([1, 15, 16, 32, 63, 64, 65, 100].repeat(2))
    {
        let (key, text) = (bytes(key_length), bytes(length));
        assert_eq!(crypto::keyed_digest(&key, &text)[..], hmac(&key, &text), "{length}");
    }
}

/// An installation with a master key that OpenSSL is told too.
fn keys(desk: &Desk) -> (Keys, Vec<u8>) {
    let master = bytes(32);
    let file = desk.file("master.key", format!("1 {}\n", hex(&master)).as_bytes());
    let keys = Keys::open_or_create(Path::new(&file)).unwrap();
    (keys, hmac(&master, b"guantong Field")[..16].to_vec())
}

/// SM4-GCM put together out of OpenSSL's SM4: cipher text and tag.
fn sm4_gcm(key: &[u8], nonce: &[u8], place: &[u8], text: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let key = hex(key);
    let block = |input: &[u8]| openssl(&["enc", "-sm4-ecb", "-K", &key, "-nopad"], input);
    let counter = hex(&[nonce, &[0, 0, 0, 2]].concat());
    let cipher = openssl(&["enc", "-sm4-ctr", "-K", &key, "-iv", &counter], text);
    let digest = ghash(&block(&[0; 16]), place, &cipher);
    let mask = block(&[nonce, &[0, 0, 0, 1]].concat());
    let tag = digest.to_be_bytes().iter().zip(mask).map(|(a, b)| a ^ b).collect();
    (cipher, tag)
}

/// NIST SP 800-38D, bit by bit.
fn ghash(h: &[u8], place: &[u8], cipher: &[u8]) -> u128 {
    let h = u128::from_be_bytes(h.try_into().unwrap());
    let bits = |part: &[u8]| (part.len() as u64 * 8).to_be_bytes();
    let lengths = [bits(place), bits(cipher)].concat();
    let blocks = place.chunks(16).chain(cipher.chunks(16)).chain([&lengths[..]]);
    blocks.fold(0, |sum, block| {
        let mut padded = [0; 16];
        padded[..block.len()].copy_from_slice(block);
        multiply(sum ^ u128::from_be_bytes(padded), h)
    })
}

fn multiply(x: u128, mut v: u128) -> u128 {
    let mut z = 0;
    for bit in (0..128).rev() {
        if x >> bit & 1 == 1 {
            z ^= v;
        }
        v = if v & 1 == 1 { v >> 1 ^ 0xe1 << 120 } else { v >> 1 };
    }
    z
}

#[test]
fn what_we_encrypt_is_what_openssl_encrypts() {
    let desk = Desk::new();
    let (keys, field) = keys(&desk);
    for length in LENGTHS {
        let (place, text) = (format!("person.phone.{length}"), bytes(length));
        let sealed = crypto::seal_bytes(&keys, &place, &text).0;
        let (nonce, rest) = sealed[1..].split_at(12);
        let (cipher, tag) = sm4_gcm(&field, nonce, place.as_bytes(), &text);
        assert_eq!(rest, [cipher, tag].concat(), "{length}");
    }
}

#[test]
fn what_openssl_encrypts_we_open() {
    let desk = Desk::new();
    let (keys, field) = keys(&desk);
    for length in LENGTHS {
        let (place, nonce, text) = (format!("a.b.{length}"), bytes(12), bytes(length));
        let (cipher, tag) = sm4_gcm(&field, &nonce, place.as_bytes(), &text);
        let blob = [vec![1], nonce, cipher, tag].concat();
        assert_eq!(crypto::open_bytes(&keys, &place, &blob).unwrap(), text, "{length}");
    }
}

/// DER of SubjectPublicKeyInfo and of the private key (SEC 1), the curve being SM2.
fn public_pem(point: &[u8]) -> Vec<u8> {
    let head = unhex("3059301306072a8648ce3d020106082a811ccf5501822d034200").unwrap();
    openssl(&["pkey", "-pubin", "-inform", "DER"], &[head, point.to_vec()].concat())
}

fn private_pem(secret: &[u8], point: &[u8]) -> Vec<u8> {
    let (head, middle) = ("30770201010420", "a00a06082a811ccf5501822da144034200");
    let parts = [&unhex(head).unwrap(), secret, &unhex(middle).unwrap(), point];
    openssl(&["pkey", "-inform", "DER"], &parts.concat())
}

/// r and s as the two integers that OpenSSL writes.
fn to_der(signature: &[u8]) -> Vec<u8> {
    let integer = |half: &[u8]| {
        let zeros = half.iter().take_while(|it| **it == 0).count().min(half.len() - 1);
        let mut body = half[zeros..].to_vec();
        if body[0] >= 0x80 {
            body.insert(0, 0);
        }
        [vec![2, body.len() as u8], body].concat()
    };
    let body = [integer(&signature[..32]), integer(&signature[32..])].concat();
    [vec![0x30, body.len() as u8], body].concat()
}

fn from_der(der: &[u8]) -> Vec<u8> {
    let half = |at: usize| {
        let length = usize::from(der[at + 1]);
        let body = &der[at + 2..at + 2 + length];
        let plain = body.strip_prefix(&[0]).unwrap_or(body);
        ([vec![0; 32 - plain.len()], plain.to_vec()].concat(), at + 2 + length)
    };
    let (r, next) = half(2);
    [r, half(next).0].concat()
}

#[test]
fn openssl_believes_our_signatures_and_no_others() {
    let desk = Desk::new();
    for length in LENGTHS {
        let (key, text) = (SigningKey::random(), bytes(length));
        let signature = key.sign(&text);
        let public = desk.file("public.pem", &public_pem(&key.public().to_bytes()));
        let verify = |signature: &[u8]| {
            let file = desk.file("signature", &to_der(signature));
            let args = ["dgst", "-sm3", "-verify", &public, "-sigopt", IDENTITY];
            try_openssl(&[&args[..], &["-signature", &file]].concat(), &text).0
        };
        assert!(verify(&signature), "{length}");
        let mut forged = signature;
        forged[length % 64] ^= 1;
        assert!(!verify(&forged), "{length}");
    }
}

#[test]
fn we_believe_the_signatures_of_openssl_and_no_others() {
    let desk = Desk::new();
    for length in LENGTHS {
        let pem =
            openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"], b"");
        let private = desk.file("private.pem", &pem);
        let info = openssl(&["pkey", "-in", &private, "-pubout", "-outform", "DER"], b"");
        let public = PublicKey::from_bytes(&info[info.len() - 65..]).unwrap();
        let mut text = bytes(length);
        let der = openssl(&["dgst", "-sm3", "-sign", &private, "-sigopt", IDENTITY], &text);
        assert!(public.verify(&text, &from_der(&der)), "{length}");
        text.push(0);
        assert!(!public.verify(&text, &from_der(&der)), "{length}");
    }
}

#[test]
fn openssl_signs_with_our_key() {
    let desk = Desk::new();
    for length in LENGTHS {
        let secret = bytes(32);
        let Some(key) = SigningKey::from_bytes(&secret) else { continue };
        let pem = private_pem(&secret, &key.public().to_bytes());
        let private = desk.file("private.pem", &pem);
        let text = bytes(length);
        let der = openssl(&["dgst", "-sm3", "-sign", &private, "-sigopt", IDENTITY], &text);
        assert!(key.public().verify(&text, &from_der(&der)), "{length}");
    }
}
