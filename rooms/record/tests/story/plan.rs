//! The year plan: proposed, adopted, changed, published, held against.

use crate::world::{World, faults};

/// Fields of something planned.
fn entry<'f>(kind: &'f str, on: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("unit", "3"),
        ("kind", kind),
        ("title", ""),
        ("on", on),
        ("from", "15:00"),
        ("to", "16:30"),
        ("place", "二楼会议室"),
        ("topic", ""),
    ]
}

fn items(world: &World) -> i64 {
    world.count("SELECT count(*) FROM record_plan_item")
}

fn id(world: &World) -> i64 {
    world.count("SELECT max(id) FROM record_plan_item")
}

const NEXT: &[(&str, &str)] = &[("unit", "3"), ("year", "2027")];

#[test]
fn a_year_is_proposed_adopted_and_published() {
    let world = World::of(8, 0);
    let secretary = world.browser(0);
    let page = secretary.get("/records/plan?unit=3&year=2027");
    assert_eq!(page.status, 200, "{}", page.body);
    for words in ["2027年度计划", "第一季度支部党员大会", "3月主题党日", "建议", "党员大会</a>"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(page.statements <= 25, "{}", page.statements);
    assert_eq!(items(&world), 0, "a proposal is not stored");

    let adopted = secretary.post("/records/plan/adoption", NEXT);
    assert_eq!(adopted.status, 303, "{}", faults(&adopted));
    assert!(items(&world) > 24, "every month and every quarter");
    let again = secretary.post("/records/plan/adoption", NEXT);
    assert_eq!(again.status, 409, "nothing is proposed twice");

    let member = world.browser(3);
    assert!(member.get("/records/plan?year=2027").body.contains("2027年的计划还没有发布"));
    let published = secretary.post("/records/plan/publication", NEXT);
    assert_eq!(published.status, 303, "{}", faults(&published));
    let page = member.get("/records/plan?year=2027");
    assert!(page.body.contains("3月主题党日") && page.body.contains("第1版"));
    assert!(!page.body.contains("data-plan="), "members read");
    assert_eq!(secretary.post("/records/plan/publication", NEXT).status, 409);
}

#[test]
fn what_is_missing_goes_when_it_is_planned() {
    let world = World::of(8, 0);
    let secretary = world.browser(0);
    let page = |world: &World| world.browser(0).get("/records/plan?unit=3&year=2027").body;
    let before = page(&world);
    assert!(before.contains("还缺：") && !before.contains("要开的都排上了"), "{before}");
    assert!(before.contains("也可以开："), "what may be left stands apart");
    secretary.post("/records/plan/adoption", NEXT);
    let after = page(&world);
    assert!(after.contains("要开的都排上了") && !after.contains("还缺："), "{after}");
}

#[test]
fn a_day_of_rest_is_shown_and_said() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    let page = secretary.get("/records/plan?unit=3&year=2027").body;
    assert!(page.contains("4月5日星期一，往年清明节放假"), "{page}");
    let cell = page.split("data-on=\"2027-04-05\"").next().unwrap().rsplit("<td").next().unwrap();
    assert!(cell.contains("off") && !cell.contains("proposed"), "{cell}");
    let answer = secretary.post("/records/plan", &entry("theme_day", "2027-05-01"));
    let bytes: Vec<String> = "往年劳动节这天放假".bytes().map(|it| format!("%{it:02X}")).collect();
    let said = bytes.concat();
    assert!(answer.cookies.iter().any(|it| it.contains(&said)), "{:?}", answer.cookies);
}

#[test]
fn what_was_planned_and_not_held_stays_on_the_home_page_for_two_weeks() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    for on in ["2026-11-12", "2026-11-26"] {
        let added = secretary.post("/records/plan", &entry("committee_meeting", on));
        assert_eq!(added.status, 303, "{}", faults(&added));
    }
    secretary.post("/records/plan/publication", &[("unit", "3"), ("year", "2026")]);
    let home =
        |world: &World| -> String { world.at_home(0).1.into_iter().map(|card| card.0).collect() };
    let card = home(&world);
    assert!(card.contains("排了日子，还没有记") && card.contains("12日星期四"), "{card}");
    assert!(card.contains("计划里接着的") && card.contains("26日星期四"), "{card}");
    world.home.wait_until("2026-11-27");
    assert!(!home(&world).contains("12日星期四"), "after two weeks it is left alone");
}

