//! Studios: members, pairs, sessions, a yearly look, and how far secretaries are reached.

use crate::world::{World, faults, id_of};

fn paired(world: &World, url: &str, mentor: &str, learner: &str) -> testkit::Answer {
    let (mentor, learner) = (world.person(mentor).to_string(), world.person(learner).to_string());
    let fields = [
        ("mentor", mentor.as_str()),
        ("learner", learner.as_str()),
        ("work_on", "怎样开好组织生活会"),
        ("from", "2026-11-01"),
        ("until", "2026-11-10"),
    ];
    world.post("干事", &format!("{url}/pairs"), &fields)
}

fn join(world: &World, url: &str, who: &str) -> testkit::Answer {
    let person = world.person(who).to_string();
    world.post("干事", &format!("{url}/joining"), &[("person", person.as_str())])
}

#[test]
fn a_new_secretary_is_proposed_until_somebody_takes_him_on() {
    let world = World::new();
    let url = world.studio();
    let page = world.get("干事", &url).body;
    let proposed = page.split("新任书记，还没有人带").nth(1).unwrap();
    assert!(proposed.contains("书记5") && !proposed.contains("书记4"));
    let refused = paired(&world, &url, "书记4", "书记5");
    assert!(refused.body.contains("师傅要是工作室的负责人或者成员"), "{}", faults(&refused));
    let outside = paired(&world, &url, "书记3", "书记9");
    assert!(outside.body.contains("请从列出的支部书记里选"), "{}", faults(&outside));
    let answer = paired(&world, &url, "书记3", "书记5");
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.get("干事", &url).body;
    assert!(page.contains("书记3带书记5") && page.contains("的书记都有人带"));
    let twice = paired(&world, &url, "书记3", "书记5");
    assert!(twice.body.contains("已经有人带"), "{}", faults(&twice));
}

#[test]
fn a_pair_is_ended_by_the_two_with_their_account_and_seen_by_them_and_the_keeper() {
    let world = World::new();
    let url = world.studio();
    paired(&world, &url, "书记3", "书记5");
    let page = world.get("书记5", &url).body;
    assert!(page.contains("到期，写小结"));
    let ending = page.split("/registers/pairs/").nth(1).unwrap();
    let ending = format!("/registers/pairs/{}", ending.split('"').next().unwrap());
    assert_eq!(world.get("书记4", &ending).status, 404);
    assert!(!world.get("书记4", &url).body.contains("书记3带书记5"));
    let said = [("account", "学会了怎样征求意见。"), ("_version", "0")];
    assert_eq!(world.post("书记4", &ending, &said).status, 404);
    let answer = world.post("书记5", &ending, &said);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(world.get("干事", &url).body.contains("学会了怎样征求意见。"));
    assert!(world.get("书记3", &url).body.contains("学会了怎样征求意见。"));
}

#[test]
fn a_session_expects_those_of_the_studio_and_stands_on_its_page() {
    let world = World::new();
    let url = world.studio();
    assert_eq!(join(&world, &url, "书记4").status, 303);
    let form = world.get("干事", "/records/new?kind=studio_session&unit=1").body;
    assert!(form.contains("罗一鸣书记工作室"), "the only studio is chosen");
    assert!(form.contains("value=\"三楼党员活动室\""), "in its own room: {form}");
    let chair = form.split("name=\"chair\"").nth(1).unwrap_or_default();
    let chair = chair.split("</select>").next().unwrap_or_default();
    let head = format!("value=\"{}\" selected", world.person("书记3"));
    assert!(chair.contains(&head), "its head presides: {chair}");
    let here = [("书记3", true), ("书记4", true), ("书记5", false)];
    for (who, is_expected) in here {
        let field = format!("name=\"att_{}\"", world.person(who));
        assert_eq!(form.contains(&field), is_expected, "{who}");
    }
    let chair = world.person("书记3").to_string();
    let away = format!("att_{}", world.person("书记4"));
    let mut fields = vec![
        ("kind", "studio_session"),
        ("unit", "1"),
        ("title", "11月书记工作室活动"),
        ("topic", "怎样谈心"),
        ("entry", ""),
        ("on1", "2026-11-20"),
        ("from1", "15:00"),
        ("to1", "16:30"),
        ("place1", "活动室"),
        ("chair", chair.as_str()),
        ("agenda", "商量一个难题"),
        (away.as_str(), "absent"),
    ];
    let without = world.post("干事", "/records/held", &fields);
    assert!(without.body.contains("请选择工作室"), "{}", faults(&without));
    fields[4].1 = id_of(&url);
    let answer = world.post("干事", "/records/held", &fields);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let closed = [("minutes", "一起商量了两件难事。"), ("_version", "0")];
    let closing = world.post("干事", &format!("{}/closing", answer.location), &closed);
    assert_eq!(closing.status, 303, "{}", faults(&closing));
    let record = world.get("干事", &answer.location).body;
    assert!(record.contains("罗一鸣书记工作室") && record.contains("书记4"), "{record}");
    let page = world.get("干事", &url).body;
    assert!(page.contains("11月书记工作室活动") && page.contains("1/2"), "{page}");
}

