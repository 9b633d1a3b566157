//! The trait of Rust values that are text in XML.

use super::{Builtin, Namespaces, Prefixes, SimpleType, ValueError};
use crate::xsd::float;
use std::fmt::{Debug, Write};

/// A Rust value that is text in XML: the content of an element, an attribute, or an item of a list.
///
/// `read` builds the value and checks what it needs for that: that the text is in the lexical space
/// of the Rust type. Whether it also obeys the lexical rules and facets of the schema type is what
/// [`SimpleType::validate`] says; a strict reader asks that first.
pub trait Simple: Debug {
    /// Reads white-space-normalised text in place.
    ///
    /// `simple_type` is the schema type of the place; lists, unions and enumerations need it.
    /// `names` tells what prefixes mean.
    ///
    /// # Errors
    /// If the text is not in the lexical space of the type; `self` is then unchanged or unspecified.
    fn read(
        &mut self,
        text: &str,
        simple_type: &SimpleType,
        names: &dyn Namespaces,
    ) -> Result<(), ValueError>;

    /// Appends the lexical form to `out`. `names` gives a prefix for a namespace.
    ///
    /// # Errors
    /// If a qualified name has a namespace that no prefix can be had for.
    fn write(&self, out: &mut String, names: &mut dyn Prefixes) -> Result<(), ValueError>;
}

impl Simple for String {
    fn read(&mut self, text: &str, _: &SimpleType, _: &dyn Namespaces) -> Result<(), ValueError> {
        self.clear();
        self.push_str(text);
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        out.push_str(self);
        Ok(())
    }
}

impl Simple for Box<str> {
    fn read(&mut self, text: &str, _: &SimpleType, _: &dyn Namespaces) -> Result<(), ValueError> {
        *self = text.into();
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        out.push_str(self);
        Ok(())
    }
}

impl Simple for bool {
    fn read(
        &mut self,
        text: &str,
        place: &SimpleType,
        _: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        *self = match text {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return Err(not_a(Builtin::Boolean, text, place)),
        };
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        out.push_str(if *self { "true" } else { "false" });
        Ok(())
    }
}

/// The error of a text that the Rust type of `builtin` can't hold.
fn not_a(builtin: Builtin, text: &str, place: &SimpleType) -> ValueError {
    ValueError::lexical(text, place.describe(), builtin.expected())
}

macro_rules! integers {
    ($($integer:ty: $builtin:ident;)*) => {$(
        impl Simple for $integer {
            fn read(
                &mut self,
                text: &str,
                place: &SimpleType,
                _: &dyn Namespaces,
            ) -> Result<(), ValueError> {
                // Rust's grammar of integers is that of XSD; but it refuses "-0" for unsigned types.
                *self = match text.parse() {
                    Ok(value) => value,
                    Err(_) if crate::xsd::is_minus_zero(text) => 0,
                    Err(_) => return Err(not_a(Builtin::$builtin, text, place)),
                };
                Ok(())
            }

            fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
                // Writing to a `String` can't fail.
                let _ = write!(out, "{self}");
                Ok(())
            }
        }
    )*};
}

integers! {
    i8: Byte;
    i16: Short;
    i32: Int;
    i64: Long;
    u8: UnsignedByte;
    u16: UnsignedShort;
    u32: UnsignedInt;
    u64: UnsignedLong;
}

impl Simple for f32 {
    fn read(
        &mut self,
        text: &str,
        place: &SimpleType,
        _: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        *self = float::parse_f32(text).ok_or_else(|| not_a(Builtin::Float, text, place))?;
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        float::write_f32(*self, out);
        Ok(())
    }
}

impl Simple for f64 {
    fn read(
        &mut self,
        text: &str,
        place: &SimpleType,
        _: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        *self = float::parse_f64(text).ok_or_else(|| not_a(Builtin::Double, text, place))?;
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        float::write_f64(*self, out);
        Ok(())
    }
}
