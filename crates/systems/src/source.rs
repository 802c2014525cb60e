//! The files of a `systems/` folder.

use std::{collections::BTreeMap, fs, io, path::Path};

use crate::{Report, report::Finding};

/// Texts by their path below `systems/`, with `/` between folders: `.toml` and `.md`.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    /// The copy that the binary carries.
    pub fn built_in() -> Self {
        let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/systems.rs"));
        files.iter().copied().collect()
    }

    pub fn read(dir: &Path) -> Result<Self, Report> {
        let mut sources = Self::default();
        match sources.walk(dir, "") {
            Ok(()) => Ok(sources),
            Err(error) => {
                let path = dir.display().to_string();
                let finding = Finding::whole(&path, "读不了系统文件夹", error.to_string());
                Err(Report::new(sources).with(finding))
            }
        }
    }

    fn walk(&mut self, dir: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.walk(&entry.path(), &format!("{path}/"))?;
            } else if entry.path().extension().is_some_and(|e| e == "toml" || e == "md") {
                self.0.insert(path, fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Sources {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        Self(files.into_iter().map(|(p, t)| (p.to_owned(), t.to_owned())).collect())
    }
}
