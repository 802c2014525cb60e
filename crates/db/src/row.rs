//! A row becomes a struct (by column name), a tuple (by position) or a single value, through serde.

use serde::de::{
    DeserializeOwned, Deserializer, IntoDeserializer, Visitor, value::MapDeserializer,
    value::SeqDeserializer,
};

use crate::Value;

/// The message of a row that did not fit its type: a mistake of ours, never of the data's owner.
pub(crate) type Misfit = serde::de::value::Error;

/// Turns one row into `T`.
pub(crate) fn read<T: DeserializeOwned>(names: &[String], cells: Vec<Value>) -> Result<T, Misfit> {
    T::deserialize(Row { names, cells })
}

struct Row<'n> {
    names: &'n [String],
    cells: Vec<Value>,
}

impl Row<'_> {
    fn single(mut self) -> Result<Cell, Misfit> {
        match self.cells.len() {
            1 => Ok(Cell(self.cells.remove(0))),
            n => Err(serde::de::Error::custom(format!("one column wanted, {n} found"))),
        }
    }
}

macro_rules! of_single_cell {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.single()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Row<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.single()?.deserialize_any(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let pairs = self.names.iter().map(String::as_str).zip(self.cells.into_iter().map(Cell));
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(SeqDeserializer::new(self.cells.into_iter().map(Cell)))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.single()?.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    of_single_cell! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_option deserialize_seq
    }

    serde::forward_to_deserialize_any! { unit unit_struct tuple_struct identifier ignored_any }
}

struct Cell(Value);

impl IntoDeserializer<'_, Misfit> for Cell {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Cell {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(it),
            Value::Int(it) => visitor.visit_i64(it),
            Value::Real(it) => visitor.visit_f64(it),
            Value::Text(it) => visitor.visit_string(it),
            // A sequence is what `Vec<u8>` asks for, in a struct that is flattened into a row too.
            Value::Bytes(it) => visitor.visit_seq(SeqDeserializer::new(it.into_iter())),
        }
    }

    /// SQLite has no boolean: it stores 0 and 1.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Int(it) => visitor.visit_bool(it != 0),
            other => Cell(other).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Text(it) => visitor.visit_enum(it.into_deserializer()),
            other => Err(serde::de::Error::custom(format!("no enumeration: {other:?}"))),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
