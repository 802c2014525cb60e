//! 抽样督查: drawn by weight, looked at within days, answered and closed.

use testkit::Answer;

use crate::world::World;

fn start(world: &World, size: &str, number: &str) -> Answer {
    let fields = [
        ("title", "四季度抽查"),
        ("size", size),
        ("held_from", "2026-10-01"),
        ("held_to", "2026-11-20"),
        ("numbers", number),
        ("to_on", "2026-12-10"),
    ];
    world.post("干事", "/review/samples", &fields)
}

#[test]
fn the_drawn_are_looked_at_and_the_others_are_asked_nothing() {
    let world = World::new();
    for unit in [3, 4, 5, 6] {
        world.held(unit, "2026-10-20");
    }
    let number: String = world.one("SELECT police_number FROM person WHERE name = '党员9'");
    assert_eq!(start(&world, "2", "").status, 422, "somebody has to look");
    assert_eq!(start(&world, "2", "999999").status, 422);
    let started = start(&world, "2", &number);
    assert_eq!(started.status, 303, "{}", started.body);
    let page = world.get("干事", &started.location).body;
    for words in [
        "和这一次完全一样",
        "逾期：今年每项加1张，最多加3张。",
        "人人有份（1张）",
        "没有记批评意见的条数",
        "还没有看过（1张）",
        "共2个",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let print = world.get("干事", &format!("{}/print", started.location)).body;
    assert!(print.contains("四季度抽查抽签结果"), "{print}");
    let list = world.post("干事", &format!("{}/lists", started.location), &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]));
    let drawn: Vec<(i64, i64)> = world.all("SELECT id, unit FROM sampled ORDER BY place");
    assert_eq!(drawn.len(), 2);
    let record = |unit: i64, on: &str| {
        let all: Vec<(i64, i64, String)> = world.all("SELECT id, unit, held_on FROM record");
        all.into_iter().find(|it| it.1 == unit && it.2 == on).unwrap().0
    };
    let unit = drawn[0].1;
    let seen = format!("/records/{}", record(unit, "2026-10-20"));
    assert_eq!(world.get("党员9", &seen).status, 200);
    let other =
        [3, 4, 5, 6].into_iter().find(|it| drawn.iter().all(|(_, unit)| unit != it)).unwrap();
    let not_drawn = format!("/records/{}", record(other, "2026-10-20"));
    assert_eq!(world.get("党员9", &not_drawn).status, 404, "nobody looks at those not drawn");
    world.held(unit, "2026-09-20");
    let earlier = format!("/records/{}", record(unit, "2026-09-20"));
    assert_eq!(world.get("党员9", &earlier).status, 404, "only the days that are looked at");
    answered_and_closed(&world, drawn[0], other);
    world.home.wait_until("2026-12-11");
    assert_eq!(world.get("党员9", &seen).status, 404, "the grant is over");
}

/// What was found in a unit, its answer, and that nobody else takes part.
fn answered_and_closed(world: &World, (sampled, unit): (i64, i64), other: i64) {
    let url = format!("/review/sampled/{sampled}");
    let secretary = format!("书记{unit}");
    let find =
        [("text", "批评意见只有条数"), ("rule", "支部工作条例第十七条"), ("due_on", "2026-12-01")];
    assert_eq!(
        world.post(&secretary, &format!("{url}/findings"), &find).status,
        404,
        "he is looked at"
    );
    assert_eq!(
        world
            .post(
                "党员9",
                &format!("{url}/findings"),
                &[("text", ""), ("rule", ""), ("due_on", "")]
            )
            .status,
        422
    );
    assert_eq!(world.post("党员9", &format!("{url}/findings"), &find).status, 303);
    assert_eq!(world.post("党员9", &format!("{url}/end"), &[]).status, 409, "nobody has answered");
    let page = world.get(&secretary, &url).body;
    assert!(page.contains("批评意见只有条数") && page.contains("人人有份"), "{page}");
    assert_eq!(world.get(&format!("书记{other}"), &url).status, 404);
    let letter = world.get(&secretary, &format!("{url}/print")).body;
    assert!(letter.contains("督查意见") && letter.contains("2026年12月1日以前答复"), "{letter}");
    assert_eq!(world.get(&secretary, &format!("{url}/letter/docx")).status, 200);
    assert_eq!(world.get(&format!("书记{other}"), &format!("{url}/letter/docx")).status, 404);
    let finding: i64 = world.one("SELECT id FROM finding");
    let accept = format!("/review/findings/{finding}/acceptance");
    assert_eq!(world.post("党员9", &accept, &[]).status, 409);
    let answer = format!("/review/findings/{finding}/answer");
    assert_eq!(
        world.post(&secretary, &answer, &[("answer", "下次把内容记在会议记录里")]).status,
        303
    );
    assert_eq!(world.post("党员9", &accept, &[]).status, 303);
    assert_eq!(world.post("党员9", &format!("{url}/end"), &[]).status, 303);
    assert!(world.get("干事", "/review").body.contains("还有1个没办结"));
}
