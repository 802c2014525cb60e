//! One write path: permission, transaction, event and seal, on both databases.

use act::{Act, Acting, Actor, Core, Ctx, Error, Hat, Place, Power, Powers, Reach, Relation};
use db::bind;
use testkit::Home;

const TOUCH: Act = Act::new("unit.touch", "改单位");
const SEE: Act = Act::new("see.unit", "看单位");

fn home() -> Home {
    Home::on("2026-11-20", |core: Core| core.with(by_reach()))
}

/// A unit written directly: these stories are about acts, not about rooms.
fn found(home: &Home, id: i64, lead_path: &str, organ: i64) {
    let written = home.operator().act_system(&TOUCH, |w| {
        let sql = "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials,
                                     official_order, founded_on, use_from, lead_path, organ, version)
                   VALUES ($1, 'branch', 'party', $2, $2, $2, '', '', 0, '2020-01-01',
                           '2020-01-01', $3, $4, 0)";
        w.run(sql, bind![id, format!("U{id}"), lead_path, organ])?;
        Ok(())
    });
    written.unwrap();
}

/// A kind of post for each reach, named by it.
fn by_reach() -> Powers {
    let reaches = [Reach::Own, Reach::Unit, Reach::Organ, Reach::House, Reach::Below, Reach::All];
    Powers::new(reaches.map(|reach| {
        let power = |act: &Act| Power { act: act.key.into(), relation: Relation::Lead, reach };
        (format!("{reach:?}"), vec![power(&TOUCH), power(&SEE)])
    }))
}

fn wearing(home: &Home, unit: i64, reach: Reach) -> Ctx {
    let place = home.core.db.read(|read| Place::find(read, unit)).unwrap().unwrap();
    let (kind, title) = (format!("{reach:?}"), "书记".to_owned());
    let powers = home.core.part::<Powers>().of(&kind);
    let hat =
        Hat { post: home.hold(1, &kind, unit), kind, title, unit: place, powers, stand_in: None };
    Ctx::new(&home.core, Actor::Person { id: 1, name: "甲".into(), hat: Some(hat) })
}

fn rename(w: &Acting, id: i64, name: &str) -> act::Result<()> {
    w.run("UPDATE unit SET name = $2, version = version + 1 WHERE id = $1", bind![id, name])?;
    w.about("unit", id).changed(&["name"]);
    Ok(())
}

fn name_of(home: &Home, id: i64) -> String {
    let sql = "SELECT name FROM unit WHERE id = $1";
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, bind![id])?)).unwrap()
}

fn count(home: &Home, sql: &'static str) -> i64 {
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

#[test]
fn an_act_leaves_its_row_its_event_and_its_seal() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let ctx = wearing(&home, 5, Reach::Unit);
    ctx.act(&TOUCH, 5, |w| rename(w, 5, "新名")).unwrap();
    home.core.db.seal_pending().unwrap();

    assert_eq!(name_of(&home, 5), "新名");
    assert_eq!(
        count(
            &home,
            "SELECT count(*) FROM event WHERE person = 1 AND post IN (SELECT id FROM post)"
        ),
        1
    );
    assert_eq!(
        count(&home, "SELECT count(*) FROM seal"),
        2_i64.min(count(&home, "SELECT max(no) FROM seal"))
    );
    assert_eq!(count(&home, "SELECT count(*) FROM unsealed"), 0);
}

#[test]
fn a_failing_act_leaves_nothing() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let events = count(&home, "SELECT count(*) FROM event");
    let ctx = wearing(&home, 5, Reach::Unit);
    let failed = ctx.act(&TOUCH, 5, |w| {
        rename(w, 5, "新名")?;
        Err::<(), _>(Error::Conflict("别人先改了".into()))
    });
    assert!(matches!(failed, Err(Error::Conflict(_))));
    assert_eq!(name_of(&home, 5), "U5");
    assert_eq!(count(&home, "SELECT count(*) FROM event"), events);
}

