//! The ledger: entered once, broken down, worked on under a post, accepted by another hand, reported upwards.

use testkit::Browser;

use crate::world::{ENTRY, FIELDS, TASK, World, faults};

fn post(by: &Browser, url: &str, fields: &[(&str, &str)]) -> String {
    let answer = by.post(url, fields);
    assert_eq!(answer.status, 303, "{url}: {}", faults(&answer));
    answer.location
}

/// The version that the forms of a page were made with.
fn version(page: &str) -> &str {
    let rest = page.split("name=\"_version\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap()
}

fn with<'f>(
    fields: &[(&'f str, &'f str)],
    name: &'f str,
    value: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let mut sent = fields.to_vec();
    sent.retain(|(field, _)| *field != name);
    sent.push((name, value));
    sent
}

#[test]
fn an_entry_is_numbered_once_and_says_nothing_under_secrecy() {
    let world = World::new();
    let officer = world.officer();
    let form = officer.get("/instructions/new").body;
    assert!(form.contains("督〔2026〕1号") && form.contains("涉密批示不得录入"), "{form}");
    let url = world.entered();
    let page = officer.get(&url).body;
    for words in ["督〔2026〕7号", "市公安局党委", "2026年12月25日", "还没有分解"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let refused = |sent: &[(&str, &str)], words: &str| {
        let answer = officer.post("/instructions", sent);
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.body.contains(words), "{words}: {}", faults(&answer));
    };
    refused(ENTRY, "2026年已经有“督〔2026〕7号”这一件");
    let other = with(ENTRY, "number", "督〔2026〕8号");
    refused(&with(&other, "title", "机密★三年 关于某事的批示"), "密级");
    refused(&with(&other, "summary", "各单位交照片"), "存档的记录就是报告");
    refused(&with(&other, "due", ""), "没有期限的，勾“长期”");
    refused(&with(&other, "due", "2026-10-01"), "不能早于收到那天");
    refused(&with(&other, "received", "2026-12-01"), "还没有到");
    refused(&with(&other, "level", "moon"), "哪一级");
    let long = [with(&other, "due", ""), vec![("long_term", "1")]].concat();
    let second = post(&officer, "/instructions", &long);
    assert!(officer.get(&second).body.contains("长期"));
    let found = officer.get("/instructions?q=8%E5%8F%B7").body;
    assert!(found.contains("8号") && !found.contains("督〔2026〕7号"), "{found}");
}

#[test]
fn a_task_is_the_posts_and_goes_with_it() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let deputy = world.deputy();
    let page = deputy.get(&task).body;
    assert!(page.contains("报办结") && page.contains("记下进展"), "{page}");
    let home = world.at_home("陈晓梅", "full_time_deputy_secretary", world.committee);
    assert!(home.contains("梳理机关办公区安全隐患") && home.contains("报办结"), "{home}");
    let beside = world.at_home("罗一鸣", "deputy_secretary", world.crime);
    assert!(!beside.contains("梳理机关办公区安全隐患"), "{beside}");
    let words = [("words", "三个楼层查完了，还差车库")];
    post(&deputy, &format!("{task}/progress"), &words);
    let officer = world.officer();
    assert!(officer.get(&task).body.contains("三个楼层查完了，还差车库"));
    assert!(officer.get(&entry).body.contains("进展：三个楼层查完了"));
    let kept = world.home.reasons("instruction.progress");
    assert_eq!(kept[0].1.as_deref(), Some("三个楼层查完了，还差车库"), "sealed beside the event");
    // Nobody else writes in the post's name: neither the officer nor a secretary beside.
    assert_eq!(officer.post(&format!("{task}/progress"), &words).status, 404);
    let beside = world.under("周立群", "secretary", world.crime);
    assert_eq!(beside.get(&task).status, 404);
    // The post changes hands: his rights end with it, the task and what he wrote stay.
    let post_id =
        world.home.hold(world.person("陈晓梅"), "full_time_deputy_secretary", world.committee);
    world.home.end_post(post_id);
    let refused = deputy.post(&format!("{task}/progress"), &words).status;
    assert!([302, 303, 403, 404].contains(&refused), "{refused}");
    assert!(officer.get(&entry).body.contains("现在没有人任"));
    let next = world.under("罗一鸣", "full_time_deputy_secretary", world.committee);
    let page = next.get(&task).body;
    assert!(page.contains("三个楼层查完了，还差车库") && page.contains("报办结"), "{page}");
}

