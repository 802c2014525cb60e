//! Dates as rosters write them.

use super::cells::{says_nothing, unwrapped};
use calendar::{Day, PartDay};
use sheets::{Book, Cell, DateSystem};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFault {
    Invalid,
    /// January or October.
    Ambiguous,
}

type Found = Result<Option<PartDay>, DateFault>;

/// How this book stores dates.
#[derive(Clone, Copy)]
pub(super) struct Dates {
    system: DateSystem,
    /// Every cell is text as it was displayed.
    as_displayed: bool,
}

/// Unformatted numbers in this range are days: 1927 to 2064.
const SERIALS: std::ops::RangeInclusive<f64> = 10000.0..=60000.0;
const YEARS: std::ops::Range<i16> = 1900..2101;

impl Dates {
    pub(super) fn of(book: &Book) -> Self {
        Self { system: book.dates, as_displayed: book.format.is_text() }
    }

    /// `Ok(None)` where the cell says nothing.
    pub(super) fn read(self, cell: &Cell) -> Found {
        match cell {
            Cell::Empty | Cell::Error(_) => Ok(None),
            Cell::Bool(_) => Err(DateFault::Invalid),
            Cell::Date(serial) if *serial >= *SERIALS.start() && *serial < MOST_SERIAL => {
                self.serial(*serial)
            }
            // A year and month typed into a cell that is formatted as a date.
            Cell::Number(number) | Cell::Date(number) => self.number(*number),
            Cell::Text(_) => self.text(&unwrapped(cell)),
        }
    }

    fn serial(self, serial: f64) -> Found {
        let days = self.system.days_since_1899_12_30(serial);
        let start = Day::new(1899, 12, 30).ok_or(DateFault::Invalid)?;
        known(start.plus_days(days as i32).into())
    }

    fn number(self, number: f64) -> Found {
        if SERIALS.contains(&number) {
            return self.serial(number);
        }
        let whole = number.fract() == 0.0;
        if whole && (0.0..1e8).contains(&number) {
            return digits(&format!("{number}"));
        }
        let text = format!("{number}");
        if one_decimal_one(&text) {
            return Err(DateFault::Ambiguous);
        }
        parts(&text)
    }

    fn text(self, text: &str) -> Found {
        let plain: String = without_time(text).chars().filter(|c| !c.is_whitespace()).collect();
        if says_nothing(&plain) || NOT_YET.contains(&plain.as_str()) {
            return Ok(None);
        }
        if !plain.bytes().all(|b| b.is_ascii_digit()) {
            // A sheet saved as text has lost the zero of 1998.10 as well.
            let lost = self.as_displayed && one_decimal_one(&plain);
            return if lost { Err(DateFault::Ambiguous) } else { parts(&plain) };
        }
        match plain.parse::<f64>() {
            Ok(number) if plain.len() == 5 && SERIALS.contains(&number) => self.serial(number),
            _ => digits(&plain),
        }
    }
}

/// Beyond it no program shows a date.
const MOST_SERIAL: f64 = 2_958_466.0;

const NOT_YET: [&str; 6] = ["预备", "预备期", "预备党员", "未转正", "未满", "待转正"];

/// `1998.1` with a year in front.
fn one_decimal_one(text: &str) -> bool {
    matches!(text.as_bytes(), [y @ .., b'.', b'1'] if y.len() == 4 && y.iter().all(u8::is_ascii_digit))
}

fn without_time(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(|c: char| c == 'T' || c.is_whitespace());
    end.filter(|end| text[*end..].contains(':')).map_or(text, |end| &text[..end])
}

/// `19980701` or `199807`
fn digits(text: &str) -> Found {
    match text.len() {
        8 => day(&text[..4], &text[4..6], &text[6..]),
        6 => month(&text[..4], &text[4..]),
        _ => Err(DateFault::Invalid),
    }
}

/// `1998.07`, `1998-07-01`, `1998/7/1`, `1998年7月1日`, `1998年7月`
fn parts(text: &str) -> Found {
    let text = text.strip_suffix(['日', '号', '月', '.']).unwrap_or(text);
    let separators = ['.', '-', '/', '\\', '年', '月', '、', '。', '–', '—', '·'];
    let parts: Vec<&str> = text.split(separators).collect();
    match parts[..] {
        [y, m] => month(y, m),
        [y, m, d] => day(y, m, d),
        _ => Err(DateFault::Invalid),
    }
}

fn month(year: &str, month: &str) -> Found {
    let year = number(year, 4..=4)?;
    let month = number(month, 1..=2)?;
    known(PartDay::month(year, month as i8).ok_or(DateFault::Invalid)?)
}

