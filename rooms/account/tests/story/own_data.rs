//! What a member may do about his own data: ask for a correction, take a copy.

use crate::{
    powers::{app, enter, sit},
    world::{PASSWORD, World},
};

const ASKED: [(&str, &str); 2] =
    [("item", "education"), ("said", "学历写成了大专，应该是本科，有毕业证")];

#[test]
fn a_correction_is_asked_for_answered_with_a_reason_and_kept() {
    let world = World::new();
    let app = app(&world);
    let (secretary, zhang) = sit(&world, &app, ("张书记", 5), "secretary", "zhang");
    let (_, elsewhere) = sit(&world, &app, ("吴书记", 9), "secretary", "wu");
    let member = world.person("王新", 5);
    world.account(member, "wangxin");
    let her = enter(&world, &app, "wangxin", PASSWORD);
    assert_eq!(her.post("/me/corrections", &[("item", "education"), ("said", "")]).status, 422);
    assert_eq!(her.post("/me/corrections", &ASKED).status, 303);
    let told = "SELECT person FROM notice WHERE kind = 'correction'";
    assert_eq!(world.count(told), secretary, "who keeps her data is told, and nobody else");
    let plain = "SELECT count(*) FROM correction WHERE CAST(said AS TEXT) LIKE '%毕业证%'";
    assert_eq!(world.count(plain), 0, "what she wrote is encrypted");

    let page = zhang.get("/members/corrections").body;
    assert!(page.contains("王新") && page.contains("应该是本科"), "{page}");
    assert!(!elsewhere.get("/members/corrections").body.contains("王新"));
    let id = world.count("SELECT max(id) FROM correction");
    let url = format!("/members/corrections/{id}/answer");
    let answer = [("outcome", "changed"), ("answer", "已核对毕业证，改为本科")];
    assert_eq!(elsewhere.post(&url, &answer).status, 404);
    assert_eq!(her.post(&url, &answer).status, 403);
    assert_eq!(zhang.post(&url, &[("outcome", "refused"), ("answer", "")]).status, 422);
    assert_eq!(zhang.post(&url, &answer).status, 303);
    assert_eq!(zhang.post(&url, &answer).status, 404, "answered once");
    let mine = her.get("/me/corrections").body;
    assert!(mine.contains("已改") && mine.contains("已核对毕业证"), "{mine}");
    assert_eq!(world.events("member.answer_correction"), 1);
    assert_eq!(zhang.post("/me/corrections", &ASKED).status, 303);
    let own = world.count("SELECT max(id) FROM correction");
    let refused = zhang.post(&format!("/members/corrections/{own}/answer"), &answer);
    assert!(refused.body.contains("自己的申请请别的有权限的人答复"), "{}", refused.body);
}

#[test]
fn everybody_takes_a_copy_of_all_that_is_kept_about_himself() {
    let world = World::new();
    let app = app(&world);
    let mut new = people::NewMember::named("王新", 5, testkit::day("2026-01-05"), "花名册");
    new.id_number = Some("330108199402090269".into());
    new.phone = Some("13912345678".into());
    let keys = &world.home.core.keys;
    let ctx = world.home.operator();
    let member = ctx.act_system(&crate::world::FURNISH, |w| people::admit(w, keys, &new)).unwrap();
    world.account(member, "wangxin");
    world.appoint(member, 5, "publicity_member");
    let her = enter(&world, &app, "wangxin", PASSWORD);
    let json = her.post("/me/information/copy", &[("format", "json")]);
    let text = String::from_utf8(json.bytes.clone()).unwrap();
    for words in ["330108199402090269", "13912345678", "城关派出所党支部", "宣传委员", "花名册"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    let sheet = her.post("/me/information/copy", &[("format", "xlsx")]);
    let book = sheets::read(&sheet.bytes).unwrap();
    let scope = book.sheets[0].cell(2, 1).display();
    assert!(scope.starts_with("王新本人，2026年11月20日，共"), "{scope}");
    assert_eq!(world.events("member.own_copy"), 2);
}
