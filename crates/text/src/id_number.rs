//! Citizen identity numbers by GB 11643: reading, check digit, the old form of 15 digits.

use crate::half_width;
use calendar::Day;

/// GB/T 2261.1 as far as an identity number can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// `1` or `2`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}

/// A number whose length, province, birth date and check digit are right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    number: String,
    birth: Day,
    from_15: bool,
}

/// Why a text is no identity number; `Display` is what the person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    #[error("证件号码应是18位（旧号15位），对照证件改")]
    Length,
    #[error("证件号码里的出生日期没有这一天，对照证件改")]
    BirthDate,
    #[error("证件号码开头两位不是任何省份，对照证件改")]
    Province,
    #[error("证件号码末位校验不对，对照证件改")]
    Checksum,
}

impl IdNumber {
    /// Full-width characters, spaces and a small x are accepted. The county may be any:
    /// codes have been withdrawn since 1980 and no list of them is complete.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let clean: String = half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        match clean.chars().count() {
            15 => Self::old(&clean),
            18 => Self::full(clean),
            _ => Err(IdFault::Length),
        }
    }

    fn old(clean: &str) -> Result<Self, IdFault> {
        let digits = clean.bytes().all(|b| b.is_ascii_digit());
        let body = digits.then(|| format!("{}19{}", &clean[..6], &clean[6..]));
        let body = body.ok_or(IdFault::Length)?;
        let check = check_digit(&body).ok_or(IdFault::Length)?;
        let read = Self::full(format!("{body}{check}"))?;
        Ok(Self { from_15: true, ..read })
    }

    fn full(number: String) -> Result<Self, IdFault> {
        let body = number.get(..17).ok_or(IdFault::Checksum)?;
        let check = check_digit(body).ok_or(IdFault::Checksum)?;
        let birth = birth(body).ok_or(IdFault::BirthDate)?;
        if !PROVINCES.contains(&&body[..2]) {
            return Err(IdFault::Province);
        }
        if !number.ends_with(check) {
            return Err(IdFault::Checksum);
        }
        Ok(Self { number, birth, from_15: false })
    }

    /// 18 characters, the last may be a capital X.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    pub fn birth(&self) -> Day {
        self.birth
    }

    pub fn sex(&self) -> Sex {
        if self.number.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Whether it was written in 15 digits, so that its check digit proved nothing.
    pub fn from_15(&self) -> bool {
        self.from_15
    }
}

/// Hides the number: a debug line ends up in logs.
impl std::fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdNumber(*)")
    }
}

/// ISO 7064 MOD 11-2 of 17 digits; `None` where one is no digit.
fn check_digit(body: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (c, weight) in body.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    "10X98765432".chars().nth((sum % 11) as usize)
}

/// Nobody alive carries an earlier year, and a slip of the first digits is common.
const FIRST_YEAR: i16 = 1900;

fn birth(body: &str) -> Option<Day> {
    let year = body[6..10].parse().ok()?;
    let day = Day::new(year, body[10..12].parse().ok()?, body[12..14].parse().ok()?)?;
    (FIRST_YEAR..2100).contains(&day.year()).then_some(day)
}

/// GB/T 2260, with 81, 82 and 83 of the residence permits for Hong Kong, Macao and Taiwan.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> IdFault {
        IdNumber::parse(text).unwrap_err()
    }

    #[test]
    fn a_right_number_tells_birth_and_sex() {
        let id = IdNumber::parse("51070420000423055x").unwrap();
        assert_eq!(id.as_str(), "51070420000423055X");
        assert_eq!(id.birth().to_string(), "2000-04-23");
        assert_eq!((id.sex(), id.from_15()), (Sex::Male, false));
        assert_eq!(IdNumber::parse("330108199402090269").unwrap().sex(), Sex::Female);
    }

    #[test]
    fn layout_does_not_matter() {
        let id = IdNumber::parse("５４０４２４ １９６３０４２４ ２４５１").unwrap();
        assert_eq!(id.as_str(), "540424196304242451");
    }

    #[test]
    fn fifteen_digits_become_eighteen() {
        let id = IdNumber::parse("652301710424451").unwrap();
        assert_eq!((id.as_str(), id.from_15()), ("652301197104244518", true));
        assert_eq!(fault("652301711324451"), IdFault::BirthDate);
        assert_eq!(fault("65230171042445X"), IdFault::Length);
    }

    #[test]
    fn each_fault_has_its_name() {
        assert_eq!(fault(""), IdFault::Length);
        assert_eq!(fault("32072419990128622"), IdFault::Length);
        assert_eq!(fault("429021197204278493"), IdFault::Checksum);
        assert_eq!(fault("4290211972042784A3"), IdFault::Checksum);
        assert_eq!(fault("一二三四五六七八九十一二三四五六七八"), IdFault::Checksum);
        assert_eq!(fault("420804197013050656"), IdFault::BirthDate);
        assert_eq!(fault("990804197010050656"), IdFault::Province);
    }

    #[test]
    fn a_leap_day_is_a_birth_date_only_in_a_leap_year() {
        let with_check = |body: &str| format!("{body}{}", check_digit(body).unwrap());
        assert!(IdNumber::parse(&with_check("11010120000229001")).is_ok());
        assert_eq!(fault(&with_check("11010119000229001")), IdFault::BirthDate);
        assert_eq!(fault(&with_check("11010118991231001")), IdFault::BirthDate);
    }

    #[test]
    fn a_debug_line_hides_the_number() {
        let id = IdNumber::parse("330108199402090269").unwrap();
        assert_eq!(format!("{id:?}"), "IdNumber(*)");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,20}|[0-9X]{15}|[0-9X]{18}") {
            let _ = IdNumber::parse(&text);
        }

        #[test]
        fn one_wrong_digit_is_always_found(at in 0_usize..17, by in 1_u8..10) {
            let mut bytes = b"330108199402090269".to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            proptest::prop_assert!(IdNumber::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }
    }
}
