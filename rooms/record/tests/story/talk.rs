//! Talks of the organization: entered by who may, signed by both, kept by the discipline member.

use people::Status;

use crate::world::{Fields, World, faults};

const SAID: &str = "提醒按规定报告";
const WHY: [(&str, &str); 1] = [("reason", "核对归档")];

struct House {
    world: World,
    discipline: usize,
    chief: usize,
    inspector: usize,
}

/// Secretary 0, organization member 1, discipline member, members; above them a secretary and a discipline cadre.
fn house() -> House {
    let mut world = World::of(6, 0);
    world.appoint(2, 3, "discipline_member");
    let chief = world.admit("党委书记", Status::Full, 1);
    world.appoint(chief, 1, "secretary");
    let inspector = world.admit("纪检干部", Status::Full, 1);
    world.appoint(inspector, 1, "discipline_inspector");
    House { world, discipline: 2, chief, inspector }
}

fn talk(kind: &str, unit: i64, partner: i64) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("kind", kind),
        ("unit", &unit.to_string()),
        ("about", ""),
        ("on1", "2026-11-18"),
        ("from1", "10:00"),
        ("to1", "10:30"),
        ("place1", "谈话室"),
        ("partner", &partner.to_string()),
        ("name", ""),
        ("reason", "early_sign"),
        ("document_no", ""),
        ("points", SAID),
        ("statement", "今后注意"),
        ("late_reason", ""),
        ("closes", "1"),
    ] {
        fields.set(name, value);
    }
    fields
}

fn entered(house: &House, by: usize, fields: &Fields) -> String {
    let answer = house.world.browser(by).post("/talks", &fields.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    answer.location
}

#[test]
fn the_two_and_who_keeps_it_see_it_and_nobody_else() {
    let house = house();
    let world = &house.world;
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[4]));
    for (who, part) in [
        (0, "talker"),
        (4, "talked with"),
        (house.discipline, "discipline member"),
        (house.inspector, "above"),
    ] {
        if who == house.discipline || who == house.inspector {
            assert_eq!(world.browser(who).post(&format!("{url}/opening"), &WHY).status, 303);
        }
        let page = world.browser(who).get(&url);
        assert!(page.status == 200 && page.body.contains(SAID), "{part}: {}", page.status);
    }
    for other in [1, 3, 5, house.chief] {
        for below in [
            "",
            "/print",
            "/minutes.docx",
            "/minutes.pdf",
            "/plan",
            "/correction",
            "/withdrawal",
            "/versions/1",
        ] {
            assert_eq!(
                world.browser(other).get(&format!("{url}{below}")).status,
                404,
                "{other} at {below}"
            );
        }
        let list = world.browser(other).get("/records?year=all");
        assert!(!list.body.contains("提醒谈话</a>"), "not even that it was");
        assert!(!world.browser(other).get("/talks").body.contains(&format!("href=\"{url}\"")));
    }
    assert!(
        world.browser(house.discipline).get("/talks").body.contains(&format!("href=\"{url}\""))
    );
    assert!(world.browser(4).get("/talks").body.contains(&format!("href=\"{url}\"")));
    assert_eq!(world.count("SELECT count(*) FROM record WHERE minutes <> ''"), 0);
}

#[test]
fn who_keeps_it_says_why_he_opens_it_and_the_person_reads_it() {
    let house = house();
    let world = &house.world;
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[4]));
    let keeper = world.browser(house.inspector);
    for below in ["", "/print", "/minutes.docx", "/minutes.pdf"] {
        let page = keeper.get(&format!("{url}{below}"));
        assert!(!page.body.contains(SAID), "{below} says nothing yet: {}", page.status);
        assert!(page.status == 303 || page.body.contains("为什么要看"), "{below}");
    }
    assert_eq!(world.count("SELECT count(*) FROM view_log WHERE act = 'see.talk'"), 0);
    let opening = format!("{url}/opening");
    let blank = keeper.post(&opening, &[("reason", "")]);
    assert!(blank.status == 422 && !blank.body.contains(SAID), "{}", faults(&blank));
    assert!([403, 404].contains(&world.browser(3).post(&opening, &WHY).status));
    assert_eq!(keeper.post(&opening, &WHY).status, 303);
    for below in ["", "/print"] {
        assert!(keeper.get(&format!("{url}{below}")).body.contains(SAID), "once for the subject");
    }
    let about = format!("person:{}", world.people[4]);
    assert_eq!(world.home.reasons("see.talk"), [(about, Some("核对归档".into()))]);
    let other = entered(&house, 0, &talk("reminder_talk", 3, world.people[5]));
    assert!(!keeper.get(&other).body.contains(SAID), "another person wants another reason");
    let clock = &world.home.core.clock;
    clock.set(clock.now().plus_seconds(31 * 60));
    assert!(!keeper.get(&url).body.contains(SAID), "for half an hour");
}