fn day(year: &str, month: &str, day: &str) -> Found {
    let (year, month) = (number(year, 4..=4)?, number(month, 1..=2)?);
    let day = Day::new(year, month as i8, number(day, 1..=2)? as i8);
    known(day.ok_or(DateFault::Invalid)?.into())
}

fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Result<i16, DateFault> {
    let fits = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten().ok_or(DateFault::Invalid)
}

fn known(date: PartDay) -> Found {
    if YEARS.contains(&date.earliest().year()) { Ok(Some(date)) } else { Err(DateFault::Invalid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: Dates = Dates { system: DateSystem::Y1900, as_displayed: false };

    fn read(dates: Dates, cell: Cell) -> String {
        match dates.read(&cell) {
            Ok(date) => date.map_or_else(|| "none".into(), |date| date.to_string()),
            Err(fault) => format!("{fault:?}"),
        }
    }

    #[test]
    fn text_is_read_in_every_usual_form() {
        let forms = [
            ("1998.07", "1998-07"),
            ("1998-07-01", "1998-07-01"),
            ("1998/7/1", "1998-07-01"),
            ("1998年7月1日", "1998-07-01"),
            ("1998年7月", "1998-07"),
            ("19980701", "1998-07-01"),
            ("1998.07.01", "1998-07-01"),
            ("１９９８．０７", "1998-07"),
            ("'1998.07", "1998-07"),
            ("1998 年 7 月", "1998-07"),
            ("1998-07-01 00:00:00", "1998-07-01"),
            ("1998-07-01T00:00:00", "1998-07-01"),
            ("199807", "1998-07"),
            ("1998.1", "1998-01"),
            ("35977", "1998-07-01"),
            ("2000-02-29", "2000-02-29"),
            ("", "none"),
            ("—", "none"),
            ("预备期", "none"),
        ];
        for (text, want) in forms {
            assert_eq!(read(SHEET, Cell::Text(text.into())), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_invalid() {
        let texts = [
            "2019.13",
            "2024.00",
            "2020-02-30",
            "1999-02-29",
            "98.7",
            "1998",
            "1998年",
            "七一",
            "1998.07.01.02",
            "1899.12",
            "20240600",
            "1998.007",
            "1998-7-001",
            "-",
            "2101.01",
        ];
        for text in texts {
            let found = read(SHEET, Cell::Text(text.into()));
            assert_eq!(found, if text == "-" { "none" } else { "Invalid" }, "{text}");
        }
    }

    #[test]
    fn numbers_are_serials_or_digits_or_year_and_month() {
        let numbers = [
            (35977.0, "1998-07-01"),
            (10000.0, "1927-05-18"),
            (60000.0, "2064-04-08"),
            (9999.0, "Invalid"),
            (60001.0, "Invalid"),
            (19_980_701.0, "1998-07-01"),
            (199_807.0, "1998-07"),
            (1998.07, "1998-07"),
            (1998.12, "1998-12"),
            (1998.1, "Ambiguous"),
            (1998.2, "1998-02"),
            (1998.13, "Invalid"),
            (1998.0, "Invalid"),
            (-1.0, "Invalid"),
            (1e300, "Invalid"),
        ];
        for (number, want) in numbers {
            assert_eq!(read(SHEET, Cell::Number(number)), want, "{number}");
        }
    }

    #[test]
    fn serials_follow_the_books_date_system() {
        let mac = Dates { system: DateSystem::Y1904, ..SHEET };
        assert_eq!(read(SHEET, Cell::Date(35755.0)), "1997-11-21");
        assert_eq!(read(SHEET, Cell::Date(35755.99)), "1997-11-21");
        assert_eq!(read(mac, Cell::Date(34293.0)), "1997-11-21");
        assert_eq!(read(mac, Cell::Number(34293.0)), "1997-11-21");
        assert_eq!(read(SHEET, Cell::Date(1998.07)), "1998-07");
        assert_eq!(read(SHEET, Cell::Date(19_980_701.0)), "1998-07-01");
    }

    #[test]
    fn text_of_a_sheet_saved_as_csv_has_lost_the_zero_too() {
        let csv = Dates { as_displayed: true, ..SHEET };
        assert_eq!(read(csv, Cell::Text("1998.1".into())), "Ambiguous");
        assert_eq!(read(csv, Cell::Text("1998.01".into())), "1998-01");
        assert_eq!(read(csv, Cell::Text("1998.7".into())), "1998-07");
    }
}