#[test]
fn what_changes_after_publishing_is_said_until_the_next_edition() {
    let world = World::of(5, 0);
    let (secretary, member) = (world.browser(0), world.browser(3));
    let added = secretary.post("/records/plan", &entry("theme_day", "2027-03-12"));
    assert_eq!(added.status, 303, "{}", faults(&added));
    assert_eq!(added.location, "/records/plan?unit=3&year=2027#m3");
    secretary.post("/records/plan/publication", NEXT);
    let url = format!("/records/plan/items/{}", id(&world));
    assert!(secretary.get(&url).body.contains("value=\"2027-03-12\""));

    let moved = secretary.post(&format!("{url}/day"), &[("on", "2027-04-09"), ("_version", "0")]);
    assert_eq!(moved.status, 303, "{}", faults(&moved));
    let page = secretary.get("/records/plan?unit=3&year=2027").body;
    assert!(page.contains("4月主题党日"), "the usual title goes along");
    assert!(page.contains("改过，未发布") && page.contains("上一版是3月12日星期五15:00"));
    let seen = member.get("/records/plan?year=2027").body;
    assert!(seen.contains("3月主题党日") && !seen.contains("4月主题党日"), "until it is published");

    secretary.post("/records/plan/publication", NEXT);
    let seen = member.get("/records/plan?year=2027").body;
    assert!(seen.contains("4月主题党日") && seen.contains("第2版"));

    let gone = secretary.post(&format!("{url}/removal"), &[("_version", "1")]);
    assert_eq!(gone.status, 303, "{}", faults(&gone));
    assert!(secretary.get("/records/plan?unit=3&year=2027").body.contains("已移出，未发布"));
    assert!(member.get("/records/plan?year=2027").body.contains("4月主题党日"));
    secretary.post("/records/plan/publication", NEXT);
    assert!(!member.get("/records/plan?year=2027").body.contains("4月主题党日"));
}

#[test]
fn a_form_that_is_wrong_comes_back_with_what_to_do() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    let mut fields = entry("theme_day", "2027-03-12");
    fields[4] = ("from", "25:00");
    let answer = secretary.post("/records/plan", &fields);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("开始时间要写成15:00这样"), "{}", faults(&answer));
    let answer = secretary.post("/records/plan", &entry("theme_day", "2031-03-12"));
    assert!(answer.body.contains("计划只编到明年"), "{}", faults(&answer));
    let answer = secretary.post("/records/plan", &entry("party_lecture_of_nobody", "2027-03-12"));
    assert_eq!(answer.status, 404);
    let mut fields = entry("", "2027-03-12");
    let answer = secretary.post("/records/plan", &fields);
    assert!(answer.body.contains("请填写名称"), "{}", faults(&answer));
    fields[2] = ("title", "义务植树");
    assert_eq!(secretary.post("/records/plan", &fields).status, 303);
    assert!(secretary.get("/records/plan?unit=3&year=2027").body.contains("义务植树"));
}

#[test]
fn who_was_slower_sees_what_stands_there_now() {
    let world = World::of(5, 0);
    world.browser(0).post("/records/plan", &entry("theme_day", "2027-03-12"));
    let url = format!("/records/plan/items/{}", id(&world));
    let with = |place: &'static str| {
        let mut fields = entry("theme_day", "2027-03-12");
        fields[6] = ("place", place);
        fields.push(("_version", "0"));
        fields
    };
    assert_eq!(world.browser(0).post(&url, &with("三楼")).status, 303);
    let slower = world.browser(1).post(&url, &with("四楼"));
    assert_eq!(slower.status, 409);
    assert!(slower.body.contains("value=\"四楼\"") && slower.body.contains("三楼"));
}

#[test]
fn what_was_held_stands_against_the_plan_in_plain_words() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    for (kind, on) in [("theme_day", "2026-11-13"), ("committee_meeting", "2026-11-06")] {
        assert_eq!(secretary.post("/records/plan", &entry(kind, on)).status, 303);
    }
    let url = world.closed(&world.new_plan("theme_day", "2026-11-18", &[]));
    let page = secretary.get("/records/plan?unit=3&year=2026").body;
    assert!(page.contains(&format!("<a href=\"{url}\">记录，11月18日开的</a>")), "{page}");
    assert_eq!(page.matches("没有按计划开").count(), 1, "the committee's");
    assert!(
        page.contains("/records/new?kind=committee_meeting&amp;unit=3&amp;on=2026-11-06")
            || page.contains("/records/new?kind=committee_meeting&#38;unit=3&#38;on=2026-11-06")
    );
}

#[test]
fn a_plan_is_made_by_the_branch_and_read_by_its_members() {
    let mut world = World::of(5, 0);
    let secretary = world.browser(0);
    secretary.post("/records/plan", &entry("theme_day", "2027-03-12"));
    let own = format!("/records/plan/items/{}", id(&world));
    let stranger = world.admit("外人", people::Status::Full, 5);
    world.appoint(stranger, 5, "secretary");
    let stranger = world.browser(stranger);
    assert_eq!(stranger.get("/records/plan?unit=3&year=2027").status, 404);
    assert_eq!(stranger.get(&own).status, 404);
    assert_eq!(stranger.post("/records/plan/adoption", NEXT).status, 404);
    let moved = stranger.post(&format!("{own}/day"), &[("on", "2027-04-09"), ("_version", "0")]);
    assert_eq!(moved.status, 404);
    let member = world.browser(3);
    assert_eq!(member.get("/records/plan?unit=3&year=2027").status, 200);
    assert_eq!(member.get("/records/plan/new?unit=3").status, 403);
    assert_eq!(member.post("/records/plan/publication", NEXT).status, 403);
    assert_eq!(secretary.get("/records/plan?unit=5&year=2027").status, 404);
}

