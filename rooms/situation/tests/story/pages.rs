//! What stands on the pages, who sees it, and how far away everything is.

use duty::judge::State;
use situation::{Figures, Views};
use testkit::Answer;

use crate::world::{World, found, furnish, meeting};

/// Addresses of all links of a page.
fn links(page: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page.body.as_str();
    while let Some(at) = rest.find("href=\"") {
        rest = &rest[at + 6..];
        let end = rest.find('"').expect("an attribute ends");
        found.push(rest[..end].replace("&amp;", "&").replace("&#38;", "&"));
        rest = &rest[end..];
    }
    found
}

fn link(page: &Answer, wanted: impl Fn(&str) -> bool) -> String {
    links(page).into_iter().find(|url| wanted(url)).expect("such a link is on the page")
}

#[test]
fn by_line_from_the_ministry_to_a_verdict_in_three_clicks() {
    let world = World::new();
    let browser = world.browser(world.appoint_elsewhere(world.ministry, "line_officer"));
    let ministry = browser.get(&format!("/situation/{}", world.ministry));
    assert_eq!(ministry.status, 200);
    let province =
        link(&ministry, |url| url.starts_with(&format!("/situation/{}?", world.province)));
    let province = browser.get(&province);
    let list = link(&province, |url| url.contains("/missing?") && url.contains("state=overdue"));
    let list = browser.get(&list);
    let verdict = link(&list, |url| url.starts_with(&format!("/duties/{}/", world.first)));
    assert!(verdict.contains("/2026"), "{verdict}");
}

#[test]
fn by_lead_from_the_committee_to_the_branch_in_two_clicks() {
    let world = World::new();
    let browser = world.browser(world.appoint_elsewhere(world.committee, "secretary"));
    let top = browser.get(&format!("/situation/{}", world.committee));
    assert!(top.body.contains("11月组织生活"), "{}", top.body);
    let below = link(&top, |url| url.starts_with(&format!("/situation/{}?", world.organ)));
    let organ = browser.get(&below);
    let branch = format!("/duties/{}", world.first);
    assert!(links(&organ).contains(&branch));
    // The way up is limited to what he sees: the county committee is above him.
    assert!(!organ.body.contains("中共南屏县委"));
}

#[test]
fn what_is_out_of_sight_is_not_there() {
    let world = World::new();
    let committee = world.browser(world.appoint_elsewhere(world.committee, "secretary"));
    let officer = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    for page in ["", "/duties", "/wall", "/missing", "/file?list=units"] {
        for unit in [world.far, world.other_county, world.city, 5] {
            assert_eq!(committee.get(&format!("/situation/{unit}{page}")).status, 404);
            assert_eq!(officer.get(&format!("/situation/{unit}{page}")).status, 404);
        }
        assert_eq!(committee.get(&format!("/situation/{}{page}", world.first)).status, 200);
        assert_eq!(officer.get(&format!("/situation/{}{page}", world.first)).status, 200);
    }
    let member = world.browser(world.appoint(world.first, "committee_member"));
    assert_eq!(member.get(&format!("/situation/{}", world.second)).status, 404);
}

#[test]
fn every_figure_is_the_length_of_the_list_behind_it() {
    let world = World::new();
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    let browser = world.browser(world.appoint_elsewhere(world.county, "organ_leader"));
    let picture = world.picture(act::Relation::Line, world.county);
    for state in [State::Done, State::Due, State::Overdue, State::Missed] {
        let url = format!("/situation/{}/missing?state={}", world.county, state.key());
        let list = browser.get(&url);
        let count = picture.tally.of(state);
        assert!(list.body.contains(&format!("共{count}件")), "{} {count}", state.key());
        let figure = browser.get(&format!("/situation/{}", world.county));
        assert!(figure.body.contains(&format!(">{count}<span class=\"hidden-text\">件")));
    }
}

#[test]
fn a_page_asks_as_many_questions_for_many_units_as_for_few() {
    let world = World::new();
    let hat = world.appoint_elsewhere(world.city, "line_officer");
    let pages = ["", "/duties", "/wall", "/missing?state=overdue", "/file?list=missing"];
    let ask = |world: &World| -> Vec<u32> {
        let browser = world.browser(hat);
        pages.map(|page| browser.get(&format!("/situation/{}{page}", world.city)).statements).into()
    };
    let few = ask(&world);
    // Two of them are the session's.
    assert!(few.iter().all(|count| (3..=10).contains(count)), "{few:?}");
    for n in 0..120 {
        let name = format!("第{n}党支部");
        found(&world.home, ("branch", &name), (Some(world.organ), None, Some(world.county)));
    }
    assert_eq!(ask(&world), few);
}

