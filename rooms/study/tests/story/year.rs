//! What the level above sees of the groups below, and sitting in at their sessions.

use crate::bureau::{Bureau, COUNTY, OTHER};

const YEAR: &str = "/study/years/100?year=2026";

#[test]
fn groups_below_stand_in_order_with_what_they_did_and_what_is_missing() {
    let it = Bureau::new();
    it.held(20, "2026-02-10");
    it.held(20, "2026-05-11");
    let record = it.held(20, "2026-08-11");
    let page = it.get("政治部干部", YEAR).body;
    let (first, second) = (page.find(COUNTY).unwrap(), page.find(OTHER).unwrap());
    assert!(first < second || page.contains("按机构次序"), "{page}");
    assert!(
        page.contains("/duties/20/leading.") && page.contains("2026-Q1"),
        "each number opens: {page}"
    );
    assert!(page.contains("2个中心组，共3次") && page.contains("缺项"), "{page}");
    assert!(page.contains(">3/6<"), "came out of expected");
    assert!(page.contains(">0/3<"), "nobody has made it up");
    it.done("县局书记", &format!("/records/{record}/relaying"), &[]);
    let page = it.get("政治部干部", YEAR).body;
    assert!(page.contains(">1/3<"), "{page}");
    let group = it.get("政治部干部", "/study/groups/20?year=2026").body;
    assert!(
        group.contains("主体责任") && !group.contains("/records/"),
        "by line no record opens: {group}"
    );
    assert!(!group.contains("县局书记"), "no names");
    let own = it.get("县局党办", "/study/groups/20?year=2026").body;
    assert!(own.contains(&format!("/records/{record}")), "{own}");
    for (name, url) in [("别处政治部", YEAR), ("县局书记", YEAR), ("县局书记", "/study/groups/30")]
    {
        assert_eq!(it.get(name, url).status, 404, "{name} {url}");
    }
    assert!(it.get("政治部干部", "/study").body.contains("/study/years/100"));
    let print = it.get("政治部干部", "/study/years/100/print?year=2026").body;
    assert!(print.contains(COUNTY) && print.contains("1/3"), "{print}");
}

fn round(it: &Bureau, who: &str) -> testkit::Answer {
    let fields = [
        ("title", "四季度旁听"),
        ("kind", "study_group_session"),
        ("from_on", "2026-11-20"),
        ("to_on", "2026-12-31"),
        ("share", "100"),
        ("years", "3"),
        ("seats", "1"),
        ("apart", "24"),
        ("numbers", ""),
        ("posts", "deputy_secretary"),
        ("posts", "secretary"),
    ];
    it.post(who, "/review/rounds", &fields)
}

/// (hearing, name of who sits in) of the county.
fn seat(it: &Bureau) -> (i64, String) {
    it.one(
        "SELECT h.id, p.name FROM hearing h JOIN hearing_seat s ON s.hearing = h.id AND s.left_at IS NULL
            JOIN person_now p ON p.id = s.person WHERE h.unit = 20",
    )
}

#[test]
fn the_level_above_sits_in_and_the_group_answers() {
    let it = Bureau::new();
    let form = it.get("政治部干部", "/review/rounds/new?kind=study_group_session").body;
    assert!(
        form.contains("开始一轮旁听") && !form.contains("theme_day"),
        "an organ hears groups alone: {form}"
    );
    let drawn = round(&it, "政治部干部");
    assert_eq!(drawn.status, 303, "{}", drawn.body);
    let units: i64 = it.one("SELECT count(*) FROM hearing WHERE unit IN (20, 30)");
    assert_eq!(
        (units, it.one::<i64>("SELECT count(*) FROM hearing")),
        (2, 2),
        "not its own committee"
    );
    let (hearing, auditor) = seat(&it);
    assert!(auditor.starts_with("市局"), "out of its own house: {auditor}");
    let told: i64 = it.one("SELECT count(*) FROM notice WHERE text LIKE '%上级派人旁听%'");
    assert_eq!(told, 2, "both groups are told");
    let draft =
        it.get("县局党办", "/records/new?kind=study_group_session&unit=20&on=2026-11-20").body;
    assert!(draft.contains(&auditor), "who comes stands among the guests: {draft}");
    let url = format!("/review/hearings/{hearing}");
    assert!(it.get("县局党办", &url).body.contains("起草这次学习"));
    assert_eq!(it.get("二县书记", &url).status, 404);

    it.held(20, "2026-11-20");
    let marks = ["theme", "lead", "speeches", "discussion", "problems", "makeup"];
    let names: Vec<String> = marks.iter().map(|it| format!("mark_{it}")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "good")).collect();
    fields[2].1 = "poor";
    fields.extend([
        ("why_speeches", "没有提前定人"),
        ("verdict", "again"),
        ("words", "请重开一次"),
    ]);
    let filed = it.post(&auditor, &format!("{url}/sheet"), &fields);
    assert_eq!(filed.status, 303, "{}", filed.body);
    let page = it.get("政治部干部", YEAR).body;
    assert!(page.contains("要重开，还没有重开，1项差，还没有答复"), "{page}");
    it.done("县局书记", &format!("{url}/reply"), &[("reply", "下月重开，提前定人")]);
    it.home.wait_until("2026-12-02");
    it.held(20, "2026-12-01");
    let page = it.get("政治部干部", YEAR).body;
    assert!(page.contains("要重开，已重开，1项差，已答复"), "{page}");
    assert!(it.get("政治部干部", &url).body.contains("下月重开，提前定人"));
    let figures = it.get("政治部干部", "/review/figures/100").body;
    assert!(figures.contains("旁听情况") && figures.contains("其中已重开1个"), "{figures}");
}

#[test]
fn along_the_line_rounds_of_party_units_are_not_there() {
    let it = Bureau::new();
    it.prepare(|w| {
        let sql = "INSERT INTO hearing_round (id, unit, title, kind, from_on, to_on, seed, input, drawn_at)
                   VALUES (5000, 20, '县里自己的巡听', 'theme_day', '2026-11-01', '2026-11-30', 'a', '{}', '2026-11-01T09:00:00.000Z')";
        w.run(sql, &[])?;
        Ok(())
    });
    assert!(!it.get("政治部干部", "/review").body.contains("县里自己的巡听"));
    assert_eq!(it.get("政治部干部", "/review/rounds/5000").status, 404);
    assert!(it.get("县局书记", "/review").body.contains("县里自己的巡听"));
    assert_eq!(
        it.get("政治部干部", "/review/samples/new").status,
        404,
        "samples are for who leads"
    );
}
