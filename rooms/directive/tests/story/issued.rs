//! Issued, refused, left out, broken down, amended, withdrawn; who sees it.

use crate::world::{FIELDS, World, faults};

#[test]
fn it_reaches_every_branch_below_and_nobody_beside() {
    let world = World::new();
    let url = world.issued();
    let officer = world.officer().get(&url).body;
    for name in ["刑侦支部", "治安支部", "交警支部"] {
        assert!(officer.contains(name), "{name}");
    }
    assert!(officer.contains("应办3") && officer.contains("还没有3"), "{officer}");
    let crime = world.under("周立群", "secretary", world.crime);
    let list = crime.get("/directives").body;
    assert!(list.contains("学习贯彻规范执法部署"));
    assert!(!crime.get(&url).body.contains("治安支部"), "a branch sees itself alone");
    assert_eq!(crime.get(&format!("{url}/units/{}", world.order)).status, 404);
    let own = crime.get(&format!("{url}/units/{}", world.crime)).body;
    assert!(own.contains("起草") && own.contains("议定一两件能改的事"), "{own}");
    let member = world.under("陈晓梅", "subgroup_leader", world.crime);
    assert_eq!(member.get(&url).status, 404);
}

#[test]
fn what_no_regulation_asks_stands_in_the_burden_ledger_until_it_is_withdrawn() {
    let world = World::new();
    let url = world.issued();
    let ledger = |world: &World| {
        world.under("周立群", "secretary", world.crime).get("/regulations/burden").body
    };
    assert!(ledger(&world).contains("学习贯彻规范执法部署"));
    let officer = world.officer();
    let why = [("reason", "改为下月统一部署"), ("_version", "0")];
    assert_eq!(officer.post(&format!("{url}/withdrawal"), &why).status, 303);
    assert!(!ledger(&world).contains("学习贯彻规范执法部署"));
    assert!(officer.get(&url).body.contains("已撤回"));
    let own = world.under("周立群", "secretary", world.crime);
    let own = own.get(&format!("{url}/units/{}", world.crime)).body;
    assert!(own.contains("改为下月统一部署") && !own.contains("起草主题党日"), "{own}");
}

#[test]
fn photographs_rankings_and_impossible_addressees_are_refused() {
    let world = World::new();
    let officer = world.officer();
    let with = |name: &str, value: &str| {
        let mut sent = FIELDS.to_vec();
        sent.retain(|(field, _)| *field != name);
        sent.push((name, value));
        let answer = officer.post("/directives", &sent);
        assert_eq!(answer.status, 422, "{name}={value}");
        answer.body
    };
    assert!(with("items", "每个支部交三张照片").contains("存档的记录就是报告"));
    assert!(with("items", "每天打卡").contains("国办函"));
    assert!(with("to", "temporary_branch").contains("不开展所选的"));
    assert!(with("serves", "heart_talk").contains("至少选一种"));
    assert!(with("until", "2026-10-01").contains("不能早于第一天"));
    assert!(with("minutes", "").contains("负担"));
    assert!(with("left_out", "查无支部：忙").contains("没有“查无支部”"));
    assert!(with("left_out", "刑侦支部").contains("写明为什么不列入"));
}

#[test]
fn who_is_left_out_is_not_asked_and_why_is_read_above() {
    let world = World::new();
    let sent: Vec<(&str, &str)> = FIELDS
        .iter()
        .copied()
        .filter(|(name, _)| *name != "left_out")
        .chain([("left_out", "刑侦支部：全员外出办案")])
        .collect();
    let answer = world.officer().post("/directives", &sent);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.officer().get(&answer.location).body;
    assert!(page.contains("应办2") && page.contains("刑侦支部：全员外出办案"), "{page}");
    let crime = world.under("周立群", "secretary", world.crime);
    assert_eq!(crime.get(&answer.location).status, 404);
}

#[test]
fn a_level_in_between_adds_items_once_and_only_below_itself() {
    let world = World::new();
    let url = world.issued();
    let between = world.under("总支书", "secretary", world.general);
    let page = between.get(&url).body;
    assert!(page.contains("分解到下级") && page.contains("应办1"), "{page}");
    let items = [("items", "结合路面执勤查一查"), ("_version", "0")];
    assert_eq!(between.post(&format!("{url}/passing"), &items).status, 303);
    assert_eq!(between.post(&format!("{url}/passing"), &items).status, 409);
    let traffic = world.under("孙大路", "secretary", world.traffic);
    let own = traffic.get(&format!("{url}/units/{}", world.traffic)).body;
    assert!(own.contains("结合路面执勤查一查") && own.contains("传达部署"), "{own}");
    let crime = world.under("周立群", "secretary", world.crime);
    let other = crime.get(&format!("{url}/units/{}", world.crime)).body;
    assert!(!other.contains("结合路面执勤查一查"));
    assert!(!crime.get(&url).body.contains("分解到下级"), "nobody stands below a branch");
    assert_eq!(crime.post(&format!("{url}/passing"), &items).status, 404);
}

#[test]
fn an_amendment_says_what_changed_and_a_stale_form_is_refused() {
    let world = World::new();
    let url = world.issued();
    let officer = world.officer();
    let sent = [
        ("title", "学习贯彻规范执法部署"),
        ("basis", "党委会议纪要〔2026〕21号"),
        ("items", "传达部署"),
        ("until", "2026-12-10"),
        ("_version", "0"),
    ];
    assert_eq!(officer.post(&format!("{url}/amendment"), &sent).status, 303);
    let page = officer.get(&url).body;
    assert!(page.contains("原来是“2026年11月30日”，改为“2026年12月10日”"), "{page}");
    let again: Vec<(&str, &str)> =
        sent.iter().map(|(a, b)| (*a, if *a == "items" { "别的" } else { *b })).collect();
    assert_eq!(officer.post(&format!("{url}/amendment"), &again).status, 409);
}
