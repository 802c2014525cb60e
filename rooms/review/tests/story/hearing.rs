//! 巡听 from the draw to the meeting that is held again.

use testkit::Answer;

use crate::world::{KIND, World};

/// Asked on 1 November.
fn start(world: &World, share: &str, posts: &[&str]) -> Answer {
    start_from(world, "2026-11-01", share, posts)
}

fn start_from(world: &World, from: &str, share: &str, posts: &[&str]) -> Answer {
    let mut fields = vec![
        ("title", "冬季巡听"),
        ("kind", KIND),
        ("from_on", from),
        ("to_on", "2026-12-20"),
        ("share", share),
        ("years", "3"),
        ("seats", "1"),
        ("apart", "24"),
        ("numbers", ""),
    ];
    fields.extend(posts.iter().map(|it| ("posts", *it)));
    world.post("干事", "/review/rounds", &fields)
}

/// (hearing, branch, person)
fn seats(world: &World) -> Vec<(i64, i64, Option<i64>)> {
    world.all(
        "SELECT h.id, h.unit, s.person FROM hearing h JOIN hearing_seat s ON s.hearing = h.id
               WHERE s.left_at IS NULL ORDER BY h.place",
    )
}

#[test]
fn a_round_is_drawn_once_and_anybody_of_the_level_can_draw_it_again() {
    let world = World::on("2026-11-01");
    let started = start(&world, "100", &["secretary"]);
    assert_eq!(started.status, 303, "{}", started.body);
    let drawn = seats(&world);
    assert_eq!(drawn.len(), 4);
    for (_, unit, person) in &drawn {
        let name = world.name(person.unwrap());
        assert_ne!(name, format!("书记{unit}"), "nobody hears his own branch");
        assert_ne!(name, "书记9", "only who is of this committee");
    }
    let page = world.get("干事", &started.location).body;
    let seed: String = world.one("SELECT seed FROM hearing_round");
    assert!(page.contains("和这一轮完全一样") && page.contains(&seed), "{page}");
    assert!(
        world.get("书记3", &started.location).status == 404,
        "a branch does not see the round of the level above"
    );
    assert_eq!(start(&world, "0", &["secretary"]).status, 422);
    assert_eq!(start(&world, "50", &[]).status, 422, "nobody to sit in");
    assert_eq!(
        world.post("书记3", "/review/rounds", &[]).status,
        404,
        "a branch has nobody below it"
    );
    // Somebody meddles with a seat in the table: the page says so.
    let (hearing, _, _) = drawn[0];
    world.prepare(|w| {
        Ok(w.run("UPDATE hearing_seat SET person = 1 WHERE hearing = $1", db::bind![hearing])?)
    });
    assert!(world.get("干事", &started.location).body.contains("重算的结果和记下的不一样"));
}

#[test]
fn who_declines_is_replaced_by_lot_and_reads_no_more() {
    let world = World::on("2026-11-01");
    let heard = world.held(3, "2026-11-10");
    assert_eq!(start(&world, "100", &["secretary"]).status, 303);
    world.home.wait_until("2026-11-20");
    let of_three = |world: &World| seats(world).into_iter().find(|it| it.1 == 3).unwrap();
    let (hearing, _, person) = of_three(&world);
    let first = world.name(person.unwrap());
    let record = format!("/records/{heard}");
    assert_eq!(world.get(&first, &record).status, 200);
    let url = format!("/review/hearings/{hearing}/declining");
    assert_eq!(world.post("党员3", &url, &[("why", "有事")]).status, 404, "he does not sit there");
    assert_eq!(world.post(&first, &url, &[("why", "")]).status, 422);
    assert_eq!(world.post(&first, &url, &[("why", "那天在外地办案")]).status, 303);
    let second = world.name(of_three(&world).2.unwrap());
    assert!(second != first && second != "书记3");
    assert_eq!(world.get(&first, &record).status, 404, "his grant ended");
    assert_eq!(world.get(&second, &record).status, 200);
    let round: i64 = world.one("SELECT id FROM hearing_round");
    let page = world.get("干事", &format!("/review/rounds/{round}")).body;
    assert!(page.contains("那天在外地办案") && page.contains("和这一轮完全一样"), "{page}");
    let number: String = world.one("SELECT police_number FROM person WHERE name = '党员9'");
    let id = hearing.to_string();
    let put = |number: &str, reason: &str| {
        let fields =
            [("hearing", id.as_str()), ("seat", "1"), ("number", number), ("reason", reason)];
        world.post("干事", &format!("/review/rounds/{round}/seats"), &fields)
    };
    assert_eq!(put(&number, "").status, 422, "a hand needs a reason");
    assert_eq!(put(&number, "请外单位的人来听").status, 303);
    let page = world.get("干事", &format!("/review/rounds/{round}")).body;
    assert!(page.contains("请外单位的人来听") && page.contains("和这一轮完全一样"), "{page}");
    assert_eq!(world.get(&second, &record).status, 404);
    assert_eq!(world.get("党员9", &record).status, 200);
    assert_eq!(
        world.get("党员9", "/records?unit=3").status,
        404,
        "that one kind of record, not the unit"
    );
}

