//! A transcript is laid out, moved and taken over; minutes come out of Word. Until then nothing is written, and the file
//! is kept nowhere.

use std::io::{Cursor, Write as _};

use testkit::Answer;

use crate::world::{World, faults, minutes};

const SAID: &str = "党员00 00:00:01\n现在开会，先听取工作报告。\n发言人2 00:00:20\n我补充一句。\n\
                    党员00 00:01:00\n下面进行第二项议程，讨论学习计划。\n党员03 00:01:20\n我建议每月学一次。\n";

fn held(world: &World) -> String {
    let mut plan = world.new_plan("general_meeting", "2026-11-20", &[(5, "absent")]);
    plan.add("agenda", "讨论学习计划");
    world.held(&plan)
}

fn upload(world: &World, url: &str, what: &str, (name, content): (&str, &[u8])) -> Answer {
    world.browser(0).upload(&format!("{url}/{what}"), &[], ("file", name, content))
}

/// Fields of the form on a page, as a browser would send them.
fn fields(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
        let text = tag[from..].split('"').next()?;
        Some(text.replace("&#38;", "&").replace("&#10;", "\n").replace("&#34;", "\""))
    };
    let form = page.split("<form").find(|it| it.contains("/taking")).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    let mut found = Vec::new();
    for tag in form.split('<').skip(1) {
        let is_hidden = tag.starts_with("input type=\"hidden\"");
        if is_hidden && let (Some(name), Some(text)) = (value(tag, "name"), value(tag, "value")) {
            found.push((name, text));
        }
    }
    let selects = form.split("<select").skip(1);
    for select in selects {
        let name = value(select, "name").unwrap_or_default();
        let chosen = select.split("</select>").next().unwrap_or_default();
        let chosen = chosen.split("<option").find(|it| it.contains(" selected"));
        found.push((name, chosen.and_then(|it| value(it, "value")).unwrap_or_default()));
    }
    found
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(field, _)| field != name);
    fields.push((name.to_owned(), value.to_owned()));
}

fn send(world: &World, url: &str, fields: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    world.browser(0).post(url, &pairs)
}

fn places(fields: &[(String, String)]) -> Vec<&str> {
    fields.iter().filter(|(name, _)| name == "at").map(|(_, at)| at.as_str()).collect()
}

