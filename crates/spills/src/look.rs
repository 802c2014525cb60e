//! Where words stand: in plain columns, in sealed ones, in stored files; and what was looked through for them.

use act::Result;
use crypto::Keys;
use db::{Read, Table, Value};
use files::Stored;
use keyring::{Renewal, Renewals};
use serde::{Deserialize, Serialize};

use crate::renew;

/// Nothing typed stands in them, or it is what this crate writes itself.
const NOT_LOOKED_AT: [&str; 6] =
    ["seal", "unsealed", "touched", "file_content", "spill", "spill_place"];
/// Under the seals of the audit chain: whoever alters it breaks the chain.
const SEALED_TABLES: [&str; 2] = ["event", "view_log"];

/// What was looked through.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Seen {
    pub tables: Vec<String>,
    /// Names of what lies sealed, and its columns: 更正申请 (correction.said).
    pub sealed: Vec<String>,
    pub files: usize,
    /// Pictures, scans and encrypted papers: their text shows to an eye alone.
    pub unread: usize,
}

/// One place in which the words stand.
pub(crate) enum Hit {
    Plain { table: Table, column: String, texts: Vec<String> },
    Sealed { renewal: Renewal, id: i64, column: &'static str, content: Vec<u8> },
    File { file: Stored, content: Vec<u8> },
}

impl Hit {
    pub(crate) fn table(&self) -> &str {
        match self {
            Self::Plain { table, .. } => &table.name,
            Self::Sealed { column, .. } => column.split('.').next().unwrap_or(column),
            Self::File { .. } => "file",
        }
    }

    pub(crate) fn places(&self) -> usize {
        match self {
            Self::Plain { texts, .. } => texts.len(),
            Self::Sealed { .. } | Self::File { .. } => 1,
        }
    }

    /// What this crate keeps itself, sealed, until it is purged.
    pub(crate) fn is_kept(&self) -> bool {
        matches!(self, Self::Sealed { column, .. } if renew::is_own(column))
    }

    /// It cannot be taken out.
    pub(crate) fn stays(&self) -> bool {
        matches!(self, Self::Plain { table, .. } if SEALED_TABLES.contains(&table.name.as_str()))
    }
}

/// Looks through everything; without keys what is sealed stays unread.
pub(crate) fn look(
    read: &Read,
    sealed: Option<(&Keys, &Renewals)>,
    words: &str,
) -> Result<(Vec<Hit>, Seen)> {
    let (mut hits, mut seen) = (Vec::new(), Seen::default());
    plain(read, words, &mut hits, &mut seen)?;
    if let Some((keys, renewals)) = sealed {
        for renewal in renewals.0.iter().filter(|it| !it.words_in.is_empty()) {
            if !renewal.words_in.iter().any(|column| renew::is_own(column)) {
                seen.sealed.push(format!("{}（{}）", renewal.what, renewal.words_in.join("、")));
            }
            (renewal.look)(read, keys, &mut |id, (column, content)| {
                if stand_in(&content, words) {
                    hits.push(Hit::Sealed { renewal: *renewal, id, column, content });
                }
            })?;
        }
    }
    for file in files::all(read)? {
        let Some(content) = files::content(read, &file)? else { continue };
        seen.files += 1;
        seen.unread += usize::from(!files::shows_text(&content));
        if stand_in(&content, words) {
            hits.push(Hit::File { file, content });
        }
    }
    Ok((hits, seen))
}

fn plain(read: &Read, words: &str, hits: &mut Vec<Hit>, seen: &mut Seen) -> Result<()> {
    for table in read.tables()? {
        if NOT_LOOKED_AT.contains(&table.name.as_str()) {
            continue;
        }
        let mut found = vec![Vec::new(); table.columns.len()];
        read.each_row(&table, &mut |row| {
            for (at, cell) in row.into_iter().enumerate() {
                match cell {
                    Value::Text(text) if text.contains(words) => found[at].push(text),
                    _ => {}
                }
            }
            Ok(())
        })?;
        for (at, texts) in found.into_iter().enumerate().filter(|(_, texts)| !texts.is_empty()) {
            let (table, column) = (table.clone(), table.columns[at].clone());
            hits.push(Hit::Plain { table, column, texts });
        }
        seen.tables.push(table.name);
    }
    Ok(())
}

/// As they are, or in the text of what is a file; there however lines and spaces are set.
fn stand_in(content: &[u8], words: &str) -> bool {
    if content.windows(words.len()).any(|part| part == words.as_bytes()) {
        return true;
    }
    let squeezed = text::without_gaps(words, usize::MAX);
    files::texts(content).iter().any(|it| text::without_gaps(it, usize::MAX).contains(&squeezed))
}
