//! 我想找人谈谈: from one to another, and nobody else learns that it was pressed.

use people::Status;
use retention::Past;

use crate::world::{World, eraser_of, faults};

fn ask(world: &World, by: usize, chosen: usize) {
    let chosen = world.people[chosen].to_string();
    let answer = world.browser(by).post("/me/wishes", &[("chosen", &chosen), ("when", "evening")]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
}

/// Its id, as the page of one of the two has it.
fn id(world: &World, of: usize) -> String {
    let body = world.browser(of).get("/me/wishes").body;
    let from =
        body.find("action=\"/me/wishes/").expect("a wish is there") + "action=\"/me/wishes/".len();
    body[from..].split('/').next().unwrap().to_owned()
}

#[test]
fn only_the_chosen_one_sees_it_and_answers() {
    let mut world = World::of(6, 0);
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let page = world.browser(4).get("/me/wishes");
    for offered in [0, 1, chief] {
        assert!(page.body.contains(&format!("value=\"{}\"", world.people[offered])));
    }
    assert!(
        !page.body.contains(&format!("value=\"{}\"", world.people[5])),
        "a member without a post is not offered"
    );
    ask(&world, 4, 0);
    assert!(world.browser(0).get("/me/wishes").body.contains("下班以后"));
    for other in [1, 2, 3, 5, chief] {
        let body = world.browser(other).get("/me/wishes").body;
        assert!(!body.contains("想和我谈的") && !body.contains("我提的"), "{other}");
    }
    let wish = id(&world, 0);
    let (on, from, place) = (format!("on_{wish}"), format!("from_{wish}"), format!("place_{wish}"));
    let answer = [(on.as_str(), "2026-11-23"), (&from, "17:30"), (&place, "谈心室")];
    for other in [1, 4] {
        assert_eq!(
            world.browser(other).post(&format!("/me/wishes/{wish}/answer"), &answer).status,
            404
        );
    }
    let answered = world.browser(0).post(&format!("/me/wishes/{wish}/answer"), &answer);
    assert_eq!(answered.status, 303, "{}", faults(&answered));
    assert!(world.browser(4).get("/me/wishes").body.contains("2026年11月23日17:30，谈心室"));
    assert_eq!(world.browser(1).post(&format!("/me/wishes/{wish}/end"), &[]).status, 404);
    assert_eq!(world.browser(0).post(&format!("/me/wishes/{wish}/end"), &[]).status, 303);
}

#[test]
fn a_talk_that_was_wished_for_may_be_recorded_by_who_held_it_and_says_nothing_of_the_wish() {
    let world = World::of(6, 0);
    ask(&world, 4, 0);
    let page = world.browser(0).get("/me/wishes").body;
    assert!(page.contains("value=\"2026-11-23\""), "20 November is a Friday: {page}");
    let wish = id(&world, 0);
    let (on, from, place) = (format!("on_{wish}"), format!("from_{wish}"), format!("place_{wish}"));
    let answer = [(on.as_str(), "2026-11-20"), (&from, "17:30"), (&place, "谈心室")];
    assert_eq!(world.browser(0).post(&format!("/me/wishes/{wish}/answer"), &answer).status, 303);
    assert!(!world.browser(0).get("/me/wishes").body.contains("记为谈心谈话"), "not before");
    assert_eq!(world.browser(0).post(&format!("/me/wishes/{wish}/end"), &[]).status, 303);
    let page = world.browser(0).get("/me/wishes").body;
    let from = page.find("/records/new?kind=talk").expect("a way to the draft");
    let url = page[from..].split('"').next().unwrap().replace("&#38;", "&");
    assert!(!world.browser(4).get("/me/wishes").body.contains("记为谈心谈话"), "by who held it");
    let draft = world.browser(0).get(&url).body;
    let chosen = |person: i64| draft.contains(&format!("<option value=\"{person}\" selected>"));
    assert!(chosen(world.people[0]) && chosen(world.people[4]), "{draft}");
    assert!(
        draft.contains("value=\"2026-11-20\"") && draft.contains("value=\"谈心室\""),
        "{draft}"
    );
    assert!(!draft.contains("想找") && !draft.contains("想和"), "{draft}");
    ask(&world, 5, 0);
    let page = world.browser(0).get("/me/wishes").body;
    assert!(page.contains("value=\"谈心室\""), "the last place is proposed: {page}");
}

#[test]
fn it_leaves_no_event_no_notice_and_no_name() {
    let world = World::of(6, 0);
    let before = world.count("SELECT count(*) FROM event");
    ask(&world, 4, 0);
    world.browser(0).get("/me/wishes");
    let wish = id(&world, 0);
    assert_eq!(world.browser(0).post(&format!("/me/wishes/{wish}/end"), &[]).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM event"), before);
    assert_eq!(world.count("SELECT count(*) FROM notice"), 0);
    assert_eq!(world.count("SELECT count(*) FROM view_log"), 0);
    assert_eq!(world.count("SELECT count(*) FROM kept_form"), 0);
    let person = world.people[4];
    let row: (Vec<u8>, Vec<u8>, Vec<u8>) = world
        .home
        .core
        .db
        .read(|read| {
            Ok::<_, act::Error>(read.one("SELECT by_key, to_key, content FROM wish", &[])?)
        })
        .unwrap();
    let digits = person.to_string().into_bytes();
    for cell in [&row.0, &row.1, &row.2] {
        assert!(
            !cell.windows(digits.len()).any(|part| part == digits),
            "who it was is not in the row"
        );
    }
    let text = testkit::Browser::stranger(&world.app).get("/metrics").body;
    assert!(
        !text.contains("route=\"/me/wishes\",status=\"2xx\"} 1")
            && !text.contains("route=\"/me/wishes\",status=\"3xx\"} 1")
    );
}

#[test]
fn it_is_taken_back_without_a_trace_and_goes_thirty_days_after() {
    let world = World::of(6, 0);
    ask(&world, 4, 0);
    let wish = id(&world, 4);
    assert_eq!(world.browser(0).post(&format!("/me/wishes/{wish}/removal"), &[]).status, 404);
    assert_eq!(world.browser(4).post(&format!("/me/wishes/{wish}/removal"), &[]).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM wish"), 0);
    ask(&world, 4, 0);
    let (ctx, eraser) = (world.home.operator(), eraser_of("wish"));
    let past = |until: &str, today: &str| Past {
        until: until.parse().unwrap(),
        today: today.parse().unwrap(),
    };
    let due = |past| ctx.read(|read| Ok::<_, act::Error>((eraser.due)(read, past)?)).unwrap();
    assert_eq!(due(past("2026-11-20", "2026-12-20")), 0);
    assert_eq!(due(past("2026-11-21", "2026-11-21")), 0, "what will be due is not counted ahead");
    let last = past("2026-11-21", "2026-12-21");
    assert_eq!(due(last), 1);
    let before = world.count("SELECT count(*) FROM event");
    assert_eq!((eraser.erase)(&ctx, last).unwrap(), 0, "nobody learns how many");
    assert_eq!(world.count("SELECT count(*) FROM wish"), 0);
    assert_eq!(world.count("SELECT count(*) FROM event"), before);
}

#[test]
fn where_the_post_is_vacant_there_is_another_way() {
    let mut world = World::of(2, 0);
    let alone = world.admit("党员甲", Status::Full, 5);
    let page = world.browser(alone).get("/me/wishes");
    assert!(page.status == 200 && page.body.contains("空缺"), "{}", page.status);
}

#[test]
fn it_comes_under_a_new_key_and_is_still_found() {
    let world = World::of(6, 0);
    ask(&world, 4, 0);
    let renewal = record::wish_renewal();
    let ctx = world.home.operator();
    assert_eq!(ctx.read(|read| (renewal.prove)(read, &ctx.core.keys)).unwrap(), 1);
    world.prepare(|w| (renewal.batch)(w, &world.home.core.keys, &[], i64::MIN).map(|_| ()));
    assert!(world.browser(0).get("/me/wishes").body.contains("想和我谈的"));
}
