//! 代行: dated, a part of the post, under both names, over at once when it is recalled.

use testkit::{Answer, Browser};

use crate::{
    powers::{app, enter, sit},
    world::{PASSWORD, World},
};

fn hand_over(holder: &Browser, who: &str, (from, last): (&str, &str), parts: &[&str]) -> Answer {
    let mut fields = vec![("who", who), ("reason", "holiday"), ("from", from), ("last", last)];
    fields.extend(parts.iter().map(|part| ("part", *part)));
    holder.post("/me/stand-ins", &fields)
}

#[test]
fn a_holder_on_leave_hands_over_a_part_for_dated_days() {
    let world = World::new();
    let app = app(&world);
    let (secretary, zhang) = sit(&world, &app, ("张书记", 5), "secretary", "zhang");
    let deputy = world.person("陈代行", 5);
    world.account(deputy, "chen");
    let days = ("2026-11-20", "2026-11-24");
    let handed = hand_over(&zhang, "陈代行", days, &["member"]);
    assert_eq!(handed.status, 303, "{}", handed.body);
    assert_eq!(world.events("post.stand_in"), 1);

    let chen = enter(&world, &app, "chen", PASSWORD);
    assert!(chen.get("/me").body.contains("代党支部书记"));
    let page = chen.get(&format!("/members/{secretary}"));
    assert_eq!(page.status, 200, "he sees what the post sees");
    assert!(!page.body.contains("看全号"), "the holder's own hand");
    assert_eq!(chen.get("/members/exports").status, 403);
    let leave = [("word", "on_duty"), ("from", "2026-11-20"), ("to", "2026-11-21")];
    let done = chen.post(&format!("/members/{deputy}/leave"), &leave);
    assert_eq!(done.status, 303, "{}", done.body);
    let both =
        "SELECT count(*) FROM event e JOIN stand_in s ON s.post = e.post AND s.person = e.person
                WHERE e.act = 'leave.record' AND e.actor = 'stand_in:' || CAST(s.id AS TEXT)";
    assert_eq!(world.count(both), 1, "the event carries who, for whom and by which handing over");

    world.home.wait_until("2026-11-24");
    assert!(enter(&world, &app, "chen", PASSWORD).get("/members").status == 200, "the last day");
    world.home.wait_until("2026-11-25");
    let over = enter(&world, &app, "chen", PASSWORD).get("/hat").body;
    assert!(!over.contains("代党支部书记"), "it ends by itself: {over}");
}

#[test]
fn a_recalled_hat_is_gone_with_the_next_click_and_so_is_that_of_an_ended_post() {
    let world = World::new();
    let app = app(&world);
    let secretary = world.person("张书记", 5);
    let post = world.appoint(secretary, 5, "secretary");
    world.account(secretary, "zhang");
    let zhang = enter(&world, &app, "zhang", PASSWORD);
    let deputy = world.person("陈代行", 5);
    world.account(deputy, "chen");
    let days = ("2026-11-20", "2026-12-20");
    hand_over(&zhang, "陈代行", days, &["member", "record"]);
    let chen = enter(&world, &app, "chen", PASSWORD);
    assert_eq!(chen.get(&format!("/members/{secretary}")).status, 200);
    let id: i64 = world.count("SELECT max(id) FROM stand_in");
    assert_eq!(chen.post(&format!("/me/stand-ins/{id}/recall"), &[]).status, 409, "not his to end");
    assert_eq!(zhang.post(&format!("/me/stand-ins/{id}/recall"), &[]).status, 303);
    assert_eq!(chen.get(&format!("/members/{secretary}")).status, 404);

    hand_over(&zhang, "陈代行", days, &["member"]);
    let chen = enter(&world, &app, "chen", PASSWORD);
    assert_eq!(chen.get(&format!("/members/{secretary}")).status, 200);
    world.end(post);
    assert_eq!(chen.get(&format!("/members/{secretary}")).status, 404);
}

#[test]
fn a_post_is_handed_over_within_the_house_and_never_on() {
    let world = World::new();
    let app = app(&world);
    let (_, zhang) = sit(&world, &app, ("张书记", 5), "secretary", "zhang");
    world.person("外人", 9);
    let days = ("2026-11-20", "2026-11-24");
    let refused = hand_over(&zhang, "外人", days, &["member"]);
    assert!(refused.body.contains("本机关没有叫这个名字"), "{}", refused.body);
    let nothing = hand_over(&zhang, "外人", days, &[]);
    assert!(nothing.body.contains("请选择请他代办哪些事"), "{}", nothing.body);
    let long = hand_over(&zhang, "外人", ("2026-11-20", "2027-11-20"), &["member"]);
    assert!(long.body.contains("一次最多代行半年"), "{}", long.body);
    let deputy = world.person("陈代行", 5);
    world.account(deputy, "chen");
    hand_over(&zhang, "陈代行", days, &["member"]);
    let chen = enter(&world, &app, "chen", PASSWORD);
    let on = hand_over(&chen, "张书记", days, &["member"]);
    assert!(on.status == 409 && on.body.contains("代行来的职务不能再请别人代行"), "{}", on.body);

    let (_, admin) = sit(&world, &app, ("甲系统", 3), "system_administrator", "xitong");
    let refused = hand_over(&admin, "陈代行", days, &["member"]);
    assert!(refused.body.contains("这个职务不能请人代行"), "{}", refused.body);
    let page = admin.get("/me/stand-ins").body;
    assert!(page.contains("这个职务不能请人代行"), "{page}");
    let audit = world.person("丙审计", 3);
    world.appoint(audit, 3, "audit_administrator");
    let refused = hand_over(&zhang, "丙审计", days, &["member"]);
    assert!(refused.body.contains("管理员不能再担任别的职务"), "{}", refused.body);
}