#[test]
fn a_transcript_is_shown_moved_and_taken_over() {
    let world = World::of(6, 0);
    let url = held(&world);
    let choose = world.browser(0).get(&format!("{url}/transcript")).body;
    assert!(choose.contains("文件只读一遍，不存"), "{choose}");
    let page = upload(&world, &url, "transcript", ("会议转写.txt", SAID.as_bytes()));
    assert_eq!(page.status, 200, "{}", faults(&page));
    for words in ["4段话", "听出了1项议题", "发言人2", "我建议每月学一次。", "还没有写进记录"]
    {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    for sql in [
        "SELECT count(*) FROM record_speaker",
        "SELECT count(*) FROM file",
        "SELECT count(*) FROM kept_form",
    ] {
        assert_eq!(world.count(sql), 0, "{sql}");
    }
    let mut form = fields(&page.body);
    assert_eq!(places(&form), ["0", "0", "1", "1"]);
    let unsaid = send(&world, &format!("{url}/transcript/taking"), &form);
    assert!(
        unsaid.status == 422 && unsaid.body.contains("请选一下“发言人2”是谁"),
        "{}",
        faults(&unsaid)
    );
    let away = format!("value=\"p{}\"", world.people[5]);
    assert!(!page.body.contains(&away), "who was away is not offered");

    set(&mut form, "who_1", &format!("p{}", world.people[2]));
    let mut moved = form.clone();
    moved.push(("move".into(), "up-2".into()));
    let page = send(&world, &format!("{url}/transcript"), &moved);
    assert_eq!(page.status, 200, "{}", faults(&page));
    form = fields(&page.body);
    assert_eq!(places(&form), ["0", "0", "0", "1"]);
    let chosen = format!("p{}", world.people[2]);
    assert!(form.iter().any(|(name, value)| name == "who_1" && *value == chosen), "{form:?}");

    let taken = send(&world, &format!("{url}/transcript/taking"), &form);
    assert_eq!(taken.status, 303, "{}", faults(&taken));
    let page = world.browser(0).get(&url).body;
    for words in ["现在开会，先听取工作报告。", "我补充一句。", "我建议每月学一次。"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(world.count("SELECT count(*) FROM record_speaker"), 3);
    assert_eq!(world.count("SELECT count(*) FROM record_speaker WHERE item = '讨论学习计划'"), 1);
    assert_eq!(world.count("SELECT count(*) FROM file"), 0);
    form.retain(|(name, _)| name != "_key");
    let again = send(&world, &format!("{url}/transcript/taking"), &form);
    assert_eq!(again.status, 409, "somebody has changed it since: {}", faults(&again));
}

#[test]
fn what_nobody_is_named_for_goes_into_the_text_and_the_rest_may_stay_out() {
    let world = World::of(6, 0);
    let url = held(&world);
    let plain = "开场白没有名字。\n发言人9：说了一句闲话。\n";
    let page = upload(&world, &url, "transcript", ("a.txt", plain.as_bytes()));
    let mut form = fields(&page.body);
    set(&mut form, "who_1", "-");
    let taken = send(&world, &format!("{url}/transcript/taking"), &form);
    assert_eq!(taken.status, 303, "{}", faults(&taken));
    let page = world.browser(0).get(&url).body;
    assert!(page.contains("开场白没有名字。") && !page.contains("闲话"), "{page}");
    assert!(page.contains("一、听取工作报告"), "the agenda stands as heads: {page}");
    assert_eq!(world.count("SELECT count(*) FROM record_speaker"), 0);
}

#[test]
fn subtitles_are_read_and_other_files_are_refused_with_what_to_do() {
    let world = World::of(6, 0);
    let url = held(&world);
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n党员03：同意\n\n2\n00:00:02,000 --> 00:00:03,000\n报告。\n";
    let page = upload(&world, &url, "transcript", ("会议.srt", srt.as_bytes()));
    assert!(page.body.contains("同意报告。"), "{}", page.body);
    for (name, content, words) in [
        ("会议.pdf", &b"%PDF-1.7\nx"[..], "这里只收文字"),
        ("会议（机密★3年）.txt", "内容".as_bytes(), "安全保密管理员"),
        ("会议.txt", "讨论部署。\n机密★一年".as_bytes(), "安全保密管理员"),
        ("会议.docx.exe", &b"MZ"[..], "对不上"),
        ("空.txt", "\n\n".as_bytes(), "没有文字"),
    ] {
        let refused = upload(&world, &url, "transcript", (name, content));
        assert!(
            refused.status == 422 && refused.body.contains(words),
            "{name}: {}",
            faults(&refused)
        );
    }
    assert_eq!(world.count("SELECT count(*) FROM file"), 0);
}

fn docx(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn minutes_written_in_word_are_shown_and_then_taken() {
    let world = World::of(6, 0);
    let url = held(&world);
    let saved = world.browser(0).post(&format!("{url}/minutes"), &minutes("先写的一句。").pairs());
    assert_eq!(saved.status, 303);
    let file = docx(
        "<w:p><w:r><w:t>一、听取工作报告</w:t></w:r></w:p><w:p><w:r><w:t>大家同意。</w:t></w:r></w:p>",
    );
    let page = upload(&world, &url, "manuscript", ("会议记录.docx", &file));
    assert_eq!(page.status, 200, "{}", faults(&page));
    assert!(page.body.contains("一、听取工作报告\n大家同意。"), "{}", page.body);
    let text = |form: &[(&str, &str)]| {
        let answer = world.browser(0).post(&format!("{url}/manuscript/taking"), form);
        assert_eq!(answer.status, 303, "{}", faults(&answer));
        world.browser(0).get(&url).body
    };
    let read = ("minutes", "一、听取工作报告\n大家同意。");
    let page = text(&[read, ("how", "add"), ("_version", "1")]);
    assert!(page.contains("先写的一句。\n一、听取工作报告\n大家同意。"), "{page}");
    let page = text(&[read, ("how", "replace"), ("_version", "2")]);
    assert!(!page.contains("先写的一句"), "{page}");
    let secret = docx("<w:p><w:r><w:t>秘 密 ★ 3年</w:t></w:r></w:p>");
    let refused = upload(&world, &url, "manuscript", ("a.docx", &secret));
    assert!(refused.body.contains("安全保密管理员"), "{}", faults(&refused));
    let old = upload(&world, &url, "manuscript", ("a.docx", b"PK\x03\x04"));
    assert_eq!(old.status, 422);
}

#[test]
fn only_who_writes_the_minutes_of_an_open_record_has_these_pages() {
    let world = World::of(6, 0);
    let url = held(&world);
    for page in ["transcript", "manuscript"] {
        assert_eq!(world.browser(0).get(&format!("{url}/{page}")).status, 200);
        assert_eq!(world.browser(4).get(&format!("{url}/{page}")).status, 403, "a member");
    }
    let next = world
        .browser(0)
        .post(&format!("{url}/minutes"), &minutes("写了一半。").with("next", "transcript").pairs());
    assert_eq!(next.location, format!("{url}/transcript"), "what was typed is saved first");
    assert!(world.browser(0).get(&url).body.contains("写了一半。"));
    assert_eq!(world.close(&url, &minutes("报告了。").with("_version", "1")).status, 303);
    for page in ["transcript", "manuscript"] {
        let closed = world.browser(0).get(&format!("{url}/{page}"));
        assert_eq!(closed.status, 409, "{}", closed.body);
    }
}