#[test]
fn it_is_done_when_another_hand_accepts_and_given_back_otherwise() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let (deputy, officer) = (world.deputy(), world.officer());
    let report = |words: &str| {
        let page = deputy.get(&task).body;
        let sent = [("account", words), ("_version", version(&page))];
        post(&deputy, &format!("{task}/report"), &sent);
    };
    let empty = deputy.post(&format!("{task}/report"), &[("account", ""), ("_version", "1")]);
    assert_eq!(empty.status, 422);
    report("清单列好了");
    assert!(officer.get(&entry).body.contains("已报，待认可"));
    let home = || world.at_home("党务员", "party_officer", world.committee);
    assert!(home().contains("去认可"), "{}", home());
    // He may accept under his post, yet not what he reported himself.
    let own = [("verdict", "accept"), ("said", ""), ("_version", "2")];
    assert_eq!(deputy.post(&format!("{task}/acceptance"), &own).status, 409);
    let settle = |verdict: &str, said: &str| {
        let page = officer.get(&task).body;
        let sent = [("verdict", verdict), ("said", said), ("_version", version(&page))];
        officer.post(&format!("{task}/acceptance"), &sent)
    };
    assert_eq!(settle("return", "").status, 422, "what is given back says why");
    assert_eq!(settle("return", "车库没有列进去").status, 303);
    let page = deputy.get(&task).body;
    assert!(page.contains("车库没有列进去") && page.contains("报办结"), "{page}");
    report("车库列进去了");
    assert_eq!(settle("accept", "").status, 303);
    let page = officer.get(&entry).body;
    assert!(page.contains("已办结1") && page.contains("逾期0"), "{page}");
    assert_eq!(settle_again(&officer, &task), 409);
    assert!(!home().contains("去认可"));
}

fn settle_again(officer: &Browser, task: &str) -> u16 {
    let sent = [("verdict", "accept"), ("said", ""), ("_version", "9")];
    officer.post(&format!("{task}/acceptance"), &sent).status
}

#[test]
fn more_time_is_given_or_not_and_overdue_is_seen_above() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let (deputy, officer) = (world.deputy(), world.officer());
    let leader = world.under("田野青", "organ_leader", world.bureau);
    let stand = |words: &str| {
        assert!(officer.get(&entry).body.contains(words), "{words}: {}", officer.get(&entry).body);
        let tasks = leader.get("/instructions/tasks").body;
        assert!(tasks.contains(words), "above: {words}: {tasks}");
    };
    stand("在办");
    world.home.wait_until("2026-12-01");
    stand("逾期");
    let overview = leader.get("/instructions/overview").body;
    assert!(overview.contains("逾期的任务") && overview.contains("stand=overdue"), "{overview}");
    let ask = |until: &str| {
        let page = deputy.get(&task).body;
        let sent = [("reason", "等消防检测"), ("until", until), ("_version", version(&page))];
        deputy.post(&format!("{task}/extension"), &sent)
    };
    assert_eq!(ask("2026-11-30").status, 422);
    assert_eq!(ask("2026-12-10").status, 303);
    stand("有说明");
    let own = [("verdict", "approve"), ("said", "")];
    assert_eq!(deputy.post(&format!("{task}/answer"), &own).status, 409, "not who asked");
    assert!(officer.get(&entry).body.contains("申请延期：等消防检测"));
    let answer = |verdict: &str, said: &str| {
        let sent = [("verdict", verdict), ("said", said)];
        leader.post(&format!("{task}/answer"), &sent).status
    };
    assert_eq!(answer("approve", ""), 403, "the leader of the bureau acts for the bureau alone");
    let secretary = world.under("罗一鸣", "secretary", world.committee);
    let sent = [("verdict", "refuse"), ("said", "检测已经排在这周")];
    post(&secretary, &format!("{task}/answer"), &sent);
    stand("逾期");
    let help = [("offer", "周四派两个人")];
    post(&leader, &format!("{task}/help"), &help);
    assert!(deputy.get(&task).body.contains("周四派两个人"));
    assert_eq!(ask("2026-12-12").status, 303);
    post(&officer, &format!("{task}/answer"), &[("verdict", "approve"), ("said", "")]);
    stand("有说明");
    world.home.wait_until("2026-12-13");
    stand("逾期");
}

