//! The hat is read again within the act: a post that ended in the meantime does nothing any more.

use std::sync::mpsc;

use act::{Act, Actor, Core, Ctx, Error, Hat, Place, Power, Powers, Reach, Relation};
use db::{Touch, bind};
use testkit::Home;

const TOUCH: Act = Act::new("unit.touch", "改单位");
const HOLDER: i64 = 1;

fn home() -> Home {
    let power = Power { act: TOUCH.key.into(), relation: Relation::Lead, reach: Reach::Below };
    let powers = Powers::new([("secretary".to_owned(), vec![power]), ("member".into(), vec![])]);
    let home = Home::on("2026-11-20", |core: Core| core.with(powers));
    found(&home, 5, "/5/");
    found(&home, 6, "/5/6/");
    home
}

fn found(home: &Home, id: i64, lead_path: &str) {
    let made = home.operator().act_system(&TOUCH, |w| {
        let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                                     official_order, founded_on, use_from, lead_path, organ, version)
                   VALUES ($1, 'branch', 'party', $2, $2, $2, '', '', 0, '2020-01-01',
                           '2020-01-01', $3, 5, 0)";
        w.run(sql, bind![id, format!("U{id}"), lead_path])?;
        Ok(())
    });
    made.unwrap();
}

/// The page as it was opened: post and place of that moment.
fn opened(home: &Home) -> (Ctx, i64) {
    let post = home.hold(HOLDER, "secretary", 5);
    let unit = home.core.db.read(|read| Place::find(read, 5)).unwrap().unwrap();
    let (kind, title) = ("secretary".to_owned(), "书记".to_owned());
    let powers = home.core.part::<Powers>().of(&kind);
    let hat = Some(Hat { post, kind, title, unit, powers, stand_in: None });
    (Ctx::new(&home.core, Actor::Person { id: HOLDER, name: "甲".into(), hat }), post)
}

fn touch(ctx: &Ctx, unit: i64) -> act::Result<()> {
    ctx.act(&TOUCH, unit, |w| {
        w.run("UPDATE unit SET name = '改过' WHERE id = $1", bind![unit])?;
        w.about("unit", unit);
        Ok(())
    })
}

fn touched(home: &Home) -> i64 {
    let sql = "SELECT count(*) FROM unit WHERE name = '改过'";
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

fn events(home: &Home) -> i64 {
    let sql = "SELECT count(*) FROM event";
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

#[test]
fn a_post_that_ended_after_the_page_was_opened_does_nothing() {
    let home = home();
    let (ctx, post) = opened(&home);
    touch(&ctx, 5).unwrap();
    let before = events(&home);
    home.end_post(post);
    let refused = touch(&ctx, 6).unwrap_err();
    assert!(matches!(refused, Error::HatGone { .. }), "{refused}");
    assert!(refused.to_string().contains("您已经不担任U5的书记了"), "{refused}");
    assert_eq!((touched(&home), events(&home)), (1, before));
}

#[test]
fn a_post_of_another_kind_by_now_has_the_powers_of_that_kind() {
    let home = home();
    let (ctx, post) = opened(&home);
    let changed = home
        .core
        .db
        .write(&[], |w| w.run("UPDATE post SET kind = 'member' WHERE id = $1", bind![post]));
    changed.unwrap();
    assert!(matches!(touch(&ctx, 5), Err(Error::NotAllowed(_))));
    assert_eq!(touched(&home), 0);
}

#[test]
fn a_unit_that_moved_away_takes_the_reach_of_its_posts_along() {
    let home = home();
    let (ctx, _) = opened(&home);
    let moved = home
        .core
        .db
        .write(&[], |w| w.run("UPDATE unit SET lead_path = '/9/5/' WHERE id = $1", bind![5]));
    moved.unwrap();
    assert!(matches!(touch(&ctx, 6), Err(Error::NotAllowed(_))));
    touch(&ctx, 5).unwrap();
}

/// Somebody ends the post while the act, already sent, waits for the lock of the same unit.
#[test]
fn a_post_that_ends_while_the_act_waits_for_its_turn_does_nothing() {
    let home = home();
    let (ctx, post) = opened(&home);
    let (inside, is_inside) = mpsc::channel();
    let refused = std::thread::scope(|scope| {
        let ending = scope.spawn(|| {
            home.operator().act(&TOUCH, 5, |w| {
                w.run("UPDATE post SET to_on = '2026-11-20' WHERE id = $1", bind![post])?;
                w.touch(5, Touch::Unit);
                w.about("post", post);
                inside.send(()).expect("the story waits for it");
                Ok(())
            })
        });
        is_inside.recv().unwrap();
        let refused = touch(&ctx, 5);
        ending.join().unwrap().unwrap();
        refused
    });
    assert!(matches!(refused, Err(Error::HatGone { .. })), "{refused:?}");
    assert_eq!(touched(&home), 0);
}
