//! Who has left the roll and holds no post cannot sign in any more, by rule.

use people::Status;
use testkit::day;

use crate::{
    powers::{app, sit},
    world::{FURNISH, PASSWORD, World},
};

fn leaves(world: &World, person: i64, on: &str) {
    let ctx = world.home.operator();
    ctx.act_system(&FURNISH, |w| people::set_status(w, person, Status::Left, day(on), "调离"))
        .unwrap();
}

fn night(world: &World) {
    let jobs = account::room().jobs;
    jobs::Runner::new(&world.home.core, jobs, account::schedules()).run_due().unwrap();
}

fn is_open(world: &World, person: i64) -> bool {
    let sql = "SELECT count(*) FROM account WHERE person = $1 AND closed_at IS NULL";
    world.ask::<i64>(sql, db::bind![person]) == 1
}

#[test]
fn whoever_leaves_the_roll_is_out_at_once() {
    let world = World::new();
    let app = app(&world);
    let (_, manager) = sit(&world, &app, ("王管理", 3), "affairs_manager", "wang");
    let person = world.person("李敏", 5);
    world.account(person, "limin");
    let his = world.try_to_sign_in("limin", PASSWORD).unwrap().token;
    let url = format!("/members/{person}/status");
    let sent = |from: &'static str| [("status", "left"), ("from", from), ("basis", "调离文号")];
    let early = manager.post(&url, &sent("2026-12-01"));
    assert!(early.status == 422 && early.body.contains("到那天再办"), "{}", early.body);
    assert!(world.identify(&his).is_some());
    assert_eq!(manager.post(&url, &sent("2026-11-20")).status, 303);
    assert!(world.identify(&his).is_none() && world.try_to_sign_in("limin", PASSWORD).is_err());
    assert!(!is_open(&world, person));
    let sql = "SELECT count(*) FROM event WHERE act = 'member.status' AND changed LIKE '%account%'";
    assert_eq!(world.count(sql), 1);
}

#[test]
fn who_moves_or_retires_or_holds_a_post_keeps_it() {
    let world = World::new();
    let moved = world.person("转支部", 5);
    let retired = world.person("退休", 5);
    let holder = world.person("管理人", 3);
    for (person, login) in [(moved, "zhuan"), (retired, "tuixiu"), (holder, "guanli")] {
        world.account(person, login);
    }
    world.appoint(holder, 3, "affairs_manager");
    let ctx = world.home.operator();
    let moves = ctx.act_system(&FURNISH, |w| {
        people::affiliate(w, moved, 3, None, day("2026-11-20"), "转支部")?;
        let sql = "UPDATE person SET staff_class = 'retired' WHERE id = $1";
        w.run(sql, db::bind![retired])?;
        // An administrator who is on no roll.
        w.run("UPDATE affiliation SET to_on = '2026-11-01' WHERE person = $1", db::bind![holder])?;
        Ok(())
    });
    moves.unwrap();
    night(&world);
    assert!([moved, retired, holder].iter().all(|it| is_open(&world, *it)));
    world.furnish("UPDATE post SET to_on = '2026-12-01' WHERE person = $1", db::bind![holder]);
    world.home.wait_until("2026-11-30");
    night(&world);
    assert!(is_open(&world, holder), "held to the last day");
    world.home.wait_until("2026-12-01");
    night(&world);
    assert!(!is_open(&world, holder));
    let sql = "SELECT count(*) FROM event WHERE act = 'account.close_left' AND about = $1";
    assert_eq!(world.ask::<i64>(sql, db::bind![format!("person:{holder}")]), 1);
}

#[test]
fn the_manager_sees_it_and_keeps_one_open_for_a_time_with_a_reason() {
    let world = World::new();
    let app = app(&world);
    let (_, system) = sit(&world, &app, ("甲系统", 3), "system_administrator", "xitong");
    let person = world.person("李敏", 5);
    world.account(person, "limin");
    leaves(&world, person, "2026-11-20");
    assert!(is_open(&world, person), "an import says it, not the page");
    night(&world);
    assert!(!is_open(&world, person));
    let list = system.get("/admin/accounts");
    assert!(list.body.contains("1个账号</a>的本人已经离开"), "{}", list.body);
    let list = system.get("/admin/accounts?only=left");
    assert!(
        list.body.contains("李敏") && list.body.contains("离开名册，自动停用"),
        "{}",
        list.body
    );
    assert!(list.body.contains("共1个，全部列出") && list.statements <= 8, "{}", list.statements);
    let page = format!("/admin/accounts/{person}");
    assert!(system.get(&page).body.contains("留用一段时间"));
    let reset = |until: &str, reason: &str| {
        system.post(&format!("{page}/reset"), &[("until", until), ("reason", reason)])
    };
    for (until, reason) in [("", ""), ("2026-11-19", "要取副本"), ("2027-05-01", "要取副本")]
    {
        let refused = reset(until, reason);
        assert_eq!(refused.status, 422, "{until} {reason}");
    }
    assert!(reset("2026-11-25", "").body.contains("请写明为什么留用"));
    assert_eq!(reset("2026-11-25", "本人要取自己信息的副本").status, 200);
    assert!(system.get(&page).body.contains("已离开，留用到2026年11月25日"));
    world.home.wait_until("2026-11-25");
    night(&world);
    assert!(is_open(&world, person), "the last day");
    world.home.wait_until("2026-11-26");
    night(&world);
    assert!(!is_open(&world, person));
    let sql =
        "SELECT count(*) FROM event WHERE act = 'account.reset' AND changed LIKE '%kept_until%'";
    assert_eq!(world.count(sql), 1);
}

#[test]
fn an_administrator_whose_end_is_set_still_sits_where_he_sits() {
    let world = World::new();
    let person = world.person("甲系统", 3);
    let ctx = world.home.operator();
    let terms =
        people::Terms { from: day("2026-11-01"), to: Some(day("2026-12-31")), basis: "任命" };
    let kind = "system_administrator";
    ctx.act_system(&FURNISH, |w| people::designate(w, &ctx, person, (3, kind), &terms)).unwrap();
    let enter = |unit_code: &str| {
        let kind = "audit_administrator";
        let new = account::ByOperator { kind, unit_code, name: "新审计", login: "shenji" };
        account::enter_by_operator(&world.home.operator(), &new)
    };
    let elsewhere = enter("U9").unwrap_err().to_string();
    assert!(elsewhere.contains("现在是南屏县公安局"), "{elsewhere}");
    enter("U3").unwrap();
}