#[test]
fn a_task_of_units_below_is_a_directive_and_shows_itself_done() {
    let world = World::new();
    let entry = world.entered();
    let officer = world.officer();
    let id = entry.rsplit('/').next().unwrap();
    let form = officer.get(&format!("/directives/new?instruction={id}")).body;
    assert!(form.contains("关于做好冬季安全防范的批示"), "{form}");
    let sent = [with(FIELDS, "until", "2026-11-30"), vec![("instruction", id)]].concat();
    let directive = post(&officer, "/directives", &sent);
    assert!(officer.get(&directive).body.contains("台账上的这一件"));
    let page = officer.get(&entry).body;
    assert!(page.contains("下级3个组织") && page.contains("已开展0，还没有3"), "{page}");
    assert!(page.contains("交警大队党总支"), "the levels below: {page}");
    let crime = world.under("周立群", "secretary", world.crime);
    let at = format!("{directive}/units/{}/draft", world.crime);
    let draft = crime.post(&at, &[("serves", "theme_day")]).location;
    let record = World::theme_day(&crime, &draft, "2026-11-18");
    assert!(officer.get(&entry).body.contains("已开展1，还没有2"));
    let away = [("reason", "重复了"), ("_version", "2")];
    assert_eq!(crime.post(&format!("/records/{record}/withdrawal"), &away).status, 303);
    assert!(officer.get(&entry).body.contains("已开展0，还没有3"), "the record is the report");
    assert_eq!(crime.get(&entry).status, 404, "a branch sees the directive, not the entry");
    // A level in between carries it on in its own ledger, and that is seen above.
    let between = world.under("总支书", "party_officer", world.general);
    let number = directive.rsplit('/').next().unwrap();
    let form = between.get(&format!("/instructions/new?directive={number}")).body;
    assert!(form.contains("学习贯彻规范执法部署"), "{form}");
    let sent = [with(ENTRY, "title", "承接规范执法"), vec![("directive", number)]].concat();
    let own = post(&between, "/instructions", &sent);
    let above = officer.get(&entry).body;
    assert!(above.contains("下级台账里承接的") && above.contains("承接规范执法"), "{above}");
    assert_eq!(officer.get(&own).status, 200);
    assert_eq!(between.get(&entry).status, 404);
    // Withdrawn, it is no longer a task that runs.
    let why = [("reason", "改为下月统一部署"), ("_version", "0")];
    post(&officer, &format!("{directive}/withdrawal"), &why);
    assert!(officer.get(&entry).body.contains("不再督办1"));
}

