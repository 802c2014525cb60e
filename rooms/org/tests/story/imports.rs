//! The national line from the file of divisions, and lists of units as offices keep them.

use act::Relation;
use org::import::{self, BUILT_IN_DIVISIONS};
use testkit::day;

use crate::{
    five_organs::{Organs, organs},
    kit::{World, refused},
};

fn name_of(world: &World, code: &str) -> String {
    world.read(|read| org::by_code(read, code)).map_or_else(String::new, |unit| unit.name)
}

fn parent_of(world: &World, code: &str) -> String {
    let unit = world.read(|read| org::by_code(read, code)).unwrap();
    world.unit(unit.line_parent.unwrap()).code
}

#[test]
fn the_divisions_become_the_national_line() {
    let world = World::new();
    let made = import::divisions(&world.home.operator(), BUILT_IN_DIVISIONS).unwrap();
    assert_eq!((made.provinces, made.prefectures, made.counties), (31, 333, 2974));
    assert_eq!(made.groupings.len(), 9);
    let repeated = ["441900 东莞市", "442000 中山市", "460400 儋州市", "620201 嘉峪关市"];
    assert_eq!(made.repeated, repeated);
    // 3 rows of level 1 and 26 districts of Hong Kong and Macao.
    assert_eq!(made.elsewhere, 29);
    assert_eq!(made.rows, 1 + 31 + 333 + 2974 + 9 + 4 + 29);

    let units = "SELECT count(*) FROM unit";
    assert_eq!(world.count(units), 1 + 31 + 333 + 2974 + made.industry_bureaus as i64);
    assert_eq!(world.count("SELECT count(*) FROM event WHERE act = 'unit.import'"), 1);

    for (code, name) in [
        ("130000", "河北省公安厅"),
        ("450000", "广西壮族自治区公安厅"),
        ("110000", "北京市公安局"),
        ("130100", "石家庄市公安局"),
        ("152200", "兴安盟公安局"),
        ("130102", "石家庄市公安局长安分局"),
        ("130123", "正定县公安局"),
        ("130181", "辛集市公安局"),
        ("110101", "北京市公安局东城分局"),
        ("500229", "城口县公安局"),
        ("441900", "东莞市公安局"),
        ("429021", "神农架林区公安局"),
        ("TL", "铁路公安局"),
        ("110100", ""),
        ("620201", ""),
        ("710000", ""),
    ] {
        assert_eq!(name_of(&world, code), name, "{code}");
    }
    for (code, above) in [
        ("110101", "110000"),
        ("419001", "410000"),
        ("500229", "500000"),
        ("659001", "650000"),
        ("130102", "130100"),
        ("130000", "000000"),
        ("TL-03", "TL"),
    ] {
        assert_eq!(parent_of(&world, code), above, "{code}");
    }
    let ministry = world.read(|read| org::by_code(read, "000000")).unwrap();
    let below = world.below(ministry.id, Relation::Line, "2025-11-20");
    assert_eq!(below.len() as i64, world.count(units));

    let again = import::divisions(&world.home.operator(), BUILT_IN_DIVISIONS).unwrap();
    assert_eq!(again.known as i64, world.count(units));
}

#[test]
fn moving_a_province_takes_few_statements() {
    let world = World::new();
    import::divisions(&world.home.operator(), BUILT_IN_DIVISIONS).unwrap();
    let code = |code: &str| world.read(|read| org::by_code(read, code)).unwrap().id;
    let (city, elsewhere) = (code("130100"), code("140000"));
    let it = org::Move {
        unit: city,
        kind: org::MoveKind::Tie(org::TieKind::Line),
        to: Some(elsewhere),
        on: day("2026-01-01"),
        basis: String::new(),
    };
    let asked = world
        .write(|ctx, w| {
            let before = w.statements();
            org::relocate(ctx, w, &it)?;
            Ok(w.statements() - before)
        })
        .unwrap();
    assert!(asked <= 17, "{asked} statements");
    let of = |on| world.below(elsewhere, Relation::Line, on).contains(&code("130102"));
    assert!(!of("2025-12-31") && of("2026-01-01"));
}

#[test]
fn a_file_that_is_no_list_of_divisions_is_refused() {
    let world = World::new();
    let words = refused(import::divisions(&world.home.operator(), b"a,b\n1,2\n"));
    assert!(words.contains("区划文件读不了"), "{words}");
    let orphan = b"code,name,parent,level\n130100,X,130000,2\n";
    let words = refused(import::divisions(&world.home.operator(), orphan));
    assert!(words.contains("找不到上级 130000"), "{words}");
}