#[test]
fn a_meeting_that_failed_is_held_again() {
    let world = World::on("2026-11-01");
    let heard = world.held(3, "2026-11-10");
    assert_eq!(start(&world, "100", &["secretary"]).status, 303);
    world.home.wait_until("2026-11-20");
    let (hearing, _, person) = seats(&world).into_iter().find(|it| it.1 == 3).unwrap();
    let auditor = world.name(person.unwrap());
    let url = format!("/review/hearings/{hearing}");
    let page = world.get(&auditor, &url).body;
    assert!(page.contains("2026年11月10日15:00") && page.contains("对会不对人"), "{page}");
    let sheet =
        |criticism: &'static str, why: &'static str, verdict: &'static str, words: &'static str| {
            let items = ["preparation", "opinions", "talks", "measures"];
            let names: Vec<String> = items.iter().map(|it| format!("mark_{it}")).collect();
            let mut fields: Vec<(&str, &str)> =
                names.iter().map(|it| (it.as_str(), "good")).collect();
            fields.extend([
                ("mark_criticism", criticism),
                ("why_criticism", why),
                ("verdict", verdict),
                ("words", words),
            ]);
            world.post(&auditor, &format!("{url}/sheet"), &fields)
        };
    assert!(sheet("poor", "", "passed", "").body.contains("请写差在哪里"));
    assert!(sheet("poor", "没有相互批评", "again", "").body.contains("请写明为什么"));
    let filed = sheet("poor", "没有相互批评", "again", "只有自我批评，重开一次");
    assert_eq!(filed.status, 303, "{}", filed.body);
    assert_eq!(sheet("good", "", "passed", "").status, 409, "filed once");
    let page = world.get("书记3", &url).body;
    assert!(page.contains("只有自我批评") && page.contains("还没有重开"), "{page}");
    let told: i64 =
        world.one("SELECT count(*) FROM notice WHERE kind = 'hearing' AND text LIKE '%要重开%'");
    assert_eq!(told, 1);
    assert_eq!(world.get("书记4", &url).status, if auditor == "书记4" { 200 } else { 404 });
    assert_eq!(world.post("书记3", &format!("{url}/reply"), &[("reply", "")]).status, 422);
    assert_eq!(
        world.post("书记3", &format!("{url}/reply"), &[("reply", "同意，12月1日重开")]).status,
        303
    );
    assert_eq!(world.post("书记3", &format!("{url}/reply"), &[("reply", "又答一次")]).status, 409);
    let figures = world.get("干事", "/review/figures/1").body;
    assert!(
        figures.contains("要重开1个，其中已重开0个") && figures.contains("批评和自我批评"),
        "{figures}"
    );
    world.held(3, "2026-11-19");
    let page = world.get("书记3", &url).body;
    assert!(page.contains("还没有重开"), "that was before the sheet");
    let again = world.held(3, "2026-11-20");
    let page = world.get("书记3", &url).body;
    assert!(page.contains(&format!("/records/{again}")) && !page.contains("还没有重开"), "{page}");
    assert!(world.get("干事", "/review/figures/1").body.contains("其中已重开1个"));
    let record = format!("/records/{heard}");
    assert_eq!(world.get(&auditor, &record).status, 200);
    world.home.wait_until("2026-11-28");
    assert_eq!(
        world.get(&auditor, &record).status,
        404,
        "a week after the sheet his grant is over"
    );
}

