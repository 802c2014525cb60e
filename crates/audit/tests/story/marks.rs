//! The mark outside the database: it finds the end that was cut off whole, and is not fooled.

use audit::{Broken, MARK_ASIDE, MARK_FILE, Marked, Marker, check_marks, note_restore};
use db::bind;
use tempfile::TempDir;

use crate::world::World;

fn leave(world: &World, folder: &TempDir) {
    Marker::leave(&world.home.core, folder.path()).unwrap();
}

fn marks(world: &World, folder: &TempDir) -> Vec<Marked> {
    let ctx = world.ctx();
    ctx.read(|read| check_marks(&ctx, read, folder.path())).unwrap()
}

/// The last seals with all that they hold: nothing inside the database is wrong afterwards.
fn cut(world: &World, many: i64) -> i64 {
    let last: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    for no in last - many + 1..=last {
        let event = world.event_of(no);
        world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
        world.tamper("DELETE FROM seal WHERE no = $1", bind![no]);
    }
    assert_eq!(world.broken(), None, "the chain itself knows nothing of it");
    last
}

#[test]
fn an_end_that_was_cut_off_whole_is_missed_by_the_mark() {
    let (world, folder) = (World::with_a_head(), TempDir::new().unwrap());
    assert_eq!(marks(&world, &folder), [Marked::Missing]);
    leave(&world, &folder);
    assert!(matches!(&marks(&world, &folder)[..], [Marked::Follows(_)]));
    world.act();
    assert!(matches!(&marks(&world, &folder)[..], [Marked::Follows(_)]), "it may lag");
    leave(&world, &folder);
    let last = cut(&world, 2);
    let found = marks(&world, &folder);
    let beyond = |it: &Marked| {
        matches!(it, Marked::Broken(Broken::MarkBeyond { seal, last: l, .. })
            if *seal == last && *l == last - 2)
    };
    assert!(matches!(&found[..], [one] if beyond(one)), "{found:?}");
}

#[test]
fn a_mark_that_does_not_fit_goes_on_speaking_while_the_server_goes_on() {
    let (world, folder) = (World::with_a_head(), TempDir::new().unwrap());
    leave(&world, &folder);
    cut(&world, 2);
    // New acts fill the gap, and the server writes its mark again.
    (0..3).for_each(|_| world.act());
    leave(&world, &folder);
    leave(&world, &folder);
    assert_eq!(world.broken(), None);
    let found = marks(&world, &folder);
    assert!(
        matches!(&found[..], [Marked::Follows(_), Marked::Broken(Broken::MarkOfOtherChain { .. })]),
        "{found:?}"
    );
    assert!(folder.path().join(MARK_ASIDE).exists());
}

#[test]
fn a_mark_written_by_somebody_without_the_key_is_named() {
    let (world, folder) = (World::with_a_head(), TempDir::new().unwrap());
    leave(&world, &folder);
    let file = folder.path().join(MARK_FILE);
    let line = std::fs::read_to_string(&file).unwrap();
    let seal: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    std::fs::write(&file, line.replace(&format!(" {seal} "), &format!(" {} ", seal - 1))).unwrap();
    assert_eq!(marks(&world, &folder), [Marked::Broken(Broken::MarkForged)]);
}

#[test]
fn a_restored_backup_is_told_and_raises_no_alarm() {
    let (world, folder) = (World::with_a_head(), TempDir::new().unwrap());
    leave(&world, &folder);
    let last = cut(&world, 2);
    note_restore(&world.ctx(), last - 2, "guantong-20261120.backup").unwrap();
    world.seal();
    assert!(matches!(&marks(&world, &folder)[..], [Marked::BeforeRestore(mark, to)]
            if mark.seal == last && *to == last - 2));
    let report = world.verify();
    assert_eq!(report.restored.map(|(_, about)| about), Some(format!("seal:{}", last - 2)));
    // Who writes such an event into the database by hand explains nothing.
    world.tamper("UPDATE event SET about = 'seal:1' WHERE act = 'audit.restore'", &[]);
    assert!(matches!(&marks(&world, &folder)[..], [Marked::Broken(_)]));
}

#[test]
fn what_a_vanished_event_has_made_tells_of_it() {
    let world = World::with_a_head();
    let sql = "INSERT INTO touched (event, unit, what) VALUES ($1, 1, 'facts')";
    let last: i64 = world.ask("SELECT max(no) FROM seal", &[]);
    let event = world.event_of(last);
    world.tamper(sql, bind![event]);
    assert_eq!(world.broken(), None);
    world.tamper("DELETE FROM event WHERE id = $1", bind![event]);
    world.tamper("DELETE FROM seal WHERE no = $1", bind![last]);
    assert!(matches!(world.broken(), Some(Broken::Missed { event: e, .. }) if e == event));
}