#[test]
fn the_keeper_looks_once_a_year_with_reasons_and_without_a_score() {
    let world = World::new();
    let url = world.studio();
    let form = world.get("干事", &format!("{url}/look")).body;
    assert!(form.contains("不是法规要求") && form.contains("来源：各地做法"));
    let mut fields: Vec<(String, &str)> =
        ["place", "head", "members", "plan", "sessions", "pairs", "outcome"]
            .map(|key| (format!("missing_{key}"), ""))
            .into();
    fields[4].1 = "第二季度没有活动";
    fields.push(("words".into(), "下半年补上。"));
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, it)| (name.as_str(), *it)).collect();
    let answer = world.post("干事", &format!("{url}/look"), &sent);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.get("干事", &url).body;
    assert!(page.contains("第二季度没有活动") && page.contains("还没做到"));
    assert!(!world.get("书记4", &url).body.contains("第二季度没有活动"), "it is the keeper's");
    assert!(!page.contains("以前看的"));
    fields[4].1 = "";
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, it)| (name.as_str(), *it)).collect();
    assert_eq!(world.post("干事", &format!("{url}/look"), &sent).status, 303);
    let page = world.get("干事", &url).body;
    let (now, before) = page.split_once("以前看的").expect("the first look stays");
    assert!(!now.contains("第二季度没有活动") && !now.contains("还没做到"));
    assert!(before.contains("1项还没做到") && before.contains("第二季度没有活动"), "{before}");
    assert_ne!(world.post("书记3", &format!("{url}/look"), &sent).status, 303);
}

#[test]
fn coverage_counts_heads_members_and_pairs_and_names_who_is_left() {
    let world = World::new();
    let coverage = || world.get("干事", "/registers/coverage").body;
    assert!(coverage().contains("3个支部，覆盖到0个"));
    let url = world.studio();
    paired(&world, &url, "书记3", "书记5");
    let page = coverage();
    assert!(page.contains("3个支部，覆盖到2个"), "{page}");
    let left = page.split("id=\"left\"").nth(1).unwrap();
    assert!(left.contains("第4党支部") && !left.contains("第5党支部"));
    let file = world.post("干事", "/registers/coverage/lists?unit=1", &[]);
    let book = format!("{:?}", sheets::read(&file.bytes).unwrap());
    assert!(book.contains("第4党支部") && !book.contains("第5党支部"), "{book}");
    assert_eq!(world.post("干事", "/registers/coverage/lists?unit=9", &[]).status, 404);
    assert_eq!(join(&world, &url, "书记4").status, 303);
    assert!(coverage().contains("都覆盖到了"));
    assert_eq!(world.get("干事", "/registers/coverage?unit=9").status, 404);
    assert!(world.get("书记4", "/registers/coverage").body.contains("1个支部，覆盖到1个"));
}

#[test]
fn who_leaves_is_no_longer_expected_and_an_ended_studio_takes_nobody() {
    let world = World::new();
    let url = world.studio();
    join(&world, &url, "书记4");
    let page = world.get("干事", &url).body;
    let member = page.split("name=\"member\" value=\"").nth(1).unwrap();
    let member = member.split('"').next().unwrap().to_owned();
    let answer = world.post("干事", &format!("{url}/leaving"), &[("member", member.as_str())]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let form = world.get("干事", "/records/new?kind=studio_session&unit=1").body;
    assert!(!form.contains(&format!("name=\"att_{}\"", world.person("书记4"))));
    let ended = [("last", "2026-11-19"), ("why", "负责人调离"), ("_version", "0")];
    world.post("干事", &format!("{url}/ending"), &ended);
    assert_eq!(join(&world, &url, "书记5").status, 404);
    assert!(world.get("干事", "/registers/coverage").body.contains("覆盖到0个"));
}
