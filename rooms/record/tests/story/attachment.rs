//! Papers that belong to a record.

use testkit::Answer;

use crate::world::{World, faults};

const PDF: &[u8] = b"%PDF-1.7\nsigned sheet";

fn attach(world: &World, number: usize, url: &str, file: (&str, &[u8])) -> Answer {
    let (name, content) = file;
    let fields = [("what", "")];
    world.browser(number).upload(&format!("{url}/files"), &fields, ("file", name, content))
}

fn download(world: &World, number: usize, url: &str) -> Option<String> {
    let page = world.browser(number).get(url).body;
    let from = page.find(&format!("{url}/files/"))?;
    page[from..].split('"').next().map(str::to_owned)
}

#[test]
fn what_is_attached_comes_back_as_a_download() {
    let world = World::of(5, 0);
    let url = world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    let sent = attach(&world, 0, &url, ("签到表.pdf", PDF));
    assert_eq!(sent.status, 303, "{}", faults(&sent));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("签到表.pdf") && page.contains("其他材料"));
    let link = download(&world, 4, &url).expect("members of the branch see it too");
    let file = world.browser(4).get(&link);
    assert_eq!((file.status, file.body.as_bytes()), (200, PDF));

    let mut world = world;
    let elsewhere = world.admit("他支部", people::Status::Full, 5);
    world.appoint(elsewhere, 5, "secretary");
    assert_eq!(world.browser(elsewhere).get(&link).status, 404);
    assert_eq!(attach(&world, elsewhere, &url, ("x.pdf", PDF)).status, 404);
    assert_eq!(attach(&world, 4, &url, ("x.pdf", PDF)).status, 403, "a member without a post");

    assert_eq!(world.browser(0).post(&format!("{link}/removal"), &[]).status, 303);
    assert_eq!(world.browser(0).get(&link).status, 404);
    assert_eq!(world.count("SELECT count(*) FROM file_content"), 0);
}

#[test]
fn the_papers_that_the_regulation_names_are_offered_and_none_is_owed() {
    let world = World::of(5, 0);
    let url = world.closed(&world.new_plan("organizational_life_meeting", "2026-11-20", &[]));
    let page = world.browser(0).get(&format!("{url}/files")).body;
    for what in ["问题清单", "整改清单", "其他材料"] {
        assert!(page.contains(&format!(">{what}</option>")), "{what}");
    }
    assert!(page.contains("不附也算数"));
    let unknown = world.browser(0).upload(
        &format!("{url}/files"),
        &[("what", "照片打卡")],
        ("file", "a.pdf", PDF),
    );
    assert_eq!(unknown.status, 422);
}

#[test]
fn a_secret_or_a_strange_file_stays_outside_and_the_page_says_what_to_do() {
    let world = World::of(5, 0);
    let url = world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    let secret = attach(&world, 0, &url, ("通知（机密★3年）.txt", "内容".as_bytes()));
    assert_eq!(secret.status, 422);
    assert!(secret.body.contains("安全保密管理员"), "{}", faults(&secret));
    let strange = attach(&world, 0, &url, ("表.pdf.exe", PDF));
    assert!(strange.body.contains("对不上"), "{}", faults(&strange));
    let nothing = world.browser(0).post(&format!("{url}/files"), &[("what", "")]);
    assert!(nothing.body.contains("请先选一个文件"), "{}", faults(&nothing));
    assert_eq!(world.count("SELECT count(*) FROM file"), 0);
}

#[test]
fn a_private_talk_has_no_papers() {
    let world = World::of(5, 0);
    let mut plan = world.new_plan("talk", "2026-11-20", &[]);
    plan.set("partner", &world.people[3].to_string());
    plan.set("recorder", "");
    let url = world.closed(&plan);
    for one in [0, 1, 3] {
        assert_eq!(
            attach(&world, one, &url, ("谈话.txt", "两个人的话".as_bytes())).status / 100,
            4
        );
        assert!(download(&world, one, &url).is_none());
    }
    assert!(!world.browser(0).get(&url).body.contains("/files"));
    assert_eq!(world.count("SELECT count(*) FROM file"), 0);
}
