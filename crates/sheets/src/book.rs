//! What a file holds, with rows and columns counted from 1 as the spreadsheet program shows them.

use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    pub format: Format,
    /// Delimited text only.
    pub encoding: Option<Encoding>,
    pub dates: DateSystem,
    /// The file carries macros; they were not read.
    pub macros: bool,
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Biff5,
    Biff8,
    Csv,
    Tabs,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Biff5 => "xls (BIFF5)",
            Self::Biff8 => "xls (BIFF8)",
            Self::Csv => "csv",
            Self::Tabs => "tsv",
        }
    }

    /// Every cell of delimited text is text, and was written as it was displayed.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Tabs)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    /// Two bytes for a Chinese character, none of four.
    Gbk,
    /// With characters of four bytes.
    Gb18030,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// Which day the serial 1 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSystem {
    Y1900,
    Y1904,
}

impl DateSystem {
    pub fn name(self) -> &'static str {
        match self {
            Self::Y1900 => "1900",
            Self::Y1904 => "1904",
        }
    }

    /// Days from 30 December 1899, right from 1 March 1900 on: earlier serials of the
    /// 1900 system count a 29 February that never was.
    pub fn days_since_1899_12_30(self, serial: f64) -> f64 {
        const BETWEEN: f64 = 1462.0;
        match self {
            Self::Y1900 => serial.floor(),
            Self::Y1904 => serial.floor() + BETWEEN,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// `None` for delimited text.
    pub name: Option<String>,
    pub hidden: bool,
    /// Only rows with content, in order of their numbers.
    pub rows: Vec<Row>,
    pub merges: Vec<Merge>,
}

impl Sheet {
    /// [`Cell::Empty`] where nothing is written.
    pub fn cell(&self, row: u32, column: u32) -> &Cell {
        let found = self.rows.binary_search_by_key(&row, |row| row.number);
        found.map_or(&Cell::Empty, |i| self.rows[i].cell(column))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub number: u32,
    pub hidden: bool,
    /// Column and content, in order of columns; no empty ones.
    pub cells: Vec<(u32, Cell)>,
}

impl Row {
    pub fn cell(&self, column: u32) -> &Cell {
        let found = self.cells.binary_search_by_key(&column, |(column, _)| *column);
        found.map_or(&Cell::Empty, |i| &self.cells[i].1)
    }
}

/// A formula stands with the value it last had.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(Arc<str>),
    Number(f64),
    /// A serial number that is displayed as a date.
    Date(f64),
    Bool(bool),
    /// As `#REF!`.
    Error(Arc<str>),
}

impl Cell {
    /// Nothing, or nothing but spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a reader sees, dates as their serial numbers.
    pub fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.to_string(),
            Self::Number(number) | Self::Date(number) => number.to_string(),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
        }
    }
}

/// Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}
