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
