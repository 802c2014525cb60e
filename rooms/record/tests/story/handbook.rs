//! The handbook of a branch and a year: bound out of its records, with what is left out said.

use std::io::{Cursor, Read as _};

use testkit::Answer;

use crate::world::{World, faults, minutes, motion};

const PAGE: &str = "/records/handbook?unit=3&year=2026";

/// A year of a branch: a general meeting with a vote, a theme day with an agreed matter, a talk.
fn year() -> World {
    year_of(World::of(6, 1))
}

fn year_of(world: World) -> World {
    let general =
        world.held(&world.new_plan("general_meeting", "2026-11-18", &[(4, "leave:travel")]));
    let text = "一、听取支部委员会工作报告\n报告的原文在这里。";
    let form = motion(minutes(text), "recruitment", [5, 0, 0]);
    assert_eq!(world.close(&general, &form).status, 303);
    let theme = world.held(&world.new_plan("theme_day", "2026-11-19", &[]));
    let form = minutes("参观学习。")
        .with("task", "更新图书")
        .with("owner", "党员03")
        .with("due", "2026-12-31");
    assert_eq!(world.close(&theme, &form).status, 303);
    let mut talk = world.new_plan("talk", "2026-11-20", &[]);
    talk.set("partner", &world.people[2].to_string());
    let talk = world.held(&talk);
    assert_eq!(world.close(&talk, &minutes("")).status, 303);
    world
}

fn bound(world: &World, by: usize, format: &str) -> Answer {
    let fields = [("unit", "3"), ("year", "2026"), ("format", format)];
    world.browser(by).post("/records/handbook", &fields)
}

/// The words of a Word file.
fn words(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", faults(answer));
    let mut zip = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut text = String::new();
    for part in xml.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, words)| words));
    }
    text
}

