//! Whole files against what must come out of them.

use super::{Codes, Hidden, Reason, Rehearsal, SkipReason, rehearse, rehearse_asked};
use proptest::prelude::*;
use serde_json::Value;
use sheets::write::{Column, Head, Value as Written, xlsx};

const JOIN_AGE: i32 = 18;

fn assert_expected(file_name: &str, bytes: &[u8], expected: &str) {
    let found = rehearse(bytes, file_name, &Codes::new(JOIN_AGE)).unwrap();
    let found = serde_json::to_string_pretty(&found).unwrap();
    let expected: Value = serde_json::from_str(expected).unwrap();
    let expected = serde_json::to_string_pretty(&expected).unwrap();
    // Keys keep their order in both texts, so this compares the order too.
    for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{file_name}, line {}", line + 1);
    }
    assert_eq!(found, expected);
}

macro_rules! roster {
    ($test:ident, $file:literal) => {
        #[test]
        fn $test() {
            let bytes = include_bytes!(concat!("../../../../data/rosters/", $file));
            let expected =
                include_str!(concat!("../../../../data/rosters/", $file, ".expected.json"));
            assert_expected($file, bytes, expected);
        }
    };
}

roster!(the_county_roster_comes_out_exactly, "01_县局党员花名册.xlsx");
roster!(the_station_roster_comes_out_exactly, "02_派出所党支部名册.csv");
roster!(the_old_city_roster_comes_out_exactly, "03_市局机关党员信息.xls");

/// Born 1994-02-09, a woman.
const WOMAN: &str = "330108199402090269";
/// Born 2000-04-23, a man.
const MAN: &str = "51070420000423055X";
/// Born 2000-02-29, a man.
const LEAP: &str = "110101200002290018";

fn of_text(text: &str) -> Rehearsal {
    rehearse(text.as_bytes(), "t.csv", &Codes::new(JOIN_AGE)).unwrap()
}

fn codes_of(reasons: impl IntoIterator<Item = Reason>) -> String {
    reasons.into_iter().map(Reason::code).collect::<Vec<_>>().join(" ")
}

/// What is wrong with one row, or its warnings in brackets.
fn verdict(row: &str) -> String {
    let found = of_text(&format!("姓名,身份证号,性别,民族,学历,入党时间,转正时间\n{row}"));
    let sheet = &found.sheets[0];
    match (&sheet.imported[..], &sheet.refused[..]) {
        ([person], []) => format!("[{}]", codes_of(person.warnings.iter().copied())),
        ([], [refused]) => codes_of(refused.findings.iter().map(|finding| finding.reason)),
        _ => panic!("one row: {sheet:?}"),
    }
}

#[test]
fn each_rule_holds_at_its_boundary() {
    let cases = [
        ("甲,{man},男,汉,本科,2018.05,2019.05", "[]"),
        ("甲,{man},,,,2018.05,", "[]"),
        ("甲,{man},男性,01,本科,2018.05,", "ethnic_unknown"),
        (",{man},男,汉,本科,2018.05,", "name_missing"),
        ("甲,,男,汉,本科,2018.05,", "id_missing"),
        ("甲,{man},男,汉,本科,,", "join_date_missing"),
        ("甲,510704200004230550,男,汉,本科,2018.05,", "id_checksum"),
        ("甲,51070420000423055,男,汉,本科,2018.05,", "id_length"),
        ("甲,5107042000042305500,男,汉,本科,2018.05,", "id_length"),
        ("甲,510704200013230557,男,汉,本科,2018.05,", "id_birth_date"),
        ("甲,990704200004230550,男,汉,本科,2018.05,", "id_province"),
        ("甲,5.10704E+17,男,汉,本科,2018.05,", "id_precision_lost"),
        ("甲,652301710424451,男,汉,本科,1998.03,", "[id15_upgraded]"),
        ("甲,\"=\"\"{man}\"\"\",男,汉,本科,2018.05,", "[]"),
        ("甲,{man},女,汉,本科,2018.05,", "sex_mismatch"),
        ("甲,{woman},男,汉,本科,2018.05,", "sex_mismatch"),
        ("甲,{man},武,汉,本科,2018.05,", "sex_unknown"),
        ("甲,{man},男,穿青,本科,2018.05,", "ethnic_unknown"),
        ("甲,{man},男,汉,大本特,2018.05,", "education_unknown"),
        ("甲,{man},男,汉,本科,2018.1,", "join_date_ambiguous"),
        ("甲,{man},男,汉,本科,2018.10,2019.1", "full_date_ambiguous"),
        ("甲,{man},男,汉,本科,2018.13,", "join_date_invalid"),
        ("甲,{man},男,汉,本科,2018.05,2019.00", "full_date_invalid"),
        ("甲,{man},男,汉,本科,2018-04-22,", "join_before_18"),
        ("甲,{man},男,汉,本科,2018-04-23,", "[]"),
        ("甲,{man},男,汉,本科,2018.03,", "join_before_18"),
        ("甲,{man},男,汉,本科,2018.04,", "[]"),
        ("甲,{leap},男,汉,本科,2018-02-28,", "join_before_18"),
        ("甲,{leap},男,汉,本科,2018-03-01,", "[]"),
        ("甲,{man},男,汉,本科,2018-05-20,2018-05-19", "full_before_join"),
        ("甲,{man},男,汉,本科,2018-05-20,2018-05-20", "[]"),
        ("甲,{man},男,汉,本科,2018-05-20,2018.05", "[]"),
        ("甲,{man},男,汉,本科,2018.05,2018.04", "full_before_join"),
        (
            ",5107,妇,无,无,2018.0,2018.0",
            "education_unknown ethnic_unknown full_date_invalid \
          id_length join_date_invalid name_missing sex_unknown",
        ),
    ];
    for (row, want) in cases {
        let row = row.replace("{man}", MAN).replace("{woman}", WOMAN).replace("{leap}", LEAP);
        assert_eq!(verdict(&row), want, "{row}");
    }
}

