//! 谁该和谁谈: the list, the plan, and from a row to the draft.

use people::Status;

use crate::world::{Fields, World, faults, minutes};

/// Two on the committee and four more.
fn branch() -> World {
    World::of(6, 0)
}

fn plan(world: &World, rows: &[(usize, usize, i64)]) -> Fields {
    let mut fields = Fields::default();
    fields.set("unit", "3");
    fields.set("year", "2026");
    for (place, (one, other, month)) in rows.iter().enumerate() {
        let place = place + 1;
        fields.set(&format!("r{place}_one"), &world.people[*one].to_string());
        fields.set(&format!("r{place}_other"), &world.people[*other].to_string());
        fields.set(&format!("r{place}_month"), &month.to_string());
    }
    fields
}

#[test]
fn the_list_says_what_each_owes_and_a_proposal_covers_it() {
    let world = branch();
    let list = world.browser(0).get("/talks/owed?unit=3");
    assert!(
        list.status == 200 && list.body.contains("每人每类一次") && list.body.contains("共6人"),
        "{}",
        list.status
    );
    assert!(list.body.contains("还没有排"));
    let form = world.browser(0).get("/talks/plan?unit=3&year=2026");
    assert_eq!(form.status, 200);
    assert!(
        form.body.contains("name=\"r7_one\""),
        "one between the seats, four across, two between members"
    );
    assert!(
        form.body.contains("委员之间")
            && form.body.contains("委员与党员")
            && form.body.contains("党员之间")
    );
}

#[test]
fn a_branch_of_thirty_with_five_seats_owes_sixty_talks() {
    let mut world = World::of(30, 0);
    for (number, post) in
        [(2, "publicity_member"), (3, "discipline_member"), (4, "deputy_secretary")]
    {
        world.appoint(number, 3, post);
    }
    let list = world.browser(0).get("/talks/owed?unit=3").body;
    assert!(list.contains("2026年应谈60人次，谈过0人次，还有60人次"), "{list}");
    let mut talk = world.new_plan("talk", "2026-11-19", &[]);
    talk.set("chair", &world.people[0].to_string());
    talk.set("partner", &world.people[1].to_string());
    talk.set("recorder", "");
    let url = world.held(&talk);
    assert_eq!(world.close(&url, &minutes("")).status, 303);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("委员之间谈心谈话") && !page.contains("委员与党员谈心谈话"), "{page}");
    talk.set("partner", &world.people[10].to_string());
    let url = world.held(&talk);
    assert_eq!(world.close(&url, &minutes("")).status, 303);
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("委员与党员谈心谈话"), "{page}");
    assert!(!page.contains("委员之间谈心谈话") && !page.contains("党员之间谈心谈话"), "{page}");
    let list = world.browser(0).get("/talks/owed?unit=3").body;
    assert!(list.contains("谈过4人次，还有56人次"), "two of each talk: {list}");
}

#[test]
fn what_was_held_takes_no_number_and_a_crowded_month_is_named() {
    let world = branch();
    let rows = plan(&world, &[(0, 1, 11), (0, 3, 11), (4, 5, 12)]);
    assert_eq!(world.browser(0).post("/talks/plan", &rows.pairs()).status, 303);
    let mut talk = world.new_plan("talk", "2026-11-19", &[]);
    talk.set("chair", &world.people[0].to_string());
    talk.set("partner", &world.people[1].to_string());
    talk.set("recorder", "");
    assert_eq!(world.close(&world.held(&talk), &minutes("")).status, 303);
    let form = world.browser(0).get("/talks/plan?unit=3&year=2026").body;
    let first = form.find("第1行").expect("rows begin with the first");
    assert!(form[first..].contains("第2行"), "{form}");
    let month = form.split("name=\"r8_month\"").nth(1).unwrap_or_default();
    let month = month.split("</select>").next().unwrap_or_default();
    assert!(month.contains("value=\"11\" selected"), "an empty row begins this month: {form}");
    assert!(form.contains("一个月要谈两次以上"), "two months for seven talks of two seats");
    let next = world.browser(0).get("/talks/plan?unit=3&year=2027").body;
    assert!(!next.contains("一个月要谈两次以上"), "a whole year is enough: {next}");
}

