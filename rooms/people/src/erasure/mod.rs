//! What of a person goes after its period, in three steps: his numbers with his key, the rest of his row, his
//! name; and who sees what is coming and may hold it.

mod pages;
mod store;

use act::{Acting, Ctx, Error, Result};
use retention::{Eraser, Past, erase};

pub(crate) use self::pages::routes;

/// What stands where a name was.
pub(crate) const NO_NAME: &str = "（已清除）";

/// The `[[keep]]` under which keys of persons are destroyed.
pub const NUMBERS: &str = "numbers";
const BASIC: &str = "basic";
const NAME: &str = "name";
const CORRECTION: &str = "correction";

/// For `retention::Erasers`.
pub fn erasers() -> Vec<Eraser> {
    vec![
        Eraser {
            key: NUMBERS,
            due: |read, past| store::count(read, Part::Numbers, past),
            erase: |ctx, past| part(ctx, Part::Numbers, past),
        },
        Eraser {
            key: BASIC,
            due: |read, past| store::count(read, Part::Basic, past),
            erase: |ctx, past| part(ctx, Part::Basic, past),
        },
        Eraser {
            key: NAME,
            due: |read, past| store::count(read, Part::Name, past),
            erase: |ctx, past| part(ctx, Part::Name, past),
        },
        Eraser {
            key: CORRECTION,
            due: store::count_answered,
            erase: |ctx, past| erase(ctx, CORRECTION, |w| Ok(store::remove_answered(w, past)?)),
        },
        crate::shift::eraser(),
    ]
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Numbers,
    Basic,
    Name,
}

impl Part {
    const ALL: [Self; 3] = [Self::Numbers, Self::Basic, Self::Name];

    fn key(self) -> &'static str {
        match self {
            Self::Numbers => NUMBERS,
            Self::Basic => BASIC,
            Self::Name => NAME,
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Numbers => &["id_number", "phone", "correction", "person_key"],
            Self::Basic => &[
                "sex",
                "birth",
                "ethnic",
                "education",
                "degree",
                "police_rank",
                "police_number",
                "duty_title",
                "work_from",
                "outside_number",
            ],
            Self::Name => &["name"],
        }
    }
}

/// One act for each person: his trail says when it was.
fn part(ctx: &Ctx, part: Part, past: Past) -> Result<usize> {
    let mut count = 0;
    for person in ctx.read(|read| Ok::<_, Error>(store::next(read, part, past)?))? {
        count += erase(ctx, part.key(), |w| {
            // A hold may have come, or he himself come back, since the list was made.
            if !store::is_due(w, part, past, person)? {
                return Ok(0);
            }
            one(w, part, person)?;
            Ok(1)
        })?;
    }
    Ok(count)
}

fn one(w: &Acting, part: Part, person: i64) -> Result<()> {
    match part {
        Part::Numbers => {
            keyring::destroy(w, person)?;
            store::remove_numbers(w, person)?;
        }
        Part::Basic => store::remove_basic(w, person)?,
        Part::Name => store::remove_name(w, person)?,
    }
    w.about("person", person).changed(part.fields());
    Ok(())
}

/// After a restore from a backup of before: whose key was destroyed since loses it, and what lay under it, once
/// more. How many.
pub fn erase_again(ctx: &Ctx, persons: &[i64]) -> Result<usize> {
    let mut count = 0;
    for person in ctx.read(|read| Ok::<_, Error>(store::with_key(read, persons)?))? {
        count += erase(ctx, NUMBERS, |w| {
            one(w, Part::Numbers, person)?;
            Ok(1)
        })?;
    }
    Ok(count)
}
