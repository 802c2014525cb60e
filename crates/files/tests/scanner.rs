//! Attachments shown to clamd before they are kept. The other side is a listener of this test that speaks INSTREAM as clamd
//! documents it; with `GUANTONG_CLAMD` (a socket or `address:port`) the same is asked of a real one.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use act::{Error, Powers};
use files::{Scanner, Upload};
use testkit::Home;

/// The test file that scanners agree to find, in two pieces: whole, a scanner would take this file away.
fn eicar() -> Vec<u8> {
    let (one, other) =
        ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*");
    format!("{one}{other}").into_bytes()
}

fn home(scanner: Option<Scanner>) -> Home {
    Home::on("2026-11-20", |core| {
        let core = core.with(Powers::default());
        match scanner {
            Some(scanner) => core.with(scanner),
            None => core,
        }
    })
}

fn sent(home: &Home, content: &[u8]) -> Result<Upload, String> {
    Upload::scanned(&home.core, "file", "材料.txt", content.to_vec()).map_err(|error| match error {
        Error::Invalid(faults) => faults.at("file").unwrap().to_owned(),
        other => panic!("{other}"),
    })
}

/// Answers each of some connections as clamd does; what it got is handed back.
fn clamd(answers: Vec<&'static str>) -> (Scanner, thread::JoinHandle<Vec<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let work = move || {
        let mut got = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut word = [0; 10];
            stream.read_exact(&mut word).unwrap();
            assert_eq!(&word, b"zINSTREAM\0");
            let mut content = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length) as usize;
                if length == 0 {
                    break;
                }
                let mut chunk = vec![0; length];
                stream.read_exact(&mut chunk).unwrap();
                content.extend(chunk);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            got.push(content);
        }
        got
    };
    (Scanner::read(&address).unwrap(), thread::spawn(work))
}

#[test]
fn an_attachment_is_shown_to_the_scanner_before_it_is_kept() {
    let answers = vec![
        "stream: OK\0",
        "stream: Eicar-Signature FOUND\0",
        "INSTREAM size limit exceeded. ERROR\0",
    ];
    let (scanner, listener) = clamd(answers);
    let home = home(Some(scanner));
    let large: Vec<u8> = "学习材料\n".repeat(20_000).into_bytes();
    assert!(sent(&home, &large).is_ok());
    let found = sent(&home, &eicar()).unwrap_err();
    assert!(found.contains("恶意代码") && found.contains("没有保存"), "{found}");
    let unsure = sent(&home, b"plain").unwrap_err();
    assert!(unsure.contains("现在查不了病毒"), "what nobody looked at stays outside: {unsure}");
    assert_eq!(listener.join().unwrap(), [large, eicar(), b"plain".to_vec()]);
}

#[test]
fn a_scanner_that_does_not_answer_lets_nothing_in_and_none_asks_nobody() {
    let nobody = home(Some(Scanner::Socket("/nonexistent/clamd.ctl".into())));
    assert!(sent(&nobody, b"plain").unwrap_err().contains("杀毒程序没有应答"));
    assert!(sent(&home(None), b"plain").is_ok());
}

#[test]
fn a_real_clamd_finds_the_test_file_where_one_is_given() {
    let Some(at) = std::env::var_os("GUANTONG_CLAMD") else { return };
    let home = home(Scanner::read(at.to_str().unwrap()));
    assert!(sent(&home, b"plain").is_ok());
    assert!(sent(&home, &eicar()).unwrap_err().contains("恶意代码"));
}