#[test]
fn a_hat_reaches_as_far_as_its_power_and_no_further() {
    let home = home();
    found(&home, 5, "/5/", 5);
    found(&home, 6, "/5/6/", 5);
    found(&home, 7, "/5/7/", 7);
    found(&home, 8, "/8/", 8);
    let may =
        |reach, unit| wearing(&home, 5, reach).act(&TOUCH, unit, |w| rename(w, unit, "x")).is_ok();
    assert_eq!([5, 6, 7, 8].map(|unit| may(Reach::Unit, unit)), [true, false, false, false]);
    assert_eq!([5, 6, 7, 8].map(|unit| may(Reach::Organ, unit)), [true, true, false, false]);
    assert_eq!([5, 6, 7, 8].map(|unit| may(Reach::Below, unit)), [true, true, true, false]);
    assert_eq!([5, 6, 7, 8].map(|unit| may(Reach::Own, unit)), [false; 4]);
}

#[test]
fn what_a_list_shows_is_what_a_check_allows() {
    let home = home();
    for (id, path, organ) in
        [(5, "/5/", 5), (6, "/5/6/", 5), (7, "/5/7/", 7), (8, "/8/", 8), (55, "/55/", 5)]
    {
        found(&home, id, path, organ);
    }
    let reaches = [Reach::Own, Reach::Unit, Reach::Organ, Reach::House, Reach::Below, Reach::All];
    for reach in reaches {
        let sight = wearing(&home, 5, reach).sight(&SEE);
        let listed: Vec<i64> = home
            .core
            .db
            .read(|read| {
                let mut query = db::Query::new("SELECT u.id FROM unit_now u WHERE 1 = 1", &[]);
                sight.limit(&mut query);
                query.add(" ORDER BY u.id", &[]);
                Ok::<_, Error>(query.all(read)?)
            })
            .unwrap();
        let allowed: Vec<i64> = [5, 6, 7, 8, 55]
            .into_iter()
            .filter(|id| {
                let place = home.core.db.read(|read| Place::find(read, *id)).unwrap().unwrap();
                sight.holds(&place)
            })
            .collect();
        assert_eq!(listed, allowed, "{reach:?}");
    }
}

#[test]
fn the_same_form_sent_twice_is_done_once() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let send = || {
        let ctx = wearing(&home, 5, Reach::Unit).with_request_key(Some("k1".into()));
        ctx.act(&TOUCH, 5, |w| {
            rename(w, 5, "新名")?;
            w.reply("/units/5");
            Ok(())
        })
    };
    assert!(send().is_ok());
    assert!(matches!(send(), Err(Error::Repeated(url)) if url == "/units/5"));
    let sql = "SELECT version FROM unit WHERE id = 5";
    assert_eq!(count(&home, sql), 1);
}

#[test]
fn many_acts_at_once_keep_every_answered_one() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let (people, each) = (16, 12);
    std::thread::scope(|scope| {
        for person in 0..people {
            let home = &home;
            scope.spawn(move || {
                for turn in 0..each {
                    let ctx = wearing(home, 5, Reach::Unit);
                    let answer = ctx.act(&TOUCH, 5, |w| {
                        rename(w, 5, "多人")?;
                        if turn % 6 == 5 {
                            Err(Error::Conflict(person.to_string()))
                        } else {
                            Ok(())
                        }
                    });
                    assert_eq!(answer.is_ok(), turn % 6 != 5);
                }
            });
        }
    });
    while home.core.db.seal_pending().unwrap() > 0 {}
    let done = people * (each - each / 6);
    assert_eq!(count(&home, "SELECT version FROM unit WHERE id = 5"), done);
    assert_eq!(
        count(&home, "SELECT count(*) FROM event WHERE act = 'unit.touch' AND person = 1"),
        done
    );
    assert_eq!(seals_hold(&home), done + 1);
}

/// Recomputes every seal from the events' digests; the number of events under seals.
fn seals_hold(home: &Home) -> i64 {
    home.core
        .db
        .read(|read| {
            let seals: Vec<db::Seal> =
                read.all("SELECT no, events, digest FROM seal ORDER BY no", &[])?;
            let (mut previous, mut sealed) = (vec![0; 32], 0);
            for (place, seal) in seals.iter().enumerate() {
                assert_eq!(seal.no, place as i64 + 1);
                let mut digests = Vec::new();
                for event in seal.events.split(' ') {
                    let event: i64 = event.parse().unwrap();
                    let digest: Vec<u8> =
                        read.one("SELECT digest FROM event WHERE id = $1", bind![event])?;
                    digests.push(<[u8; 32]>::try_from(digest).unwrap());
                }
                sealed += digests.len() as i64;
                previous = db::block_digest(&previous, &digests).to_vec();
                assert_eq!(seal.digest, previous);
            }
            Ok::<_, Error>(sealed)
        })
        .unwrap()
}