#[test]
fn a_draft_takes_what_the_published_plan_says() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    let mut fields = entry("theme_day", "2026-12-11");
    fields[4] = ("from", "09:30");
    fields[5] = ("to", "");
    fields[7] = ("topic", "走访老党员");
    assert_eq!(secretary.post("/records/plan", &fields).status, 303);
    let draft = || secretary.get("/records/new?kind=theme_day&period=2026-12").body;
    assert!(!draft().contains("年度计划"), "until it is published");
    secretary.post("/records/plan/publication", &[("unit", "3"), ("year", "2026")]);
    let page = draft();
    for words in [
        "value=\"2026-12-11\"",
        "value=\"09:30\"",
        "value=\"11:30\"",
        "value=\"二楼会议室\"",
        "value=\"走访老党员\"",
        "草稿已按年度计划和规定填好",
        "2026年度计划第1版",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    // November's has nothing planned; December's is asked for by its day as well.
    assert!(!secretary.get("/records/new?kind=theme_day").body.contains("2026年度计划"));
    let other = secretary.get("/records/new?kind=theme_day&on=2026-12-18").body;
    assert!(other.contains("value=\"2026-12-18\"") && other.contains("value=\"走访老党员\""));
    // Once there is a record of it the plan has nothing more to say.
    secretary.post("/records", &world.new_plan("theme_day", "2026-12-11", &[]).pairs());
    assert!(!draft().contains("2026年度计划第1版"));
}

#[test]
fn a_subgroup_follows_the_plan_of_its_branch() {
    let world = World::of(5, 0);
    let secretary = world.browser(0);
    let added = secretary.post("/records/plan", &entry("subgroup_meeting", "2026-12-09"));
    assert_eq!(added.status, 303, "{}", faults(&added));
    secretary.post("/records/plan/publication", &[("unit", "3"), ("year", "2026")]);
    let page = secretary.get("/records/new?kind=subgroup_meeting&unit=31&period=2026-12").body;
    assert!(page.contains("value=\"2026-12-09\"") && page.contains("2026年度计划第1版"), "{page}");
}

#[test]
fn the_sheet_for_the_wall_is_the_last_edition() {
    let world = World::of(5, 0);
    let (secretary, member) = (world.browser(0), world.browser(3));
    assert_eq!(secretary.get("/records/plan/print?unit=3&year=2027").status, 404, "no plan");
    secretary.post("/records/plan", &entry("theme_day", "2027-03-12"));
    let draft = secretary.get("/records/plan/print?unit=3&year=2027").body;
    assert!(draft.contains("草稿，还没有发布，1项") && draft.contains("3月主题党日"));
    assert_eq!(member.get("/records/plan/print?year=2027").status, 404);
    secretary.post("/records/plan/publication", NEXT);
    secretary.post("/records/plan", &entry("theme_day", "2027-04-09"));
    let sheet = member.get("/records/plan/print?year=2027").body;
    assert!(sheet.contains("第1版") && sheet.contains("3月12日（五）15:00"), "{sheet}");
    assert!(!sheet.contains("4月主题党日"), "not yet published");
    let wall = member.get("/records/plan/print?year=2027&form=wall").body;
    assert!(wall.contains("<td class=\"long\">3月\n12日（五）"), "a quarter on a line: {wall}");
    assert!(wall.contains("/records/plan/sheet.pdf?") && wall.contains("form=wall"), "{wall}");
    assert!(member.get("/records/plan?year=2027").body.contains("贴墙的一页"));
    for end in ["docx", "xlsx"] {
        let file = member.get(&format!("/records/plan/sheet.{end}?year=2027"));
        assert_eq!((file.status, file.body.starts_with("PK")), (200, true), "{end}");
    }
}

#[test]
fn a_member_sees_what_was_held_and_opens_what_is_his_to_read() {
    let world = World::of(6, 0);
    let theme = world.closed(&world.new_plan("theme_day", "2026-11-18", &[]));
    let committee = world.closed(&world.new_plan("committee_meeting", "2026-11-19", &[]));
    let unpublished = world.browser(3).get("/records/plan?year=2026").body;
    assert!(unpublished.contains("还没有发布，已开1次") && unpublished.contains(&theme));
    for kind in ["theme_day", "committee_meeting"] {
        let added = world.browser(0).post("/records/plan", &entry(kind, "2026-11-20"));
        assert_eq!(added.status, 303, "{}", faults(&added));
    }
    let this_year = [("unit", "3"), ("year", "2026")];
    assert_eq!(world.browser(0).post("/records/plan/publication", &this_year).status, 303);
    let page = world.browser(3).get("/records/plan?year=2026").body;
    assert_eq!(page.matches("已开</span>").count(), 2, "both were held: {page}");
    assert!(page.contains(&theme) && !page.contains(&committee), "{page}");
    assert!(!page.contains("没有按计划开"));
}