#[test]
fn who_keeps_away_is_not_drawn_and_who_heard_it_last_neither() {
    let world = World::on("2026-11-01");
    let keep = world.post("书记4", "/me/recusals", &[("unit", "3")]);
    assert_eq!(keep.status, 303, "{}", keep.body);
    assert!(world.get("书记4", "/me/recusals").body.contains("第3党支部"));
    world.held(3, "2026-11-10");
    for _ in 0..6 {
        assert_eq!(start(&world, "100", &["secretary"]).status, 303);
    }
    world.home.wait_until("2026-11-20");
    let at_three = seats(&world).into_iter().filter(|it| it.1 == 3);
    assert!(at_three.clone().all(|it| world.name(it.2.unwrap()) != "书记4"));
    let (hearing, _, person) = at_three.max_by_key(|it| it.0).unwrap();
    let auditor = world.name(person.unwrap());
    let items =
        ["mark_preparation", "mark_opinions", "mark_talks", "mark_criticism", "mark_measures"];
    let mut fields: Vec<(&str, &str)> = items.iter().map(|it| (*it, "good")).collect();
    fields.extend([("verdict", "passed"), ("words", "")]);
    let filed = world.post(&auditor, &format!("/review/hearings/{hearing}/sheet"), &fields);
    assert_eq!(filed.status, 303, "{}", filed.body);
    let before: i64 = world.one("SELECT max(id) FROM hearing");
    assert_eq!(start_from(&world, "2026-11-20", "100", &["secretary"]).status, 303);
    let next = seats(&world).into_iter().find(|it| it.0 > before && it.1 == 3).unwrap();
    assert_ne!(next.2.map(|it| world.name(it)), Some(auditor));
}

#[test]
fn nobody_is_sent_to_a_meeting_that_is_over() {
    let world = World::on("2026-11-20");
    let refused = start(&world, "100", &["secretary"]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("只能听以后的会；已经开过的用抽样督查"), "{}", refused.body);
    assert_eq!(world.one::<i64>("SELECT count(*) FROM hearing_round"), 0);
    assert_eq!(start_from(&world, "2026-11-20", "100", &["secretary"]).status, 303);
}

#[test]
fn a_second_draw_goes_on_to_others_and_every_draw_shows() {
    let world = World::on("2026-11-01");
    let first = start(&world, "50", &["secretary"]);
    assert_eq!(first.status, 303, "{}", first.body);
    let form = world.get("干事", "/review/rounds/new").body;
    assert!(form.contains("这些会已有一轮在听") && form.contains("抽到2个"), "{form}");
    assert_eq!(start(&world, "50", &["secretary"]).status, 303);
    let drawn: Vec<i64> = world.all("SELECT DISTINCT unit FROM hearing ORDER BY unit");
    assert_eq!(drawn, [3, 4, 5, 6], "those of the first round are as good as heard");
    let list = world.get("干事", "/review").body;
    assert!(list.contains("今年对这种会的第2次抽签"), "{list}");
    let end = format!("{}/end", first.location);
    assert_eq!(world.post("干事", &end, &[("why", "方案改了")]).status, 303);
    let list = world.get("干事", "/review").body;
    assert!(list.contains("取消的原因：方案改了") && list.contains("第2次抽签"), "{list}");
    let third = start(&world, "50", &["secretary"]);
    let units: Vec<i64> = world.all(
        "SELECT h.unit FROM hearing h WHERE h.round = (SELECT max(id) FROM hearing_round) ORDER BY h.unit",
    );
    let second: Vec<i64> = world.all(
        "SELECT h.unit FROM hearing h WHERE h.round = (SELECT max(r.id) FROM hearing_round r
         WHERE r.id < (SELECT max(id) FROM hearing_round)) ORDER BY h.unit",
    );
    assert!(units.iter().all(|it| !second.contains(it)), "what was called off was not heard");
    assert!(world.get("干事", &third.location).body.contains("第3次抽签"));
}

