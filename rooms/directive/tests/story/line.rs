//! Issued by line, and what goes out on paper: the summary in Word, the register as a spreadsheet.

use testkit::Browser;

use crate::world::{FIELDS, World, faults};

fn issued_by_line(world: &World) -> (Browser, String) {
    let line = world.under("钱小桥", "line_officer", world.bureau);
    let answer = line.post("/directives", FIELDS);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    (line, answer.location)
}

fn held(world: &World, url: &str) -> String {
    let crime = world.under("周立群", "secretary", world.crime);
    let at = format!("{url}/units/{}/draft", world.crime);
    let answer = crime.post(&at, &[("serves", "theme_day")]);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    World::theme_day(&crime, &answer.location, "2026-11-18")
}

#[test]
fn an_organ_issues_by_line_sees_figures_and_no_records() {
    let world = World::new();
    let (line, url) = issued_by_line(&world);
    let page = line.get(&url).body;
    assert!(page.contains("应办3") && page.contains("刑侦支部"), "{page}");
    let record = held(&world, &url);
    let page = line.get(&url).body;
    assert!(page.contains("已开展1"), "{page}");
    assert!(!page.contains(&format!("/records/{record}")), "by line nobody opens a record");
    assert_eq!(line.get(&format!("/records/{record}")).status, 404);
    let order = world.under("韩雪松", "secretary", world.order);
    let why = [("reason", "全员外出"), ("until", "2026-12-10")];
    let at = format!("{url}/units/{}", world.order);
    assert_eq!(order.post(&format!("{at}/explanation"), &why).status, 303);
    let page = line.get(&at).body;
    assert!(page.contains("全员外出") && page.contains("答复"), "{page}");
    let answer = [("verdict", "accept"), ("words", "")];
    assert_eq!(line.post(&format!("{at}/answer"), &answer).status, 303);
    let help = [("offer", "派人来一起开")];
    assert_eq!(line.post(&format!("{at}/help"), &help).status, 303);
    // The summary by line has sums and who; not what a meeting agreed.
    let paper = line.get(&format!("{url}/paper")).body;
    assert!(paper.contains("已开展1个") && !paper.contains("接处警先亮明身份"), "{paper}");
    // The committee in between sees it, and breaks it down for its own.
    let between = world.officer();
    let page = between.get(&url).body;
    assert!(page.contains("分解到下级") && page.contains("应办3"), "{page}");
    let items = [("items", "机关各支部一并查"), ("_version", "0")];
    assert_eq!(between.post(&format!("{url}/passing"), &items).status, 303);
    let sent = [("title", "别的"), ("_version", "0")];
    assert_eq!(between.post(&format!("{url}/amendment"), &sent).status, 404, "it is the organ's");
    let closing = [("conclusion", "按期办结"), ("_version", "0")];
    assert_eq!(line.post(&format!("{url}/closing"), &closing).status, 303);
    assert!(line.get(&url).body.contains("已收尾"));
}

#[test]
fn the_summary_opens_in_word_and_says_what_the_records_say() {
    let world = World::new();
    let url = world.issued();
    held(&world, &url);
    let word = world.officer().get(&format!("{url}/paper/docx"));
    assert_eq!(word.status, 200);
    let text = documents::read_docx(&word.bytes).unwrap().join("\n");
    for words in ["学习贯彻规范执法部署开展情况小结", "发到3个组织，已开展1个", "接处警先亮明身份"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_spreadsheet_of_the_register_has_every_addressed_unit_and_how_it_stands() {
    let world = World::new();
    let url = world.issued();
    held(&world, &url);
    let officer = world.officer();
    let file = officer.post("/directives/lists?year=2026", &[]);
    assert_eq!(file.status, 200, "{}", faults(&file));
    let book = format!("{:?}", sheets::read(&file.bytes).unwrap());
    for words in
        ["学习贯彻规范执法部署", "刑侦支部", "治安支部", "交警支部", "已开展", "Date(46344.0)"]
    {
        assert!(book.contains(words), "{words}: {book}");
    }
    let before = officer.post("/directives/lists?year=2024", &[]);
    let book = format!("{:?}", sheets::read(&before.bytes).unwrap());
    assert!(!book.contains("刑侦支部"), "{book}");
    // A branch takes its own line alone.
    let crime = world.under("周立群", "secretary", world.crime);
    let own = crime.post("/directives/lists?year=2026", &[]);
    let book = format!("{:?}", sheets::read(&own.bytes).unwrap());
    assert!(book.contains("刑侦支部") && !book.contains("治安支部"), "{book}");
}

#[test]
fn an_organ_keeps_a_ledger_and_its_report_is_a_letter_of_its_own() {
    let world = World::new();
    let line = world.under("钱小桥", "line_officer", world.bureau);
    let answer = line.post("/instructions", crate::world::ENTRY);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let entry = answer.location;
    let id = entry.rsplit('/').next().unwrap();
    let sent = [FIELDS, &[("instruction", id)]].concat();
    assert_eq!(line.post("/directives", &sent).status, 303);
    let page = line.get(&entry).body;
    assert!(page.contains("按条线") && page.contains("下级3个组织"), "{page}");
    assert!(page.contains("按条线") && page.contains("刑侦支部"), "rolled up by level: {page}");
    let sent = [
        ("number", "公政〔2026〕12号"),
        ("to", "市公安局"),
        ("text", "现将情况报告如下。\n各支部正在开展。"),
        ("verdict", "close"),
        ("_version", "1"),
    ];
    let answer = line.post(&format!("{entry}/report"), &sent);
    assert_eq!(answer.status, 303, "{}", faults(&answer));
    let print = line.get(&answer.location).body;
    assert!(print.contains("公政〔2026〕12号") && print.contains("各支部正在开展"), "{print}");
    let word = line.get(&format!("{}/docx", answer.location));
    let text = documents::read_docx(&word.bytes).unwrap().join("\n");
    assert!(text.contains("各支部正在开展"), "{text}");
    assert!(line.get(&entry).body.contains("已销号"));
    let party = world.officer();
    assert_eq!(party.get(&entry).status, 404, "a committee does not see above itself");
}