const LIST: &str = "\
正安县公安局组织情况表,,,,,,,,,
名称,编码,类别,上级单位,隶属上级,审批机关,成立日期,最近选举,任期,支委会
刑事侦查大队,130123-X01,大队,,,,2012-03,,,
刑侦大队党总支,,总支,刑事侦查大队,正安县公安局机关党委,,2012-05-01,2024-05-10,5,是
刑侦一中队党支部,,党支部,,刑侦大队党总支,,2013年6月1日,2024-06-01,3年,否
技术中队党支部,,支部,,刑侦大队党总支,,2013.6,2011-01-01,3,看情况
治安大队党支部,,支部,治安大队,正安县公安局机关党委,,2014-01-01,,,
治安大队党小组,,党小组,,治安大队党支部,,2015-01-01,,,
没有类别,,俱乐部,,,,2015-01-01,,,
巡特警大队,130123,大队,,,,2015-01-01,,,
信访科,,科,刑侦大队党总支,,,明年,,,
";

fn officer(it: &Organs) -> act::Ctx {
    it.world.wearing("affairs_manager", it.county)
}

#[test]
fn what_is_odd_in_a_list_is_named_row_by_row() {
    let it = organs();
    let base = it.world.unit(it.county);
    let ctx = officer(&it);
    let plan = it.world.read(|read| import::rehearse(&ctx, read, &base, LIST.as_bytes()));
    let found: Vec<(u32, &str, &str, bool)> = plan
        .findings
        .iter()
        .map(|it| (it.row, it.column.as_str(), it.reason.as_str(), it.stops))
        .collect();
    assert_eq!(
        found,
        [
            (6, "最近选举", "选举日期对不上", false),
            (6, "支委会", "看不出设不设委员会", false),
            (7, "上级单位", "找不到这个上级", true),
            (8, "名称", "它的上级没有导入", true),
            (9, "类别", "不认识这个类别", true),
            (10, "编码", "这个编码已经有组织在用", true),
            (11, "成立日期", "读不出日期", true),
            (11, "上级单位", "处、科、室不能按“条线”关系放在党总支（刑侦大队党总支）之下", true),
        ]
    );
    assert_eq!((plan.rows, plan.units.len(), plan.stopped()), (9, 4, 5));
    assert_eq!(it.world.count("SELECT count(*) FROM unit WHERE batch IS NOT NULL"), 0);
}

#[test]
fn a_list_is_founded_as_one_batch() {
    let it = organs();
    let world = &it.world;
    let plan = import::commit(&officer(&it), it.county, (LIST.as_bytes(), "组织.csv")).unwrap().1;
    assert_eq!(plan.units.len(), 4);
    assert_eq!(world.count("SELECT count(DISTINCT batch) FROM unit WHERE batch IS NOT NULL"), 1);
    assert_eq!(world.count("SELECT count(*) FROM event WHERE act = 'unit.import'"), 1);

    let brigade = world.read(|read| org::by_code(read, "130123-X01")).unwrap();
    assert_eq!(brigade.line_parent, Some(it.county));
    let hosted = world.read(|read| org::hosted(read, brigade.id));
    let names: Vec<&str> = hosted.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["刑侦大队党总支", "刑侦一中队党支部", "技术中队党支部"]);
    assert_eq!(hosted[0].lead_parent, Some(it.county_organ_party));
    assert_eq!(hosted[1].lead_parent, Some(hosted[0].id));
    assert_eq!(hosted[1].organ, Some(it.county));
    assert_eq!(hosted[1].founded_on, day("2013-06-01"));

    let today = day("2026-11-20");
    let term = world.read(|read| org::term_on(read, hosted[1].id, today)).unwrap();
    assert_eq!((term.years, term.ends_on), (3, day("2027-05-31")));
    let systems = systems::Systems::built_in();
    let committee =
        |at: usize| world.read(|read| org::committee_of(read, systems, &hosted[at], today));
    assert!(committee(0) && !committee(1));
}

#[test]
fn a_list_reaches_no_further_than_its_importer() {
    let it = organs();
    let ctx = officer(&it);
    let elsewhere = import::commit(&ctx, it.district, (LIST.as_bytes(), "x.csv"));
    assert!(matches!(elsewhere, Err(act::Error::NotAllowed(_))));
    let list = "名称,类别,上级单位,成立日期\n插进去的大队,大队,130102,2020-01-01\n";
    let base = it.world.unit(it.county);
    let plan = it.world.read(|read| import::rehearse(&ctx, read, &base, list.as_bytes()));
    assert_eq!(plan.findings[0].reason, "这个上级不在您管的范围内");
    let circle =
        "名称,类别,上级单位,成立日期\n甲队,大队,乙队,2020-01-01\n乙队,大队,甲队,2020-01-01\n";
    let plan = it.world.read(|read| import::rehearse(&ctx, read, &base, circle.as_bytes()));
    assert_eq!(plan.units, []);
    assert_eq!(plan.findings[0].reason, "几行互为上级，绕成了一圈");
    let nothing = refused(import::commit(&ctx, it.county, (circle.as_bytes(), "x.csv")));
    assert!(nothing.contains("没有一行可以导入"), "{nothing}");
    let headless = refused(import::commit(&ctx, it.county, (&b"a,b\n1,2\n"[..], "x.csv")));
    assert!(headless.contains("没有找到表头"), "{headless}");
}