#[test]
fn a_year_is_bound_in_one_click() {
    let world = year();
    let page = world.browser(0).get(PAGE).body;
    for words in [
        "支部工作手册（2026年）",
        "生成手册（PDF）",
        "党员名册",
        "十一月",
        "谈心谈话登记",
        "证件号码",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let form = page.split("method=\"post\" action=\"/records/handbook\"").nth(1).unwrap();
    assert!(
        !form.split("</form>").next().unwrap().contains("_key"),
        "each press makes a copy: {form}"
    );
    let text = words(&bound(&world, 0, "docx"));
    for words in [
        "支部工作手册",
        "目　录",
        "支部概况",
        "党员名册",
        "预备党员",
        "报告的原文在这里。",
        "11月18日　党员大会",
        "接收罗一鸣同志为预备党员",
        "更新图书",
        "正在办理",
        "各次会议到会情况",
        "谈心谈话登记",
        "应办事项完成情况",
        "主持人（签字）：",
        "把校验码输进系统",
        "导出人：党员00",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let at = |words: &str| text.rfind(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("报告的原文在这里。") < at("参观学习。"), "in the order they were held");
    assert_eq!(world.count("SELECT count(*) FROM export_mark WHERE kind = 'record.handbook'"), 1);
}

#[test]
fn a_corrected_record_shows_its_valid_text_and_a_withdrawn_one_its_name() {
    let world = year();
    let code = |world: &World| {
        let text = words(&bound(world, 0, "docx"));
        let before = text.split("把校验码输进").next().unwrap();
        before.chars().skip(before.chars().count() - 17).collect::<String>()
    };
    let before = code(&world);
    let same = world.browser(0).get(&format!("{PAGE}&code={before}")).body;
    assert!(same.contains("和系统里的记录一致"), "{same}");
    assert_eq!(code(&world), before, "printing again changes nothing");

    let url = world.closed(
        &world
            .new_plan("party_lecture", "2026-11-17", &[])
            .with("lecturer", &world.people[0].to_string()),
    );
    let version = "1";
    let fields = [("reason", "录错了支部"), ("_version", version)];
    let answer = world.browser(0).post(&format!("{url}/withdrawal"), &fields);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let text = words(&bound(&world, 0, "docx"));
    assert!(text.contains("已撤回，不印正文") && text.contains("录错了支部"), "{text}");
    assert_eq!(code(&world), before, "a record that came and went leaves the rest as it was");

    let lecture = world.new_plan("party_lecture", "2026-11-18", &[]);
    let url = world.closed(&lecture.with("lecturer", &world.people[0].to_string()));
    let corrected = world
        .plan("party_lecture", "2026-11-18", &[])
        .with("lecturer", &world.people[0].to_string())
        .and(&minutes("更正后的讲稿。").with("_version", "1").with("reason", "漏记一段"));
    let answer = world.browser(0).post(&format!("{url}/correction"), &corrected.pairs());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let text = words(&bound(&world, 0, "docx"));
    for words in ["更正后的讲稿。", "本记录为第2稿", "漏记一段", "更正1次，手册印第2稿"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("同意。"), "the old text: {text}");

    world.closed(&world.new_plan("theme_day", "2026-11-20", &[]));
    let differs = world.browser(0).get(&format!("{PAGE}&code={before}")).body;
    assert!(differs.contains("和系统里的记录不一致"), "{differs}");
}

#[test]
fn what_a_talk_said_and_what_is_open_stay_out() {
    let world = year();
    world.held(&world.new_plan("theme_day", "2026-11-20", &[]));
    let page = world.browser(0).get(PAGE).body;
    assert!(page.contains("还有1份记录没有存档"), "{page}");
    let text = words(&bound(&world, 0, "docx"));
    assert!(text.contains("谈话内容由谈话双方掌握"), "{text}");
}

#[test]
fn a_long_book_is_made_by_a_job_and_waits_for_who_asked() {
    let world = year_of(World::with(6, 1, |core| {
        core.with(exports::Kinds(vec![record::export_kind()])).with(exports::Limit(1))
    }));
    let answer = bound(&world, 0, "docx");
    assert_eq!((answer.status, answer.location.as_str()), (303, "/me/exports"));
    jobs::Runner::new(&world.home.core, [exports::job()], []).run_due().unwrap();
    let ready = "SELECT count(*) FROM export WHERE ready_at IS NOT NULL AND format = 'docx'";
    assert_eq!(world.count(ready), 1);
}

#[test]
fn a_year_needs_no_second_book() {
    let mut world = World::with(6, 0, |core| {
        core.with(record::BoundWith {
            papers: |_, _, place, year| {
                let paper = documents::Paper::new(format!("{year}年学习计划"));
                Ok(vec![paper.paragraph(&*place.short_name)])
            },
            parts: |_, _, year| Box::pin(async move { Ok(vec![(format!("{year}年学习计划"), 7)]) }),
        })
    });
    world.appoint(1, 31, "subgroup_leader");
    world.prepare(|w| {
        let sql = "UPDATE affiliation SET subgroup = 31 WHERE unit = 3";
        w.run(sql, &[])?;
        w.touch(3, db::Touch::Unit);
        Ok(())
    });
    for day in ["2026-11-18", "2026-11-19"] {
        let meeting = world.new_plan("subgroup_meeting", day, &[]).with("unit", "31");
        world.closed(&meeting);
    }
    let life = world.held(&world.new_plan("organizational_life_meeting", "2026-11-20", &[]));
    let found = minutes("开展了批评和自我批评。")
        .with("problem", "理论学习不够深入")
        .with("task", "每月领学一次")
        .with("owner", "党员02")
        .with("due", "2026-12-31");
    assert_eq!(world.close(&life, &found).status, 303);
    let plan = [("unit", "3"), ("year", "2026")];
    assert_eq!(world.browser(0).post("/records/plan/adoption", &plan).status, 303);
    let draft = words(&bound(&world, 0, "docx"));
    assert!(!draft.contains("年度组织生活计划"), "nobody has published it: {draft}");
    assert_eq!(world.browser(0).post("/records/plan/publication", &plan).status, 303);

    let page = world.browser(0).get(PAGE).body;
    for part in ["年度计划", "2026年学习计划", "整改清单", "全年情况"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let text = words(&bound(&world, 0, "docx"));
    for words in [
        "2026年度组织生活计划",
        "2026年学习计划",
        "11月20日organizational_life_meeting记录查摆的，共1项，办结0项。",
        "理论学习不够深入",
        "党小组会2次",
        "第一党小组subgroup_meeting记录",
        "组织设置",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("议定事项办理情况"), "what was found stands in its own list: {text}");
    let duties = text.rsplit("按条例和规定的次序排列。").next().unwrap();
    assert_eq!(duties.matches("主题党日").count(), 1, "a row for each duty: {duties}");
    assert!(duties.contains("每月") && !duties.contains("不超过50人"), "{duties}");
    assert!(duties.find("党员大会") < duties.find("主题党日"), "by article: {duties}");
}

#[test]
fn nobody_binds_a_book_of_others() {
    let mut world = year();
    let stranger = world.admit("旁人", people::Status::Full, 5);
    world.appoint(stranger, 5, "secretary");
    assert_eq!(world.browser(stranger).get(PAGE).status, 404);
    assert_eq!(bound(&world, stranger, "docx").status, 404);
    // A member without a post sees minutes that are open to him, and takes out no book.
    assert_eq!(world.browser(3).get(PAGE).status, 404);
    assert_eq!(bound(&world, 3, "docx").status, 404);
    assert_eq!(world.browser(0).get("/records/handbook?unit=1&year=2026").status, 404, "no branch");
    assert_eq!(world.browser(0).get("/records/handbook?unit=3&year=2027").status, 404, "not yet");
}

#[test]
fn whoever_leads_a_group_is_offered_no_book() {
    let mut world = World::of(5, 0);
    world.appoint(3, 31, "subgroup_leader");
    assert!(world.browser(0).get("/records").body.contains("/records/handbook"));
    assert!(!world.browser(3).get("/records").body.contains("/records/handbook"));
}
