//! The folder in which backups stand: what they are called, which are kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use calendar::Instant;

use crate::{Error, Result};

const SUFFIX: &str = ".backup";
const PREFIX: &str = "guantong-";

/// A folder of backups.
pub struct Shelf<'s>(pub &'s Path);

/// `guantong-20261128-0230.backup`, in the time of Shanghai.
pub fn name_at(now: Instant) -> String {
    let (day, (hour, minute)) = (now.day(), now.hour_minute());
    let second = now.millis().div_euclid(1000).rem_euclid(60);
    let date = day.to_string().replace('-', "");
    format!("{PREFIX}{date}-{hour:02}{minute:02}{second:02}{SUFFIX}")
}

/// When the file of this name was made; *None* for a name that somebody else has given.
pub(crate) fn made_at(file: &Path) -> Option<Instant> {
    let name = file.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let (date, time) = name.split_once('-').filter(|(date, time)| {
        date.len() == 8 && time.len() == 6 && [date, time].iter().all(|it| it.is_ascii())
    })?;
    let day = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]).parse().ok()?;
    let seconds = time[4..].parse().ok()?;
    Some(Instant::at(day, time[..2].parse().ok()?, time[2..4].parse().ok()?).plus_seconds(seconds))
}

impl Shelf<'_> {
    /// The backups by name, which is by age, the newest first. What is called otherwise is not ours.
    pub fn all(&self) -> Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::at(self.0)(error)),
        };
        let is_ours = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(PREFIX) && name.ends_with(SUFFIX)
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut all: Vec<PathBuf> = paths.filter(is_ours).collect();
        all.sort();
        all.reverse();
        Ok(all)
    }

    /// Takes away all but the newest `keep`, at least one is kept; which went.
    pub fn keep_newest(&self, keep: usize) -> Result<Vec<PathBuf>> {
        let old: Vec<PathBuf> = self.all()?.into_iter().skip(keep.max(1)).collect();
        for path in &old {
            fs::remove_file(path).map_err(Error::at(path))?;
        }
        Ok(old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_of_ours_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |hour| Instant::at("2026-11-20".parse().unwrap(), hour, 5);
        for hour in [1, 3, 2] {
            fs::write(folder.path().join(name_at(at(hour))), b"x").unwrap();
        }
        fs::write(folder.path().join("else.txt"), b"x").unwrap();
        assert_eq!(made_at(&folder.path().join(name_at(at(3)))), Some(at(3)));
        assert_eq!(made_at(Path::new("guantong-2026年0-023000.backup")), None);
        let shelf = Shelf(folder.path());
        let went = shelf.keep_newest(2).unwrap();
        assert_eq!(went, [folder.path().join("guantong-20261120-010500.backup")]);
        assert_eq!(shelf.all().unwrap()[0], folder.path().join(name_at(at(3))));
        assert!(
            shelf.keep_newest(0).unwrap().len() == 1 && folder.path().join("else.txt").exists()
        );
    }
}