#[test]
fn a_plan_is_changed_adopted_and_read_off_the_records() {
    let world = branch();
    let rows = plan(&world, &[(0, 1, 11), (0, 3, 11), (4, 5, 12)]);
    let answer = world.browser(0).post("/talks/plan", &rows.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let list = world.browser(0).get("/talks/owed?unit=3");
    let draft = format!(
        "/records/new?kind=talk&#38;unit=3&#38;chair={}&#38;partner={}",
        world.people[4], world.people[5]
    );
    assert!(
        list.body.contains(&draft),
        "one touch to the draft: {}",
        list.body.find("/records/new").unwrap_or(0)
    );
    let page = world.browser(0).get(&draft.replace("&#38;", "&"));
    assert!(
        page.body.contains(&format!("<option value=\"{}\" selected>", world.people[4])),
        "who talks is filled in"
    );
    assert!(world.browser(4).get("/talks").body.contains("今年给我排的"));
    let mut talk = world.new_plan("talk", "2026-11-19", &[]);
    talk.set("chair", &world.people[4].to_string());
    talk.set("partner", &world.people[5].to_string());
    talk.set("recorder", "");
    let url = world.held(&talk);
    assert_eq!(world.close(&url, &minutes("")).status, 303);
    let list = world.browser(0).get("/talks/owed?unit=3");
    assert!(list.body.contains("11月19日谈过") && list.body.contains(&format!("href=\"{url}\"")));
    assert!(!list.body.contains(&draft), "what was held has no draft any more");
    let fewer = plan(&world, &[(0, 1, 12)]);
    assert_eq!(world.browser(0).post("/talks/plan", &fewer.pairs()).status, 303);
    assert_eq!(world.count("SELECT count(*) FROM talk_plan"), 1);
}

#[test]
fn a_day_is_proposed_on_which_both_work_and_have_time() {
    let world = branch();
    let rows = plan(&world, &[(0, 3, 11), (4, 5, 12)]);
    assert_eq!(world.browser(0).post("/talks/plan", &rows.pairs()).status, 303);
    let list = || world.browser(0).get("/talks/owed?unit=3").body;
    assert!(list().contains("11月23日（星期一）"), "{}", list());
    let busy = testkit::day("2026-11-23");
    world.prepare(|w| people::note_shifts(w, &[(world.people[3], busy, false)]));
    assert!(list().contains("11月24日（星期二）"), "by the roster: {}", list());
    let form = world.browser(0).get("/talks/plan?unit=3&year=2026").body;
    assert!(form.contains("可以约在11月24日（星期二）"), "{form}");
    assert!(list().contains("&#38;on=2026-12-"), "the draft opens on that day: {}", list());
}

#[test]
fn what_cannot_be_is_said_at_its_row_and_others_do_not_plan() {
    let mut world = branch();
    let elsewhere = world.admit("他支部", Status::Full, 5);
    let same = plan(&world, &[(0, 0, 11)]);
    let answer = world.browser(0).post("/talks/plan", &same.pairs());
    assert!(
        answer.status == 422 && answer.body.contains("第1行两个人是同一个"),
        "{}",
        faults(&answer)
    );
    let twice = plan(&world, &[(0, 1, 11), (1, 0, 12)]);
    assert_eq!(world.browser(0).post("/talks/plan", &twice.pairs()).status, 422);
    let foreign = plan(&world, &[(0, elsewhere, 11)]);
    assert_eq!(world.browser(0).post("/talks/plan", &foreign.pairs()).status, 422);
    let rows = plan(&world, &[(0, 1, 11)]);
    assert_eq!(world.browser(4).post("/talks/plan", &rows.pairs()).status, 403);
    assert_eq!(world.browser(0).get("/talks/owed?unit=5").status, 404);
    assert_eq!(
        world.browser(4).get("/talks/owed?unit=3").status,
        404,
        "a member sees what is planned for himself"
    );
    let other = rows.with("unit", "5");
    assert_eq!(world.browser(0).post("/talks/plan", &other.pairs()).status, 403);
}
