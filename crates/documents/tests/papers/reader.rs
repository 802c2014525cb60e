//! Other people's programs that open what we wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A fresh folder for one test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents").join(test);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a program of a Debian package and gives what it printed.
pub(crate) fn run(program: &str, package: &str, arguments: &[&Path]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| {
        panic!("{program} did not start ({error}): apt-get install {package}")
    });
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {problem}");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF, page by page, without spaces and line ends.
pub(crate) fn pages(pdf: &Path) -> Vec<String> {
    let text = run("pdftotext", "poppler-utils", &[Path::new("-layout"), pdf, Path::new("-")]);
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    pages.map(|page| page.split_whitespace().collect()).collect()
}

/// A word on a page, in points from the upper left corner.
#[cfg(feature = "pdf")]
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    pub(crate) text: String,
}

/// Every word with its place, as poppler sees them.
#[cfg(feature = "pdf")]
pub(crate) fn words_of(pdf: &Path) -> Vec<Word> {
    let out = run("pdftotext", "poppler-utils", &[Path::new("-bbox"), pdf, Path::new("-")]);
    let mut page = 0;
    let mut words = Vec::new();
    for line in out.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page += 1;
        }
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let (places, text) = rest.split_once('>').unwrap();
        let place = |name: &str| -> f64 {
            let value = places.split(&format!("{name}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().parse().unwrap()
        };
        words.push(Word {
            page,
            left: place("xMin"),
            top: place("yMin"),
            right: place("xMax"),
            bottom: place("yMax"),
            text: text.trim_end_matches("</word>").to_owned(),
        });
    }
    words
}
