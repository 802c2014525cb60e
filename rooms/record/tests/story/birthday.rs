//! 政治生日: found a month ahead, a card, and one's own words on it.

use db::bind;

use crate::world::{World, faults};

/// The third was admitted on 12 December 1998.
fn world() -> World {
    let world = World::all_on(5);
    let person = world.people[2];
    world.prepare(|w| {
        w.run("UPDATE person SET joined_on = NULL", &[])?;
        w.run("UPDATE person SET joined_on = '1998-12-12' WHERE id = $1", bind![person])?;
        Ok(())
    });
    world
}

#[test]
fn who_has_a_birthday_within_a_month_is_found_and_greeted_once() {
    let world = world();
    let home = world.browser(0).get("/records/birthdays").body;
    assert!(home.contains("12月12日，满28年") && home.contains("还没送"), "{home}");
    let url = format!("/records/birthdays/{}?year=2026", world.people[2]);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("入党满28年") && page.contains("1998年12月12日"), "{page}");
    let sent = world.browser(0).post(&url, &[("words", "向您学习。")]);
    assert_eq!(sent.status, 303, "{}", faults(&sent));
    assert_eq!(world.count("SELECT count(*) FROM notice"), 1);
    let own = world.browser(2).get("/me/birthday").body;
    assert!(own.contains("向您学习。") && own.contains("刑侦大队党支部"), "{own}");
    assert!(world.browser(0).get("/records/birthdays").body.contains("贺卡已送"));
    let draft = world.browser(0).get("/records/new?kind=rite&variety=birthday&period=2026-12").body;
    assert!(draft.contains(r#"value="党员02""#), "named in the draft: {draft}");
    let file = world.browser(0).post("/records/birthdays/lists?year=2026", &[]);
    let book = format!("{:?}", sheets::read(&file.bytes).unwrap());
    for words in ["党员02", "1998年12月12日", "Number(28.0)", "已送"] {
        assert!(book.contains(words), "{words}: {book}");
    }
    assert!(!book.contains("党员03"), "whose admission is not known");
    assert_eq!(world.browser(2).post("/records/birthdays/lists", &[]).status, 404);
    let empty = world.browser(0).post(&url, &[("words", "")]);
    assert_eq!(empty.status, 422);
}

#[test]
fn only_he_puts_his_own_words_on_the_card() {
    let world = world();
    let url = format!("/records/birthdays/{}?year=2026", world.people[2]);
    assert!(!world.browser(0).get(&url).body.contains("摘自本人入党申请书"));
    let quoted = world.browser(2).post("/me/birthday", &[("own_words", "我志愿加入中国共产党")]);
    assert_eq!(quoted.status, 303, "{}", faults(&quoted));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("我志愿加入中国共产党") && page.contains("摘自本人入党申请书"));
    assert_eq!(world.browser(2).post("/me/birthday", &[("own_words", "")]).status, 303);
    assert!(!world.browser(0).get(&url).body.contains("我志愿加入"));
    assert!(world.browser(3).get("/me/birthday").body.contains("今年还没有政治生日可过"));
}

#[test]
fn another_branch_sees_and_greets_nobody_here() {
    let mut world = world();
    let elsewhere = world.admit("他支部", people::Status::Full, 5);
    world.appoint(elsewhere, 5, "secretary");
    let url = format!("/records/birthdays/{}?year=2026", world.people[2]);
    let stranger = world.browser(elsewhere);
    assert_eq!(stranger.get(&url).status, 404);
    assert_eq!(stranger.post(&url, &[("words", "路过")]).status, 404);
    assert_eq!(stranger.get("/records/birthdays?unit=3").status, 404);
    assert_eq!(world.browser(4).get("/records/birthdays").status, 404, "a member without a post");
}