#[test]
fn the_report_is_drawn_from_facts_and_closes_the_entry_as_a_record() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let (deputy, officer) = (world.deputy(), world.officer());
    let page = deputy.get(&task).body;
    let done = [("account", "排查出六处，都写进清单"), ("_version", version(&page))];
    post(&deputy, &format!("{task}/report"), &done);
    let page = officer.get(&task).body;
    let accept = [("verdict", "accept"), ("said", ""), ("_version", version(&page))];
    post(&officer, &format!("{task}/acceptance"), &accept);
    let form = officer.get(&format!("{entry}/report")).body;
    assert!(form.contains("排查出六处，都写进清单") && form.contains("专职副书记办理"), "{form}");
    let text = form.split("rows=\"16\">").nth(1).unwrap().split("</textarea>").next().unwrap();
    let text = text.replace("&#34;", "\"");
    let sent = |verdict: &'static str, version: String| {
        let sent = [
            ("number", "机关党委〔2026〕40号".to_owned()),
            ("to", "市公安局党委".to_owned()),
            ("text", text.clone()),
            ("verdict", verdict.to_owned()),
            ("_version", version),
        ];
        let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
        officer.post(&format!("{entry}/report"), &sent)
    };
    let first = sent("interim", version(&form).to_owned());
    assert_eq!(first.status, 303, "{}", faults(&first));
    assert!(officer.get(&entry).body.contains("阶段报告"));
    let stale = sent("close", version(&form).to_owned());
    assert_eq!(stale.status, 409, "the form was opened before the first report");
    let form = officer.get(&format!("{entry}/report")).body;
    let closing = sent("close", version(&form).to_owned());
    assert_eq!(closing.status, 303, "{}", faults(&closing));
    assert!(officer.get(&entry).body.contains("已销号"));
    let record = closing.location;
    let print = officer.get(&format!("{record}/print")).body;
    assert!(print.contains("关于做好冬季安全防范的批示贯彻落实情况的报告"), "{print}");
    assert!(print.contains("机关党委〔2026〕40号") && print.contains("排查出六处"), "{print}");
    let word = officer.get(&format!("{record}/minutes.docx"));
    let text = documents::read_docx(&word.bytes).unwrap().join("\n");
    assert!(text.contains("排查出六处，都写进清单"), "{text}");
    // A report that is withdrawn closes nothing.
    let page = officer.get(&format!("{record}/withdrawal")).body;
    let why = [("reason", "数字要再核"), ("_version", version(&page))];
    assert_eq!(officer.post(&format!("{record}/withdrawal"), &why).status, 303);
    assert!(officer.get(&entry).body.contains("在办"));
}

#[test]
fn a_record_proves_what_a_record_is_asked_for() {
    let world = World::new();
    let entry = world.entered();
    let officer = world.officer();
    let sent = [TASK, &[("kinds", "rite")]].concat();
    post(&officer, &format!("{entry}/tasks"), &sent);
    let page = officer.get(&entry).body;
    let url = page.split("href=\"/instructions/tasks/").last().unwrap();
    let url = format!("/instructions/tasks/{}", url.split('"').next().unwrap());
    let deputy = world.deputy();
    let page = deputy.get(&url).body;
    assert!(page.contains("哪份记录证明"), "{page}");
    let sent = |record: &str| {
        let page = deputy.get(&url).body;
        let sent = [("record", record), ("account", ""), ("_version", version(&page))];
        deputy.post(&format!("{url}/report"), &sent)
    };
    let answer = sent("");
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("先把会开了、存档"), "{}", faults(&answer));
    assert_eq!(sent("1").status, 422, "nobody else's record");
    let record = world.rite();
    let answer = sent(&record.to_string());
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let page = officer.get(&url).body;
    let accept = [("verdict", "accept"), ("said", ""), ("_version", version(&page))];
    post(&officer, &format!("{url}/acceptance"), &accept);
    assert!(officer.get(&entry).body.contains("已办结1"));
    world.withdraw(record);
    let page = officer.get(&entry).body;
    assert!(page.contains("已办结0"), "what becomes of the record is asked of the record: {page}");
    assert!(deputy.get(&url).body.contains("已撤回，不再算，请重新报"));
    let again = sent(&world.rite().to_string());
    assert_eq!(again.status, 303, "{}", faults(&again));
}

