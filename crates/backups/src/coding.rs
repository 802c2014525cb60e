//! How records and cells are written as bytes. No I/O but through what is given.

use std::io::{Read, Result, Write};

use db::Value;

use crate::error::broken;

/// What may stand in a backup, in this order: one preface, files, tables each before its rows, one manifest.
#[derive(Debug, PartialEq)]
pub(crate) enum Record {
    Preface(Vec<u8>),
    File(String, Vec<u8>),
    Table(Vec<u8>),
    Row(Vec<u8>),
    Manifest(Vec<u8>),
}

/// A row of an upload is the largest thing there is.
const BYTES_AT_MOST: u64 = 256 * 1024 * 1024;

impl Record {
    pub(crate) fn write(&self, out: &mut impl Write) -> Result<()> {
        let (tag, bytes) = match self {
            Self::Preface(bytes) => (b'P', bytes),
            Self::File(name, bytes) => {
                out.write_all(b"F")?;
                put_bytes(out, name.as_bytes())?;
                return put_bytes(out, bytes);
            }
            Self::Table(bytes) => (b'T', bytes),
            Self::Row(bytes) => (b'R', bytes),
            Self::Manifest(bytes) => (b'M', bytes),
        };
        out.write_all(&[tag])?;
        put_bytes(out, bytes)
    }

    /// `None` at the end.
    pub(crate) fn read(input: &mut impl Read) -> Result<Option<Self>> {
        let mut tag = [0];
        if input.read(&mut tag)? == 0 {
            return Ok(None);
        }
        let bytes = take_bytes(input)?;
        Ok(Some(match tag[0] {
            b'P' => Self::Preface(bytes),
            b'F' => {
                let name = String::from_utf8(bytes).map_err(|_| broken("文件名"))?;
                Self::File(name, take_bytes(input)?)
            }
            b'T' => Self::Table(bytes),
            b'R' => Self::Row(bytes),
            b'M' => Self::Manifest(bytes),
            _ => return Err(broken("记录的种类")),
        }))
    }
}

/// The cells of a row; the same on both databases for the same row.
pub(crate) fn cells(row: &[Value]) -> Vec<u8> {
    let mut out = Vec::with_capacity(row.len() * 12);
    for cell in row {
        match cell {
            Value::Null => out.push(0),
            Value::Bool(it) => put_int(&mut out, (*it).into()),
            Value::Int(it) => put_int(&mut out, *it),
            Value::Real(it) => {
                out.push(2);
                out.extend_from_slice(&it.to_be_bytes());
            }
            Value::Text(it) => put_cell(&mut out, 3, it.as_bytes()),
            Value::Bytes(it) => put_cell(&mut out, 4, it),
        }
    }
    out
}

fn put_int(out: &mut Vec<u8>, it: i64) {
    out.push(1);
    put_number(out, ((it << 1) ^ (it >> 63)) as u64);
}

fn put_cell(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// What [`cells`] wrote.
pub(crate) fn row(mut bytes: &[u8]) -> Result<Vec<Value>> {
    let mut row = Vec::new();
    while let Some((tag, rest)) = bytes.split_first() {
        bytes = rest;
        row.push(match tag {
            0 => Value::Null,
            1 => {
                let it = take_number(&mut bytes)?;
                Value::Int((it >> 1) as i64 ^ -((it & 1) as i64))
            }
            2 => {
                let mut real = [0; 8];
                bytes.read_exact(&mut real)?;
                Value::Real(f64::from_be_bytes(real))
            }
            3 => {
                Value::Text(String::from_utf8(take_bytes(&mut bytes)?).map_err(|_| broken("文字"))?)
            }
            4 => Value::Bytes(take_bytes(&mut bytes)?),
            _ => return Err(broken("单元格的种类")),
        });
    }
    Ok(row)
}

fn put_bytes(out: &mut impl Write, bytes: &[u8]) -> Result<()> {
    let mut length = Vec::with_capacity(5);
    put_number(&mut length, bytes.len() as u64);
    out.write_all(&length)?;
    out.write_all(bytes)
}

fn take_bytes(input: &mut impl Read) -> Result<Vec<u8>> {
    let length = take_number(input)?;
    if length > BYTES_AT_MOST {
        return Err(broken("长度"));
    }
    let mut bytes = Vec::new();
    if input.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(broken("提前结束"));
    }
    Ok(bytes)
}

/// Seven bits a byte, the lowest first.
fn put_number(out: &mut Vec<u8>, mut it: u64) {
    while it >= 0x80 {
        out.push(it as u8 | 0x80);
        it >>= 7;
    }
    out.push(it as u8);
}

fn take_number(input: &mut impl Read) -> Result<u64> {
    let mut it = 0;
    for place in 0..10 {
        let mut byte = [0];
        input.read_exact(&mut byte).map_err(|_| broken("提前结束"))?;
        it |= u64::from(byte[0] & 0x7f) << (7 * place);
        if byte[0] < 0x80 {
            return Ok(it);
        }
    }
    Err(broken("长度"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_went() {
        let plain = vec![
            Value::Null,
            Value::Int(i64::MIN),
            Value::Int(-1),
            Value::Int(i64::MAX),
            Value::Real(0.1),
            Value::Text("党员大会".into()),
            Value::Bytes(vec![0, 255]),
        ];
        assert_eq!(row(&cells(&plain)).unwrap(), plain);
        assert_eq!(cells(&[Value::Bool(true)]), cells(&[Value::Int(1)]));
        assert!(row(&[9]).is_err() && row(&[3, 200]).is_err() && row(&[1]).is_err());
    }

    #[test]
    fn records_come_back_until_the_end() {
        let all = [
            Record::Preface(b"{}".to_vec()),
            Record::File("master.key".into(), vec![7; 300]),
            Record::Row(Vec::new()),
        ];
        let mut bytes = Vec::new();
        for it in &all {
            it.write(&mut bytes).unwrap();
        }
        let mut input = bytes.as_slice();
        for it in &all {
            assert_eq!(Record::read(&mut input).unwrap().as_ref(), Some(it));
        }
        assert_eq!(Record::read(&mut input).unwrap(), None);
        assert!(Record::read(&mut &bytes[..20]).is_ok_and(|it| it.is_some()));
        assert!(Record::read(&mut &b"R\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"[..]).is_err());
    }
}