#[test]
fn a_named_grant_does_not_open_it() {
    let mut house = house();
    let url = entered(&house, 0, &talk("reminder_talk", 3, house.world.people[4]));
    let inspector = house.world.admit("检查员", Status::Full, 5);
    let person = house.world.people[inspector];
    house.world.prepare(|w| {
        w.run("UPDATE person SET police_number = '130456' WHERE id = $1", db::bind![person])?;
        Ok(())
    });
    let mut form = vec![("unit", "3"), ("number", "130456"), ("basis", "南公党〔2026〕9号")];
    form.extend([("from_on", "2026-11-20"), ("to_on", "2026-11-23")]);
    assert_eq!(house.world.browser(0).post("/records/grants", &form).status, 303);
    assert_eq!(house.world.browser(inspector).get(&url).status, 404);
    assert!(!house.world.browser(inspector).get("/records?unit=3").body.contains("提醒谈话</a>"));
}

#[test]
fn the_person_signs_once_with_a_remark_and_has_his_copy() {
    let house = house();
    let world = &house.world;
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[4]));
    assert!(world.browser(4).get("/talks").body.contains("等本人签字"));
    assert_eq!(world.count("SELECT count(*) FROM notice WHERE kind = 'talk'"), 1);
    assert_eq!(world.browser(3).post(&format!("{url}/signature"), &[("remark", "")]).status, 404);
    let signed =
        world.browser(4).post(&format!("{url}/signature"), &[("remark", "情况与第二点不同")]);
    assert_eq!(signed.status, 303, "{}", faults(&signed));
    assert_eq!(world.browser(4).post(&format!("{url}/signature"), &[("remark", "")]).status, 409);
    assert_eq!(world.browser(house.discipline).post(&format!("{url}/opening"), &WHY).status, 303);
    let page = world.browser(house.discipline).get(&url);
    assert!(page.body.contains("双方已签字") && page.body.contains("情况与第二点不同"));
    let print = world.browser(4).get(&format!("{url}/print"));
    assert!(
        print.status == 200
            && print.body.contains(SAID)
            && print.body.contains("在自己的页面上签字")
    );
    assert_eq!(world.browser(4).get(&format!("{url}/minutes.docx")).status, 200);
}

#[test]
fn paper_and_a_refusal_are_entered_by_the_talker_or_the_keeper() {
    let house = house();
    let world = &house.world;
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[4]));
    let other = format!("{url}/signature/paper");
    let refused = [("how", "refused"), ("on", "2026-11-19"), ("why", "")];
    let answer = world.browser(house.discipline).post(&other, &refused);
    assert_eq!(answer.status, 422, "a refusal says how it was");
    let refused = [("how", "refused"), ("on", "2026-11-19"), ("why", "本人表示要再想想")];
    assert_eq!(world.browser(1).post(&other, &refused).status, 404);
    assert_eq!(world.browser(4).post(&other, &refused).status, 403, "not by himself");
    let answer = world.browser(house.discipline).post(&other, &refused);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = world.browser(4).get(&url);
    assert!(page.body.contains("没有签字") && page.body.contains("本人表示要再想想"));
    let later = world.browser(4).post(&format!("{url}/signature"), &[("remark", "")]);
    assert_eq!(later.status, 303, "he may still sign: {}", faults(&later));
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[5]));
    let paper = [("how", "paper"), ("on", "2026-11-19"), ("why", "")];
    assert_eq!(world.browser(0).post(&format!("{url}/signature/paper"), &paper).status, 303);
    assert!(world.browser(5).get(&url).body.contains("在纸上签字"));
}

#[test]
fn who_may_hold_which_is_a_matter_of_the_post_and_the_unit() {
    let house = house();
    let world = &house.world;
    let admonition = talk("admonition_talk", 3, world.people[4])
        .with("reason", "duty")
        .with("document_no", "南公党〔2026〕9号");
    assert_eq!(
        world.browser(0).post("/talks", &admonition.pairs()).status,
        422,
        "a branch admonishes nobody"
    );
    let above = admonition.clone().with("unit", "1");
    let url = entered(&house, house.chief, &above);
    assert!(world.browser(4).get(&url).body.contains("南公党〔2026〕9号"));
    let bare = above.with("document_no", "").with("statement", "");
    let answer = world.browser(house.chief).post("/talks", &bare.pairs());
    assert!(answer.status == 422 && answer.body.contains("文号"), "{}", faults(&answer));
    assert_eq!(
        world.browser(house.inspector).post("/talks", &above_for(&house).pairs()).status,
        409
    );
    let elsewhere = talk("reminder_talk", 5, world.people[4]);
    assert_eq!(world.browser(0).post("/talks", &elsewhere.pairs()).status, 403);
    let himself = talk("reminder_talk", 3, world.people[0]);
    assert_eq!(world.browser(0).post("/talks", &himself.pairs()).status, 422);
    let organization = talk("reminder_talk", 3, world.people[4]);
    assert_eq!(world.browser(5).get("/talks/new?kind=reminder_talk&unit=3").status, 403);
    assert_eq!(entered(&house, 1, &organization).get(..9), Some("/records/"));
}

