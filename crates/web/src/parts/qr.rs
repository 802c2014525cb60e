//! A picture that a phone reads, as inline SVG. No I/O here.

use std::fmt::Write;

use act::{Error, Result};
use fast_qr::{ECL, QRBuilder};

use crate::{Markup, markup::escape};

/// Free modules around it, as the standard wants.
const MARGIN: usize = 4;

/// Black on white whatever the page looks like; `title` is for who cannot see it.
pub fn qr(text: &str, title: &str) -> Result<Markup> {
    let code =
        QRBuilder::new(text).ecl(ECL::M).build().map_err(|it| Error::broken(format!("{it:?}")))?;
    let mut path = String::new();
    for (y, row) in (0..code.size).map(|y| (y, &code[y])) {
        for (x, module) in row.iter().take(code.size).enumerate() {
            if module.value() {
                let _ = write!(path, "M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
            }
        }
    }
    let (size, title) = (code.size + 2 * MARGIN, escape(title));
    Ok(Markup(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {size} {size}\" width=\"232\" height=\"232\" \
         shape-rendering=\"crispEdges\"><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    )))
}
