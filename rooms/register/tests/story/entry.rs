//! Bases and partners: entered once, used by all below, named by records, ended and not deleted.

use crate::world::{World, base, faults, id_of};

const PARTNER: [(&str, &str); 9] = [
    ("sort", "partner"),
    ("name", "江北街道向阳社区"),
    ("fact_kind", "社区"),
    ("fact_agreement", "每季度一起办一次活动。"),
    ("fact_ours", "反诈宣传"),
    ("fact_theirs", "提供场地"),
    ("fact_signed", "2026年1月5日"),
    ("from", "2026-01-01"),
    ("until", "2026-12-10"),
];

fn without<'f>(fields: &[(&'f str, &'f str)], name: &str) -> Vec<(&'f str, &'f str)> {
    fields.iter().map(|it| if it.0 == name { (it.0, "") } else { *it }).collect()
}

#[test]
fn what_a_committee_enters_serves_every_branch_below_and_nobody_else() {
    let world = World::new();
    let url = world.base("南屏烈士纪念馆");
    for who in ["书记4", "党员4"] {
        assert!(world.get(who, "/registers").body.contains("南屏烈士纪念馆"), "{who}");
        let page = world.get(who, &url);
        assert!(page.body.contains("英烈事迹"), "{who}");
        assert!(!page.body.contains(&format!("{url}/editing")), "{who} does not keep it");
        assert_ne!(world.post(who, &format!("{url}/editing"), &base("改掉")).status, 303);
    }
    assert!(!world.get("书记9", "/registers").body.contains("南屏烈士纪念馆"));
    assert_eq!(world.get("书记9", &url).status, 404);
    assert_eq!(world.get("书记9", &format!("{url}/paper")).status, 404);
}

#[test]
fn a_base_is_found_by_initials() {
    let world = World::new();
    world.base("南屏烈士纪念馆");
    world.base("县禁毒教育馆");
    let found = world.get("书记4", "/registers?q=nplsjng").body;
    assert!(found.contains("南屏烈士纪念馆") && !found.contains("县禁毒教育馆"));
    let found = world.get("书记4", "/registers?q=禁毒").body;
    assert!(!found.contains("南屏烈士纪念馆") && found.contains("县禁毒教育馆"));
    assert!(world.get("书记4", "/registers?q=没有的").body.contains("没有符合条件的教育基地"));
}

#[test]
fn the_same_base_is_not_entered_twice_and_what_is_needed_is_asked_for() {
    let world = World::new();
    world.base("南屏烈士纪念馆");
    let again = world.post("干事", "/registers", &base("南屏烈士纪念馆"));
    assert!(again.body.contains("名录里已经有"), "{}", faults(&again));
    let bare = world.post("干事", "/registers", &without(&base("警史馆"), "fact_address"));
    assert!(bare.body.contains("请写地址"), "{}", faults(&bare));
}

#[test]
fn nothing_is_entered_where_nobody_has_switched_it_on() {
    let world = World::with(&[]);
    let refused = world.post("干事", "/registers", &base("南屏烈士纪念馆"));
    assert_eq!(refused.status, 409, "{}", faults(&refused));
    assert!(world.get("干事", "/registers").body.contains("还没有启用"));
}

#[test]
fn a_visit_names_its_base_and_the_base_shows_the_visit() {
    let world = World::new();
    let url = world.base("南屏烈士纪念馆");
    let draft = world.get("书记4", &url).body;
    let link =
        format!("/records/new?kind=base_visit&#38;unit=4&#38;variety=&#38;entry={}", id_of(&url));
    assert!(draft.contains(&link), "{draft}");
    let form = world.get("书记4", &link.replace("&#38;", "&")).body;
    assert!(form.contains(&format!("<option value=\"{}\" selected>南屏烈士纪念馆", id_of(&url))));
    assert!(form.contains("value=\"南屏烈士纪念馆（南屏县人民路1号）\""), "where it is: {form}");
    let record = visit(&world, id_of(&url)).unwrap();
    let page = world.get("书记4", &record).body;
    assert!(page.contains("南屏烈士纪念馆"), "{page}");
    assert!(world.get("书记4", &url).body.contains("参观南屏烈士纪念馆"));
    assert!(world.get("干事", &url).body.contains("第4党支部"));
    let other = world.get("书记3", &url).body;
    assert!(!other.contains("参观南屏烈士纪念馆"), "a neighbour does not see the record");
}

/// Held by branch 4; what is complained about else.
fn visit(world: &World, entry: &str) -> Result<String, String> {
    let chair = world.person("书记4").to_string();
    let fields = [
        ("kind", "base_visit"),
        ("unit", "4"),
        ("title", "参观南屏烈士纪念馆"),
        ("entry", entry),
        ("on1", "2026-11-18"),
        ("from1", "09:00"),
        ("to1", "11:00"),
        ("place1", "纪念馆"),
        ("chair", chair.as_str()),
        ("agenda", "参观"),
    ];
    let answer = world.post("书记4", "/records/held", &fields);
    if answer.status == 303 { Ok(answer.location) } else { Err(faults(&answer)) }
}

#[test]
fn what_is_not_kept_above_the_branch_or_has_ended_cannot_be_named() {
    let world = World::new();
    let own = world.entered("书记9", &base("别处的纪念馆"));
    assert!(visit(&world, id_of(&own)).unwrap_err().contains("不在名录里"));
    let url = world.base("南屏烈士纪念馆");
    let ended = [("last", "2026-11-10"), ("why", "闭馆整修"), ("_version", "0")];
    let answer = world.post("干事", &format!("{url}/ending"), &ended);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(visit(&world, id_of(&url)).unwrap_err().contains("不在名录里"));
    assert!(world.get("书记4", &url).body.contains("闭馆整修"), "it is not deleted");
    assert!(!world.get("书记4", "/registers").body.contains("南屏烈士纪念馆"));
    assert!(world.get("书记4", "/registers?state=ended").body.contains("南屏烈士纪念馆"));
}

#[test]
fn an_agreement_has_an_end_and_its_keeper_is_told_thirty_days_before() {
    let world = World::new();
    let endless = world.post("书记4", "/registers", &without(&PARTNER, "until"));
    assert!(endless.body.contains("请写明到哪一天为止"), "{}", faults(&endless));
    let url = world.entered("书记4", &PARTNER);
    let page = world.get("书记4", &url).body;
    assert!(
        page.contains("还有20天到期") && page.contains("反诈宣传") && page.contains("提供场地")
    );
    let renewed = [&PARTNER[1..8], &[("until", "2027-12-10"), ("_version", "0")]].concat();
    let answer = world.post("书记4", &format!("{url}/editing"), &renewed);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(!world.get("书记4", &url).body.contains("到期。"));
    let late = world.post("书记4", &format!("{url}/editing"), &renewed);
    assert_eq!(late.status, 409, "somebody changed it meanwhile");
}

#[test]
fn the_list_leaves_as_a_spreadsheet_and_an_entry_as_a_paper() {
    let world = World::new();
    let url = world.base("南屏烈士纪念馆");
    let answer = world.post("干事", "/registers/lists?sort=base", &[]);
    assert_eq!(answer.status, 200, "{}", faults(&answer));
    assert_eq!(world.post("党员4", "/registers/lists?sort=base", &[]).status, 404);
    let paper = world.get("书记4", &format!("{url}/paper")).body;
    assert!(paper.contains("教育基地：南屏烈士纪念馆") && paper.contains("南屏县人民路1号"));
    assert_eq!(world.get("书记4", &format!("{url}/paper/docx")).status, 200);
}
