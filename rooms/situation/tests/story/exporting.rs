//! A long list of what is missing is queued from its page and written by a job.

use crate::world::{World, furnish};

fn world() -> World {
    World::furnished(|core| {
        let kinds = exports::Kinds(vec![situation::export_kind()]);
        furnish(core).with(kinds).with(exports::Limit(1))
    })
}

fn work(world: &World) {
    jobs::Runner::new(&world.home.core, [exports::job()], []).run_due().unwrap();
}

fn count(world: &World, sql: &'static str) -> i64 {
    world.home.core.db.read(|read| Ok::<_, act::Error>(read.one(sql, &[])?)).unwrap()
}

#[test]
fn a_long_list_goes_by_the_queue() {
    let world = world();
    let browser = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let file = format!("/situation/{}/file?state=overdue&list=missing&format=csv", world.county);
    let sent = browser.get(&file);
    assert_eq!(sent.status, 303);
    let form = browser.get(&sent.location);
    assert!(form.body.contains("在后台导出") && form.body.contains("件"), "{}", form.body);
    let asked = browser.post(&sent.location, &[]);
    assert_eq!((asked.status, asked.location.as_str()), (303, "/me/exports"), "{}", asked.body);
    let overdue = world.picture(act::Relation::Line, world.county).tally.overdue;
    assert_eq!(count(&world, "SELECT rows_count FROM export"), overdue);
    work(&world);
    let ready = "SELECT count(*) FROM export WHERE content IS NOT NULL AND format = 'csv'
                 AND problem IS NULL AND file_name LIKE '%.csv'";
    assert_eq!(count(&world, ready), 1);
}

#[test]
fn nobody_queues_what_he_may_not_see() {
    let world = world();
    let browser = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let url = format!("/situation/{}/exports?list=missing", world.other_county);
    assert_eq!(browser.get(&url).status, 404);
    assert_eq!(browser.post(&url, &[]).status, 404);
    assert_eq!(count(&world, "SELECT count(*) FROM export"), 0);
}

#[test]
fn who_lost_his_post_gets_no_list() {
    let world = world();
    let browser = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let url = format!("/situation/{}/exports?list=missing", world.county);
    assert_eq!(browser.post(&url, &[]).status, 303);
    crate::world::write(&world.home, |_, w| {
        w.run("UPDATE post SET to_on = '2026-11-20'", &[])?;
        w.touch(world.city, db::Touch::Unit);
        Ok(())
    });
    work(&world);
    let failed = "SELECT count(*) FROM export WHERE content IS NULL AND problem LIKE '%身份%'";
    assert_eq!(count(&world, failed), 1);
}
