//! A list from its draft to the review and the report.

use crate::world::World;

fn drafted(world: &World) -> String {
    world.done("局党委书记", "/responsibilities", &[("unit", "1"), ("year", "2026")])
}

fn issued(world: &World) -> String {
    let list = drafted(world);
    let fields = [("number", "党发〔2026〕4号"), ("to", "班子成员，各党支部"), ("_version", "1")];
    world.done("局党委书记", &format!("{list}/issue"), &fields);
    list
}

#[test]
fn a_committee_adds_its_own_and_an_issued_list_stands() {
    let world = World::new();
    let list = drafted(&world);
    let own = [("class", "secretary"), ("words", "每季度到基层所队走一遍"), ("kind", "")];
    world.done("局党委书记", &format!("{list}/items"), &own);
    let page = world.get("局党委书记", &list).body;
    assert!(page.contains("每季度到基层所队走一遍") && page.contains("凭记忆，待核"), "{page}");
    assert_eq!(world.get("副书记", "/responsibilities/mine").status, 200);
    assert!(!world.get("副书记", "/responsibilities/mine").body.contains("一岗双责"), "a draft");
    let fields = [("number", ""), ("to", "班子成员"), ("_version", "1")];
    world.done("局党委书记", &format!("{list}/issue"), &fields);
    let served: i64 =
        world.one("SELECT count(*) FROM service WHERE duty = 'leading/responsibility-list'");
    assert_eq!(served, 1, "filed once");
    let late = world.post("局党委书记", &format!("{list}/items"), &own);
    assert_eq!(late.status, 409, "{}", late.body);
    let mine = world.get("副书记", "/responsibilities/mine").body;
    assert!(mine.contains("一岗双责") && !mine.contains("当好第一责任人"), "{mine}");
    assert_eq!(world.get("支部书记", &list).status, 404, "the level below reads it as a paper");
    assert_eq!(world.get("别处书记", &list).status, 404);
    assert!([403, 404].contains(&world.post("支部书记", "/responsibilities", &[]).status));
}

#[test]
fn records_prove_an_item_and_the_holder_adds_a_sentence() {
    let world = World::new();
    let list = issued(&world);
    let led = world.held(1, "self_governance_meeting", "2026-03-10", "局党委书记");
    let came = world.held(3, "theme_day", "2026-04-10", "支部书记");
    let mine = world.get("局党委书记", "/responsibilities/mine").body;
    assert!(mine.contains(&format!("/records/{led}")), "he presided: {mine}");
    assert!(mine.contains(&format!("/records/{came}")), "he came");
    let other = world.get("副书记", "/responsibilities/mine").body;
    assert!(!other.contains(&format!("/records/{came}")), "another's presence is not his");
    let item: i64 = world.one("SELECT id FROM responsibility_item WHERE key = 'charge'");
    let url = format!("/responsibilities/items/{item}/words");
    world.done("副书记", &url, &[("words", "三月到治安大队调研两次")]);
    assert_eq!(world.post("局党委书记", &url, &[("words", "代写")]).status, 404, "his own class");
    assert_eq!(world.post("党员", &url, &[("words", "乱写")]).status, 404);
    assert!(world.get("局党委书记", &list).body.contains("三月到治安大队调研两次"));
    let review = world.get("局党委书记", &format!("{list}/review?half=1")).body;
    assert!(review.contains("从严治党专题会1次（3月10日）"), "{review}");
    assert!(review.contains("三月到治安大队调研两次"));
    assert!(!review.contains("还没有记录"), "the letter says what was done: {review}");
}

#[test]
fn a_review_is_a_record_and_the_report_goes_up_as_a_letter() {
    let world = World::new();
    let list = issued(&world);
    let fields = [("half", "1"), ("text", "一、党委\n1. 专题研究。从严治党专题会1次。")];
    let record = world.done("局党委书记", &format!("{list}/review"), &fields);
    let page = world.get("局党委书记", &record).body;
    assert!(page.contains("上半年责任清单检查"), "{}", &page[page.find("<h1>").unwrap()..][..200]);
    assert_eq!(world.post("局党委书记", &format!("{list}/review"), &fields).status, 409, "once");
    assert!(world.get("局党委书记", &list).body.contains(&record));
    let empty = world.post("局党委书记", &format!("{list}/report"), &[("to", ""), ("text", "")]);
    assert_eq!(empty.status, 422);
    let fields = [("number", "党发〔2026〕30号"), ("to", "县委"), ("text", "报告如下。")];
    let report = world.done("局党委书记", &format!("{list}/report"), &fields);
    let served: i64 =
        world.one("SELECT count(*) FROM service WHERE duty = 'leading/responsibility-report'");
    assert_eq!(served, 1);
    let letter = world.get("局党委书记", &format!("{report}/print")).body;
    assert!(letter.contains("党发〔2026〕30号") && letter.contains("县委"), "{letter}");
    assert!([403, 404].contains(&world.post("副书记", &format!("{list}/report"), &fields).status));
    let sheet = world.get("局党委书记", &format!("{list}/sheet/docx"));
    assert_eq!((sheet.status, &sheet.bytes[..2]), (200, &b"PK"[..]));
}

#[test]
fn who_changes_post_gets_the_list_of_the_new_one_and_keeps_the_old_to_read() {
    let mut world = World::new();
    issued(&world);
    world.moves("副书记", "secretary", 1);
    let mine = world.get("副书记", "/responsibilities/mine").body;
    assert!(mine.contains("当好第一责任人") && mine.contains("一岗双责"), "{mine}");
    assert!(mine.contains("原职务。任职到2026年11月19日，留着可以看，不再补"), "{mine}");
    let item: i64 = world.one("SELECT id FROM responsibility_item WHERE key = 'charge'");
    let url = format!("/responsibilities/items/{item}/words");
    assert_eq!(world.post("副书记", &url, &[("words", "补")]).status, 404, "no longer his");
    let next = world.done("局党委书记", "/responsibilities", &[("unit", "1"), ("year", "2027")]);
    assert!(world.get("局党委书记", &next).body.contains("草稿，还没有印发"));
}
