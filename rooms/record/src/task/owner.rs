//! Who an agreed matter is for: the minutes name them, the roll says who they are.

use std::collections::BTreeSet;

use act::{Acting, Ctx, Place, Result};
use systems::Systems;

use super::{Task, store};
use crate::{
    meeting::{Record, RecordId, choosable},
    roll,
};

/// What stands between two names.
const BETWEEN: &[char] = &['、', '，', ',', '；', ';', ' ', '　'];

/// Replaces the matters of a record, and who of the unit's people each is for.
pub(crate) fn agree(ctx: &Ctx, w: &Acting, record: &Record, tasks: &[Task]) -> Result<()> {
    let ids = store::replace(w, record.id, record.unit, tasks)?;
    if tasks.iter().all(|it| it.owner.is_empty()) {
        return Ok(());
    }
    let Some(place) = Place::find(w, record.unit)? else { return Ok(()) };
    let on = record.plan_on;
    let on_day = roll::on_day(w, &place, on)?;
    let known = choosable(w, ctx.part::<Systems>(), &place, (on, &on_day))?;
    let owners = ids.into_iter().zip(tasks).flat_map(|(id, task)| {
        named(&task.owner, &known).into_iter().map(move |person| (id, person))
    });
    store::put_owners(w, &owners.collect::<Vec<_>>())
}

/// Matters as they stand, each with whom it is for.
pub(crate) fn keep(
    w: &Acting,
    (record, unit): (RecordId, i64),
    kept: &[(Task, Option<i64>)],
) -> Result<()> {
    let tasks: Vec<Task> = kept.iter().map(|(task, _)| task.clone()).collect();
    store::insert(w, record, unit, &tasks)?;
    let owners = kept.iter().filter_map(|(task, person)| Some((task.id, (*person)?)));
    store::put_owners(w, &owners.collect::<Vec<_>>())
}

/// Whom the words name; a name that two bear names nobody.
fn named(words: &str, known: &[(i64, String)]) -> BTreeSet<i64> {
    let one = |name: &str| {
        let mut bearers = known.iter().filter(|(_, it)| it == name).map(|(person, _)| *person);
        bearers.next().filter(|_| bearers.next().is_none())
    };
    words.split(BETWEEN).filter(|it| !it.is_empty()).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn whole_names_that_one_alone_bears_are_found() {
        let known = [(1, "黄磊楠"), (2, "汪红梅"), (3, "李明"), (4, "李明")];
        let known = known.map(|(id, name)| (id, name.to_owned()));
        let of = |words: &str| named(words, &known).into_iter().collect::<Vec<_>>();
        assert_eq!(of("汪红梅、黄磊楠"), [1, 2]);
        assert_eq!(of("黄磊楠 黄磊楠"), [1]);
        assert!(of("李明").is_empty() && of("各党小组").is_empty() && of("黄磊").is_empty());
    }
}