#[test]
fn a_task_may_be_changed_or_taken_out_and_an_entry_cancelled() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let officer = world.officer();
    let late = with(TASK, "due", "2026-12-30");
    let refused = officer.post(&format!("{entry}/tasks"), &late);
    assert!(refused.status == 422 && refused.body.contains("任务不能更晚"), "{}", faults(&refused));
    let nobody = officer.post(&format!("{entry}/tasks"), &with(TASK, "post", "subgroup_leader"));
    assert_eq!(nobody.status, 422);
    let amended = [with(TASK, "due", "2026-12-05"), vec![("_version", "1")]].concat();
    post(&officer, &format!("{task}/amendment"), &amended);
    assert_eq!(officer.post(&format!("{task}/amendment"), &amended).status, 409);
    assert!(officer.get(&task).body.contains("2026年12月5日"));
    let why = [("reason", "并到另一项里办"), ("_version", "2")];
    post(&officer, &format!("{task}/removal"), &why);
    assert_eq!(world.deputy().get(&task).status, 404);
    let why = [("reason", "登重了"), ("_version", "1")];
    post(&officer, &format!("{entry}/cancellation"), &why);
    let page = officer.get(&entry).body;
    assert!(page.contains("登记已撤销：登重了") && !page.contains("分解任务</a>"), "{page}");
    assert!(!officer.get("/instructions").body.contains("督〔2026〕7号"));
    assert!(officer.get("/instructions?state=cancelled").body.contains("督〔2026〕7号"));
    let again = officer.post("/instructions", ENTRY);
    assert_eq!(again.status, 422, "its number stays taken");
}

#[test]
fn the_ledger_goes_out_as_a_spreadsheet_and_on_paper() {
    let world = World::new();
    let entry = world.entered();
    world.given(&entry);
    let officer = world.officer();
    let file = officer.post("/instructions/lists?year=2026", &[]);
    assert_eq!(file.status, 200, "{}", faults(&file));
    let book = sheets::read(&file.bytes).unwrap();
    let text = format!("{book:?}");
    for words in ["督〔2026〕7号", "梳理机关办公区安全隐患，列出清单", "专职副书记", "在办"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(officer.post("/instructions/lists?q=nothing", &[]).status, 200);
    let print = officer.get("/instructions/print?year=2026").body;
    assert!(print.contains("督〔2026〕7号") && print.contains("专职副书记"), "{print}");
    assert!(print.contains("<td>12月") && !print.contains("<td>2026-"), "{print}");
    let word = officer.get("/instructions/print/docx?year=2026");
    let text = documents::read_docx(&word.bytes).unwrap().join("\n");
    assert!(text.contains("督〔2026〕7号"), "{text}");
}

#[test]
fn whoever_holds_the_post_is_reminded_and_takes_along_what_he_did() {
    let world = World::new();
    let entry = world.entered();
    let task = world.given(&entry);
    let deputy = world.deputy();
    let told = || {
        let sql = "SELECT count(*) FROM notice WHERE person = $1 AND text LIKE '任务%到期%'";
        let person = world.person("陈晓梅");
        world.home.core.db.read(|read| read.one::<i64>(sql, db::bind![person])).unwrap()
    };
    let by_night = || {
        let job = &directive::room().jobs[0];
        (job.run)(&world.home.operator(), &serde_json::Value::Null).unwrap();
    };
    by_night();
    assert_eq!(told(), 0);
    world.home.wait_until("2026-11-25");
    by_night();
    by_night();
    assert_eq!(told(), 1, "five days before, and once");
    post(&deputy, &format!("{task}/progress"), &[("words", "还差车库")]);
    let ctx = world.home.operator();
    let own = directive::room().own;
    let of = |name: &str| ctx.read(|read| (own[0].of)(&ctx, read, world.person(name))).unwrap();
    let his = of("陈晓梅");
    assert!(his.len() == 1 && his[0].value == "还差车库", "{his:?}");
    assert!(his[0].item.contains("专职副书记进展"), "{his:?}");
    assert!(of("罗一鸣").is_empty());
}