#[test]
fn whoever_sees_a_round_sees_all_that_it_takes_to_draw_it_again() {
    let world = World::on("2026-11-01");
    let round = start(&world, "100", &["secretary"]).location;
    let page = world.get("干事", &round).body;
    let table = page.split("从哪些人里抽的（4人）").nth(1).unwrap();
    for unit in [3, 4, 5, 6] {
        let name = format!("书记{unit}");
        let row = format!("<th>{name}</th><td data-label=\"编号\">{}</td>", world.person(&name));
        assert!(table.contains(&row), "{row}: {table}");
    }
    let print = world.get("干事", &format!("{round}/print")).body;
    let seed: String = world.one("SELECT seed FROM hearing_round");
    assert!(print.contains("抽签结果") && print.contains(&seed), "{print}");
    let word = world.get("干事", &format!("{round}/paper/docx"));
    assert_eq!((word.status, &word.bytes[..2]), (200, &b"PK"[..]));
    let list = world.post("干事", &format!("{round}/lists"), &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]));
    for url in ["print", "paper/docx"] {
        assert_eq!(world.get("书记3", &format!("{round}/{url}")).status, 404, "{url}");
    }
    assert_eq!(world.post("书记3", &format!("{round}/lists"), &[]).status, 404);
}

#[test]
fn a_branch_finds_what_it_hears_and_what_was_heard_of_it() {
    let world = World::on("2026-11-01");
    assert!(world.get("书记3", "/review").body.contains("这里没有您能看的"));
    assert_eq!(start(&world, "100", &["secretary"]).status, 303);
    world.held(3, "2026-11-10");
    world.home.wait_until("2026-11-20");
    let (hearing, _, person) = seats(&world).into_iter().find(|it| it.1 == 3).unwrap();
    let auditor = world.name(person.unwrap());
    let url = format!("/review/hearings/{hearing}");
    let page = world.get(&auditor, "/review").body;
    assert!(page.contains("我要听的和听过的") && page.contains(&url), "{page}");
    assert!(!page.contains("还没有派人听过会"), "{page}");
    assert!(!world.get("书记3", "/review").body.contains(&url), "nobody is told before");
    let blank = world.get(&auditor, &format!("{url}/print")).body;
    assert!(blank.contains("记录表") && blank.contains("□好"), "{blank}");
    assert_eq!(world.get("书记3", &format!("{url}/print")).status, 404, "not before it is filed");
    let items =
        ["mark_preparation", "mark_opinions", "mark_talks", "mark_criticism", "mark_measures"];
    let mut fields: Vec<(&str, &str)> = items.iter().map(|it| (*it, "good")).collect();
    fields.extend([("verdict", "passed"), ("words", "开得实在")]);
    assert_eq!(world.post(&auditor, &format!("{url}/sheet"), &fields).status, 303);
    let page = world.get("书记3", "/review").body;
    assert!(page.contains("听过我们的") && page.contains(&url), "{page}");
    let filed = world.get("书记3", &format!("{url}/print")).body;
    assert!(filed.contains("开得实在") && !filed.contains("□好"), "{filed}");
    assert_eq!(world.get("书记3", &format!("{url}/paper/docx")).status, 200);
}

#[test]
fn a_leader_of_an_organ_reads_the_sums_of_its_own_committees() {
    let mut world = World::on("2026-11-01");
    world.organ();
    assert_eq!(start(&world, "100", &["secretary"]).status, 303);
    let page = world.get("局长", "/review").body;
    assert!(page.contains("/review/figures/1\""), "{page}");
    let figures = world.get("局长", "/review/figures/1");
    assert_eq!(figures.status, 200);
    assert!(figures.body.contains("抽到4个"), "{}", figures.body);
    let round: i64 = world.one("SELECT id FROM hearing_round");
    assert_eq!(world.get("局长", &format!("/review/rounds/{round}")).status, 404, "sums alone");
    assert_eq!(world.get("局长", "/review/figures/9").status, 404, "of another organ");
    let list = world.post("干事", "/review/figures/1/lists", &[]);
    assert_eq!((list.status, &list.bytes[..2]), (200, &b"PK"[..]));
}