#[test]
fn a_page_cannot_write() {
    let home = home();
    let tried: Result<i64, Error> =
        home.core.db.read(|read| Ok(read.one("DELETE FROM unit RETURNING id", &[])?));
    assert!(tried.is_err());
}

#[test]
fn writing_stops_with_a_sentence_when_the_installation_is_read_only() {
    let home = home();
    *home.core.read_only.write().unwrap() = Some("正在恢复备份，10分钟后再来".into());
    let refused = home.operator().act_system(&TOUCH, |_| Ok(()));
    assert!(matches!(refused, Err(Error::Busy(words)) if words.contains("恢复备份")));
}

#[test]
fn two_acts_of_one_form_are_both_done() {
    let home = home();
    found(&home, 5, "/5/", 5);
    found(&home, 6, "/5/6/", 5);
    let ctx = wearing(&home, 5, Reach::Below).with_request_key(Some("k2".into()));
    ctx.act(&TOUCH, 5, |w| rename(w, 5, "一")).unwrap();
    ctx.act(&TOUCH, 6, |w| rename(w, 6, "二")).unwrap();
    assert_eq!((name_of(&home, 5), name_of(&home, 6)), ("一".into(), "二".into()));
}

#[test]
fn a_form_sent_many_times_at_once_is_done_once() {
    let home = home();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let ctx = home.operator().with_request_key(Some("k3".into()));
                    ctx.act_system(&TOUCH, |w| {
                        w.reply("/done");
                        Ok(())
                    })
                })
            })
            .collect();
        senders.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    let repeated =
        |it: &&Result<(), Error>| matches!(it, Err(Error::Repeated(url)) if url == "/done");
    assert_eq!(answers.iter().filter(repeated).count(), 7);
}

#[test]
fn an_act_that_panics_undoes_itself_alone_and_the_next_goes_on() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        home.operator().act_system(&TOUCH, |w| -> act::Result<()> {
            rename(w, 5, "惊")?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(name_of(&home, 5), "U5");
    home.operator().act_system(&TOUCH, |w| rename(w, 5, "后")).unwrap();
    assert_eq!(name_of(&home, 5), "后");
}

#[test]
fn an_act_that_hides_a_failed_statement_is_not_done() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let hidden = home.operator().act_system(&TOUCH, |w| {
        rename(w, 5, "半截")?;
        let sql = "INSERT INTO number_series (unit, series, year, last) VALUES (1, NULL, 2026, 1)";
        let _ = w.run(sql, &[]);
        Ok(())
    });
    assert!(hidden.is_err());
    assert_eq!(name_of(&home, 5), "U5");
    home.operator().act_system(&TOUCH, |w| rename(w, 5, "后")).unwrap();
}

#[test]
fn an_act_asks_through_its_own_hand_only() {
    let home = home();
    let core = &home.core;
    let read_inside = home.operator().act_system(&TOUCH, |_| {
        core.db.read(|read| Ok::<_, Error>(read.one::<i64>("SELECT count(*) FROM event", &[])?))
    });
    assert!(read_inside.is_err());
    let act_inside =
        home.operator().act_system(&TOUCH, |_| home.operator().act_system(&TOUCH, |_| Ok(())));
    assert!(act_inside.is_err());
    home.operator().act_system(&TOUCH, |_| Ok(())).unwrap();
}

#[test]
fn data_of_persons_are_not_shown_while_the_view_log_cannot_be_written() {
    let home = home();
    found(&home, 5, "/5/", 5);
    let ctx = wearing(&home, 5, Reach::Unit);
    *home.core.read_only.write().unwrap() = Some("正在恢复备份".into());
    ctx.viewed(&SEE, "person:5", 1);
    assert!(matches!(ctx.log_views(), Err(Error::Busy(_))));
    assert_eq!(count(&home, "SELECT count(*) FROM view_log"), 0);
}