#[test]
fn pages_out_of_memory_ask_little_and_say_the_same() {
    let world = World::furnished(|core| furnish(core).with(Figures::default()));
    let hat = world.appoint_elsewhere(world.city, "line_officer");
    let pages = ["", "/duties", "/wall", "/missing?state=overdue", "/missing?side=0&state=open"];
    let url = |page: &str| format!("/situation/{}{page}", world.city);
    let ask = || pages.map(|page| world.browser(hat).get(&url(page)));
    ask();
    let few = ask().map(|answer| answer.statements);
    // Two of them are the session's.
    assert!(few.iter().all(|count| (3..=10).contains(count)), "{few:?}");
    for n in 0..120 {
        let name = format!("第{n}党支部");
        found(&world.home, ("branch", &name), (Some(world.organ), None, Some(world.county)));
    }
    ask();
    let many = ask();
    assert_eq!(many.each_ref().map(|answer| answer.statements), few);
    let overdue = world.picture(act::Relation::Line, world.city).tally.overdue;
    assert!(many[3].body.contains(&format!("共{overdue}件，第1页")), "{}", many[3].body);
    assert!(many[3].body.contains("能计入的0次"));
    let last = world.browser(hat).get(&url("/missing?state=overdue&page=999"));
    assert!(last.body.contains("第119党支部") || last.body.contains("北岭刑警大队党支部"));
}

#[test]
fn a_view_in_memory_is_used_until_something_changes() {
    let world = World::furnished(|core| furnish(core).with(Views::default()));
    let browser = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let url = format!("/situation/{}/missing?state=overdue", world.county);
    let (first, second) = (browser.get(&url), browser.get(&url));
    assert!(second.statements < first.statements);
    let count = world.picture(act::Relation::Line, world.county).tally.overdue;
    assert!(second.body.contains(&format!("共{count}件")));
    world.serve(world.first, &meeting(1, "general_meeting", "2026-09-25"));
    let third = browser.get(&url);
    assert_eq!(third.statements, first.statements);
    assert!(third.body.contains(&format!("共{}件", count - 1)));
}

#[test]
fn one_touch_reminds_a_page_once_a_day_and_says_who_has_no_secretary() {
    let world = World::new();
    let (person, _) = world.appoint(world.first, "secretary");
    let officer = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let list = format!("/situation/{}/missing?state=overdue&duty=branch/theme-day", world.county);
    assert!(officer.get(&list).body.contains("提醒这一页的2个组织"));
    let post = format!("/situation/{}/reminders?state=overdue&duty=branch/theme-day", world.county);
    let told = officer.post(&post, &[("unit", "all")]);
    assert_eq!(told.status, 303, "{}", told.body);
    let after = officer.get(&told.location);
    assert_eq!(after.status, 200);
    let notices = || {
        let read = |read: &db::Read| Ok(notify::list(read, person, (0, 50))?);
        world.home.operator().read(read).unwrap()
    };
    assert_eq!(notices().len(), 1);
    assert!(notices()[0].text.starts_with("南屏县公安局提醒：主题党日（2026年10月）逾期"));
    officer.post(&post, &[("unit", "all")]);
    assert_eq!(notices().len(), 1);
    let nobody = officer.post(&post, &[("unit", &world.second.to_string())]);
    assert_eq!(nobody.status, 303);

    let member = world.browser(world.appoint(world.organ, "committee_member"));
    let own = format!("/situation/{}/reminders?state=overdue", world.organ);
    assert_eq!(member.post(&own, &[("unit", "all")]).status, 403);
}

#[test]
fn lists_go_into_files_with_scope_day_and_count() {
    let world = World::new();
    let browser = world.browser(world.appoint_elsewhere(world.county, "line_officer"));
    let url = format!("/situation/{}/file?state=overdue&list=", world.county);
    let csv = browser.get(&format!("{url}missing&format=csv")).body;
    let count = world.picture(act::Relation::Line, world.county).tally.overdue;
    let head = csv.lines().next().unwrap();
    assert!(head.contains("南屏县公安局，2026年11月，逾期，2026年11月20日9:00的情况"), "{head}");
    assert!(head.contains(&format!("共{count}件")), "{head}");
    assert_eq!(csv.lines().count() as i64, count + 2);
    for list in ["units", "duties", "missing"] {
        let file = browser.get(&format!("{url}{list}&format=xlsx"));
        let book = sheets::read(&file.bytes).unwrap();
        assert!(!book.sheets.is_empty());
    }
    assert_eq!(browser.get(&format!("{url}secrets")).status, 404);
}

#[test]
fn months_years_and_duties_can_be_chosen() {
    let world = World::new();
    world.appoint(world.first, "secretary");
    let browser = world.browser(world.appoint_elsewhere(world.county, "organ_leader"));
    let page = |query: &str| browser.get(&format!("/situation/{}?{query}", world.county)).body;
    assert!(page("month=2026-09").contains("2026年9月30日"));
    assert!(page("month=2026").contains("2026年组织生活"));
    assert!(page("duty=branch/theme-day").contains("11月主题党日"));
    assert!(page("month=2031-01").contains("11月组织生活"));
    let branch = browser.get(&format!("/situation/{}", world.first)).body;
    assert!(branch.contains("主题党日") && branch.contains("按人计"));
    let wall = browser.get(&format!("/situation/{}/wall", world.county)).body;
    assert!(wall.contains("data-theme=\"dark\""));
    let home = browser.get("/situation");
    assert_eq!(home.location, format!("/situation/{}", world.county));
}