#[test]
fn a_finding_tells_its_column_and_hides_the_number() {
    let found = of_text("序号,姓名,证件号码,入党时间\n1,甲,510704200004230550,2018.13");
    let findings = &found.sheets[0].refused[0].findings;
    let told: Vec<_> =
        findings.iter().map(|f| (f.column, f.heading.as_str(), f.shown.as_str())).collect();
    assert_eq!(
        told,
        [(Some(3), "证件号码", "510704********0550"), (Some(4), "入党时间", "2018.13")]
    );
}

fn rows_refused(found: &Rehearsal) -> Vec<(u32, String)> {
    let sheets = found.sheets.iter();
    let rows = sheets.flat_map(|sheet| &sheet.refused);
    rows.map(|row| (row.row, codes_of(row.findings.iter().map(|f| f.reason)))).collect()
}

#[test]
fn the_same_person_twice_is_imported_once() {
    let rows = |second: &str| {
        let found = of_text(&format!("姓名,身份证号,入党时间\n甲,{MAN},2018.05\n{second}"));
        (found.totals.imported, rows_refused(&found))
    };
    let twice = |code: &str| vec![(2, code.to_owned()), (3, code.to_owned())];
    let duplicate = vec![(3, "duplicate_in_file".to_owned())];
    assert_eq!(rows(&format!("甲,{},2018年5月", MAN.to_lowercase())), (1, duplicate));
    assert_eq!(rows(&format!("乙,{MAN},2018.05")), (0, twice("id_conflict")));
    assert_eq!(rows(&format!("甲,{MAN},2018.06")), (0, twice("id_conflict")));
    let missing = vec![(3, "join_date_missing".to_owned())];
    assert_eq!(rows(&format!("甲,{MAN},")), (1, missing));
    let both = vec![(2, "id_conflict".into()), (3, "id_conflict join_date_missing".into())];
    assert_eq!(rows(&format!("乙,{MAN},")), (0, both));
}

#[test]
fn rows_without_a_person_are_passed_over() {
    let found = of_text(&format!(
        "名册\n姓名,身份证号,入党时间,备注\n\n第一党支部,,,\n甲,{MAN},2018.05\n,,,转入中\n\
         姓 名,身份证号,入党时间\n小计：1人\n填表人：乙,审核人：丙,,\n,,\n"
    ));
    let sheet = &found.sheets[0];
    let skipped: Vec<_> = sheet.skipped.iter().map(|skip| (skip.row, skip.why)).collect();
    assert_eq!(sheet.header_rows, [2]);
    assert_eq!(
        skipped,
        [
            (3, SkipReason::BlankRow),
            (6, SkipReason::NoteRow),
            (7, SkipReason::HeaderRow),
            (8, SkipReason::TotalRow),
            (9, SkipReason::FooterRow),
        ]
    );
    // A line with something in the name column may be a person whose other cells are empty.
    assert_eq!(rows_refused(&found), [(4, "id_missing join_date_missing".to_owned())]);
}

