//! A bar for long work, on a terminal; plain lines elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `total` rows with a Chinese title.
pub(super) fn bar(title: &str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:20} {bar:40} {pos}/{len} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(total).with_style(style);
    bar.set_message(title.to_owned());
    bar
}