fn above_for(house: &House) -> Fields {
    talk("admonition_talk", 1, house.world.people[4])
        .with("reason", "duty")
        .with("document_no", "南公党〔2026〕9号")
}

#[test]
fn a_draft_is_its_talkers_alone_until_it_is_closed() {
    let house = house();
    let world = &house.world;
    let mut draft = talk("reminder_talk", 3, world.people[4]).with("points", "");
    draft.remove("closes");
    let url = entered(&house, 0, &draft);
    assert_eq!(world.browser(0).get(&url).status, 200);
    for other in [4, house.discipline, house.inspector] {
        assert_eq!(world.browser(other).get(&url).status, 404);
    }
    assert!(!world.browser(house.discipline).get("/records").body.contains(&url));
    let closing = talk("reminder_talk", 3, world.people[4]).with("_version", "0");
    let mut closing = closing;
    for field in ["kind", "unit", "about"] {
        closing.remove(field);
    }
    let answer = world.browser(0).post(&format!("{url}/talk"), &closing.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert_eq!(world.browser(4).get(&url).status, 200);
}

#[test]
fn who_wants_to_join_is_named_and_signs_on_paper() {
    let house = house();
    let world = &house.world;
    let applicant = talk("admission_talk", 3, 0)
        .with("partner", "")
        .with("name", "申请人甲")
        .with("reason", "application");
    let url = entered(&house, 1, &applicant);
    let page = world.browser(1).get(&url);
    assert!(page.body.contains("申请人甲") && page.body.contains("本人在纸上签字后登记"));
    let nobody = applicant.with("name", "");
    assert_eq!(world.browser(1).post("/talks", &nobody.pairs()).status, 422);
}

#[test]
fn it_is_taken_back_with_a_reason_and_comes_under_a_new_key() {
    let house = house();
    let world = &house.world;
    let url = entered(&house, 0, &talk("reminder_talk", 3, world.people[4]));
    let ctx = world.home.operator();
    let renewals = record::talk_renewals();
    let proven: usize =
        renewals.iter().map(|it| ctx.read(|read| (it.prove)(read, &ctx.core.keys)).unwrap()).sum();
    assert_eq!(proven, 2);
    world.prepare(|w| {
        for renewal in &record::talk_renewals() {
            (renewal.batch)(w, &world.home.core.keys, &[], i64::MIN)?;
        }
        Ok(())
    });
    assert!(world.browser(4).get(&url).body.contains(SAID));
    let back = [("reason", "记错了人"), ("_version", "0")];
    assert_eq!(world.browser(4).post(&format!("{url}/talk/withdrawal"), &back).status, 403);
    let answer = world.browser(0).post(&format!("{url}/talk/withdrawal"), &back);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    assert!(world.browser(4).get(&url).body.contains("记错了人"));
}

#[test]
fn whoever_a_committee_leads_can_be_named_and_nobody_above_it() {
    let house = house();
    let world = &house.world;
    let above = {
        let mut world = World::of(2, 0);
        world.found(2, "primary_committee", "南屏县局机关党委", "/1/2/", "/100/2/");
        world.appoint(0, 2, "secretary");
        let chief = world.admit("局党委书记", Status::Full, 1);
        world.appoint(chief, 1, "secretary");
        world.browser(0).get("/talks/new?kind=reminder_talk&unit=2").body
    };
    assert!(!above.contains("局党委书记"), "{above}");

    let form = world.browser(house.chief).get("/talks/new?kind=admonition_talk&unit=1").body;
    assert!(form.contains("或者写是谁"), "{form}");
    let by = |whom: &str| {
        let mut fields = talk("admonition_talk", 1, 0).with("whom", whom);
        fields.set("partner", "");
        fields.set("reason", "duty");
        fields.set("document_no", "南公党〔2026〕9号");
        world.browser(house.chief).post("/talks", &fields.pairs())
    };
    let found = by("党员05");
    assert_eq!(found.status, 303, "{}", faults(&found));
    let partner: i64 = world.ask("SELECT max(partner) FROM record", &[]);
    assert_eq!(partner, world.people[5]);
    let nobody = by("没有这个人");
    assert!(nobody.status == 422 && nobody.body.contains("没有找到"), "{}", faults(&nobody));
}

#[test]
fn an_empty_form_names_everything_that_is_missing_at_once() {
    let house = house();
    let mut empty = talk("reminder_talk", 3, 0);
    for field in ["partner", "reason", "points"] {
        empty.set(field, "");
    }
    let answer = house.world.browser(0).post("/talks", &empty.pairs());
    for words in ["请选择谈话对象", "请选择事由", "请写谈话要点"] {
        assert!(answer.status == 422 && answer.body.contains(words), "{words} {}", faults(&answer));
    }
    let form = house.world.browser(0).get("/talks/new?kind=admission_talk&unit=3").body;
    assert!(form.contains("入党动机") && !form.contains("提醒了什么"), "{form}");
}