#[test]
fn a_long_gap_is_told_as_one() {
    let gap = "\n".repeat(5000);
    let found = of_text(&format!("姓名,身份证号,入党时间{gap}甲,{MAN},2018.05"));
    let sheet = &found.sheets[0];
    assert_eq!((sheet.skipped.len(), sheet.skip_count), (1, 4999));
    let told = serde_json::to_string(&sheet.skipped).unwrap();
    assert_eq!(told, r#"[{"row":2,"why":"blank_row","through":5000}]"#);
}

#[test]
fn a_missing_column_refuses_the_sheet() {
    let reasons = |text: &str| codes_of(of_text(text).sheets[0].reasons.clone());
    assert_eq!(reasons("姓名,入党时间\n甲,2018.05"), "missing_column:id_number");
    assert_eq!(reasons("姓名,性别\n甲,男"), "missing_column:id_number missing_column:join_date");
    let all = "missing_column:name missing_column:id_number missing_column:join_date";
    assert_eq!(reasons("通讯录"), all);
    assert_eq!(of_text("通讯录").totals.imported, 0);
}

#[test]
fn names_keep_rare_characters_and_their_dot() {
    let rows =
        format!("姓名,身份证号,入党时间\n吴　𬀩,{MAN},2018.05\n阿依古丽．吐尔逊,{WOMAN},2018.05");
    let found = of_text(&rows);
    let names: Vec<_> = found.sheets[0].imported.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["吴𬀩", "阿依古丽·吐尔逊"]);
}

#[test]
fn org_is_outer_then_inner() {
    let text =
        format!("姓名,身份证号,入党时间,党委,党支部\n甲,{MAN},2018.05,县局党委,第一支部（城区）");
    assert_eq!(
        of_text(&text).sheets[0].imported[0].org.as_deref(),
        Some("县局党委/第一支部（城区）")
    );
}

#[test]
fn further_columns_come_along() {
    let text = format!(
        "姓名,身份证号,入党时间,手机,职务,人员类别,警号,参加工作时间\n\
         甲,{MAN},2018.05,１３１4452 1862,所长,民警,012345,2016.07\n乙,{WOMAN},2018.05,,,,,去年"
    );
    let found = of_text(&text);
    let [first, second] = &found.sheets[0].imported[..] else { panic!("two persons") };
    let extra = &first.extra;
    assert_eq!(extra.phone.as_deref(), Some("13144521862"));
    assert_eq!(extra.post.as_deref(), Some("所长"));
    assert_eq!(extra.staff_class.as_deref(), Some("民警"));
    assert_eq!(extra.police_number.as_deref(), Some("012345"));
    assert_eq!(extra.work_start.map(|day| day.to_string()).as_deref(), Some("2016-07"));
    assert_eq!(
        (second.extra.phone.is_none(), &second.warnings[..]),
        (true, &[Reason::WorkStartUnread][..])
    );
}

#[test]
fn hidden_rows_are_taken_when_asked() {
    let bytes = include_bytes!("../../../../data/rosters/01_县局党员花名册.xlsx");
    let codes = Codes::new(JOIN_AGE);
    let found = rehearse_asked(bytes, "t.xlsx", &codes, Hidden::Take).unwrap();
    assert_eq!((found.totals.imported, found.totals.refused), (35, 13));
}

fn written(rows: Vec<Vec<Written>>) -> Rehearsal {
    let column = |heading| Column { heading, width: 12 };
    let columns = [column("姓名"), column("身份证号"), column("入党时间")];
    let (title, scope) = ("名册", "某支部");
    let head = Head { sheet: "名册", title, scope, measure: "人", columns: &columns };
    let bytes = xlsx(&head, rows.into_iter()).unwrap();
    rehearse(&bytes, "t.xlsx", &Codes::new(JOIN_AGE)).unwrap()
}

#[test]
fn numbers_in_cells_are_read_as_numbers() {
    let text = |text: &str| Written::Text(text.into());
    let found = written(vec![
        vec![text("甲"), Written::Number(652_301_710_424_451.0), Written::Number(35977.0)],
        vec![text("乙"), Written::Number(6.108_261_967_060_53e17), Written::Number(1998.1)],
        vec![text("丙"), text(MAN), Written::Number(20_180_501.0)],
    ]);
    let imported: Vec<_> =
        found.sheets[0].imported.iter().map(|p| (p.row, p.join_date.to_string())).collect();
    assert_eq!(imported, [(4, "1998-07-01".into()), (6, "2018-05-01".into())]);
    let refused = rows_refused(&found);
    assert_eq!(refused, [(5, "id_precision_lost join_date_ambiguous".to_owned())]);
}

proptest! {
    #[test]
    fn any_table_is_judged_without_panic(
        cells in prop::collection::vec("[0-9X.年月日/一甲合计填表人：男女 -]{0,20}|\\PC{0,8}", 0..60),
    ) {
        let rows: Vec<_> = cells.chunks(7).map(|row| row.join("\t")).collect();
        let text = format!("姓名\t身份证号\t性别\t民族\t学历\t入党时间\t转正时间\n{}", rows.join("\n"));
        let _ = rehearse(text.as_bytes(), "t", &Codes::new(JOIN_AGE));
    }
}
