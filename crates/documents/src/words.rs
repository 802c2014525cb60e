//! A paper as plain words, line by line: what a short code on paper is made of.

use crate::Paper;
use crate::lines::{Line, attachments, lines};

impl Paper {
    /// All that it says, without look and pages. Equal papers give equal words, whatever renders them.
    pub fn words(&self) -> String {
        let mut all: Vec<String> = self.title.clone();
        all.extend(self.addressee.clone());
        for line in lines(self) {
            match line {
                Line::Heading(_, text) => all.push(text),
                Line::Paragraph { text, .. } => all.push(text.to_plain()),
                Line::Table { table, .. } => {
                    all.push(table.head.join("\t"));
                    all.extend(table.rows.iter().map(|row| row.join("\t")));
                }
            }
        }
        all.extend(attachments(self).into_iter().map(|(label, text)| format!("{label}{text}")));
        all.extend(self.signatures.iter().cloned());
        all.extend(self.issuer.iter().chain(&self.date).chain(&self.note).cloned());
        all.extend(self.annexes.iter().map(Self::words));
        all.join("\n")
    }
}
