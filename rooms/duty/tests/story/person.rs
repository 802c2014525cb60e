//! What a member sees of himself, and who else sees the people of a branch.

use testkit::{Browser, Home, app};

use crate::place::{BRANCH, SECRETARY, by, fact, home, serve};

fn browser(home: &Home, person: i64, post: Option<i64>) -> Browser {
    Browser::of(&app(home, vec![duty::room()]), person, post)
}

#[test]
fn a_member_sees_his_own_hours_and_the_records_that_count() {
    let home = home("2026-11-20");
    let absent = SECRETARY + 5;
    let mut setting = by(BRANCH);
    setting.absent = Some(vec![absent]);
    serve(&home, &fact(1, "theme_day", "2026-03-06"), &setting);
    let there = browser(&home, SECRETARY + 4, None).get("/me/duties");
    assert_eq!(there.status, 200, "{}", there.body);
    for words in ["党员集中学习培训学时", "应有32学时，已有2学时，还差30学时", "记录1", "教育管理"]
    {
        assert!(there.body.contains(words), "{words}");
    }
    let away = browser(&home, absent, None).get("/me/duties");
    assert!(away.body.contains("应有32学时，还没有办") && !away.body.contains("记录1"));
    let none = browser(&home, 700, None).get("/me/duties");
    assert!(none.body.contains("不在任何党支部的名册上"));
}

#[test]
fn a_member_without_a_post_sees_nobody_else() {
    let home = home("2026-11-20");
    let member = browser(&home, SECRETARY + 4, None);
    let other = format!("/duties/21/person.member-hours/2026?person={}", SECRETARY + 5);
    for url in ["/duties/21/members", "/duties/21", &other] {
        assert_eq!(member.get(url).status, 404, "{url}");
    }
}

#[test]
fn people_are_shown_by_lead_and_not_by_line() {
    let home = home("2026-11-20");
    let one = format!("/duties/21/person.member-hours/2026?person={}", SECRETARY + 5);
    for (person, post) in [(SECRETARY, 901), (700, 905)] {
        let seen = browser(&home, person, Some(post)).get("/duties/21/members");
        assert_eq!(seen.status, 200, "{}", seen.body);
        assert!(seen.body.contains("共9人") && seen.body.contains("0学时，应有32学时"));
        // Two of them are the session's.
        assert!(seen.statements <= 10, "{}", seen.statements);
        let verdict = browser(&home, person, Some(post)).get(&one);
        assert!(verdict.status == 200 && verdict.body.contains("人506，"), "{}", verdict.body);
    }
    for (person, post) in [(601, 904), (701, 906)] {
        let seen = browser(&home, person, Some(post));
        assert_eq!(seen.get("/duties/21/members").status, 404);
        assert_eq!(seen.get(&one).status, 404);
    }
}

#[test]
fn the_home_page_of_a_member_has_his_hours_and_in_the_last_days_what_is_missing() {
    for (today, waits) in [("2026-11-20", false), ("2026-12-28", true)] {
        let home = home(today);
        let actor = act::Actor::Person { id: SECRETARY + 4, name: "人505".to_owned(), hat: None };
        let ctx = act::Ctx::new(&home.core, actor);
        let gathered = ctx.read(|read| web::at_home(&ctx, read, &[duty::room()])).unwrap();
        let [(things, cards)] = &gathered[..] else { panic!("one room") };
        assert!(cards[0].0.contains("我今年的学时和谈话") && cards[0].0.contains("12月31日"));
        assert_eq!(things.iter().any(|it| it.title == "党员集中学习培训学时"), waits);
    }
}
