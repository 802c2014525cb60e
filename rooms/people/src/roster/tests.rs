//! Whole files against what must come out of them.

use super::{Codes, rehearse};
use serde_json::Value;

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
