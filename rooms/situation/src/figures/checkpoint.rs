//! Figures on disk between two runs: a restart reads this file and what was touched since.
//!
//! The file is a convenience, never the truth. Damaged, old, of another law or of another year it is
//! left aside and everything is counted out of rows.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use act::{Core, Result};
use calendar::{Day, Instant, Workdays};
use db::Read;
use duty::Law;
use rules::Rules;
use serde::{Deserialize, Serialize};
use systems::Systems;

use super::{
    Figures, Progress,
    follow::plant_all,
    mark::Mark,
    marks::{Marks, Packed},
    state::State,
    store,
};

/// First bytes of the file: its name and the version of its shape.
const MAGIC: &[u8; 8] = b"GTFIG\x00\x00\x02";
/// A file older than this asks for more than `touched` still holds.
const DAYS_AT_MOST: i32 = 20;

#[derive(Serialize, Deserialize)]
struct Kept {
    /// SM3 of the law that the marks were made by.
    law: [u8; 32],
    saved_at: Instant,
    today: Day,
    seal: i64,
    unsealed: Vec<i64>,
    /// Keys in the order of their numbers.
    duties: Vec<String>,
    /// In the order of their numbers.
    marks: Vec<Mark>,
    /// Every unit with marks, packed.
    units: Vec<(i64, Vec<u8>)>,
}

impl Figures {
    /// Writes the figures aside and puts the file in place: whoever reads it finds a whole one.
    pub fn save(&self, core: &Core, file: &Path) -> io::Result<()> {
        let Some(kept) = self.kept(core) else { return Ok(()) };
        let body = postcard::to_stdvec(&kept).map_err(io::Error::other)?;
        let aside = file.with_extension("new");
        let mut out = fs::File::create(&aside)?;
        out.write_all(MAGIC)?;
        out.write_all(&crypto::sm3(&body))?;
        out.write_all(&body)?;
        out.sync_all()?;
        fs::rename(&aside, file)
    }

    fn kept(&self, core: &Core) -> Option<Kept> {
        // No pass may move them meanwhile.
        let _passing = super::lock(&self.passing);
        let (progress, today) = self.known()?;
        let state = self.read();
        let units = state.forest.all().filter(|(_, unit)| !unit.marks.is_empty());
        Some(Kept {
            law: state.law,
            saved_at: core.clock.now(),
            today,
            seal: progress.seal,
            unsealed: progress.unsealed.into_iter().collect(),
            duties: state.duties.iter().map(|duty| duty.key.clone()).collect(),
            marks: state.marks.all().to_vec(),
            units: units.map(|(_, unit)| (unit.row.id, unit.marks.bytes().to_vec())).collect(),
        })
    }

    /// Takes a saved file up again; *false* where it cannot be used. What was done since is taken in
    /// by the next pass.
    pub fn load(&self, core: &Core, file: &Path) -> Result<bool> {
        let _passing = super::lock(&self.passing);
        let Some(kept) = read_file(file) else { return Ok(false) };
        let now = core.clock.now();
        let is_old = kept.saved_at.day() < now.day().plus_days(-DAYS_AT_MOST);
        if is_old || kept.today.year() != now.day().year() || kept.today > now.day() {
            return Ok(false);
        }
        let Some((state, progress)) = core.db.follow(|read| restore(core, read, kept))? else {
            return Ok(false);
        };
        self.put(state, progress);
        Ok(true)
    }
}

fn read_file(file: &Path) -> Option<Kept> {
    let bytes = fs::read(file).ok()?;
    let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
    let (digest, body) = rest.split_at_checked(32)?;
    let is_whole = magic == MAGIC && crypto::sm3(body)[..] == *digest;
    if !is_whole {
        tracing::warn!("the saved figures are damaged; they are counted anew");
        return None;
    }
    postcard::from_bytes(body).ok()
}

fn restore(core: &Core, read: &Read, kept: Kept) -> Result<Option<(State, Progress)>> {
    let law = Law::load(read, core.part::<Rules>())?;
    // A database put back from a copy knows less than the file.
    let is_behind = store::stamp(read)?.seal < kept.seal;
    let mut state = State::default();
    if is_behind
        || digest(law.rules()) != kept.law
        || !state.learn_in_order(law.rules(), &kept.duties)
    {
        return Ok(None);
    }
    plant_all(&mut state, core.part::<Systems>(), read, kept.today)?;
    state.marks = kept.marks.into_iter().collect::<Marks>();
    for (id, marks) in kept.units {
        if let Some(at) = state.forest.at(id) {
            state.forest.set_marks(at, Packed::from_bytes(&marks));
        }
    }
    state.recount(kept.today);
    let unsealed = kept.unsealed.into_iter().collect();
    Ok(Some((state, Progress { seal: kept.seal, unsealed })))
}

/// Tells one law from another, local rules and added working days included.
pub(super) fn digest(rules: &Rules) -> [u8; 32] {
    crypto::sm3(format!("{rules:?}{:?}", Workdays::in_force()).as_bytes())
}
