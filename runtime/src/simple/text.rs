//! The trait of Rust values that are text in XML.

use super::{Builtin, Namespaces, Prefixes, SimpleType, ValueError};
use crate::xsd::{float, push_integer, push_unsigned};
use std::fmt::Debug;

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

    /// What is known about the lexical form before it is written, which saves work.
    #[doc(hidden)]
    fn form(&self) -> Form<'_> {
        Form::Any
    }

    /// Whether the text must not be shown, so that errors which quote a message leave it out.
    fn is_secret(&self) -> bool {
        false
    }
}

/// What is known about a lexical form. Whoever writes a form that is not [`Form::Any`] need not ask whether it is
/// secret or has prefixes. Which of the three it is depends on the Rust type, not on the value.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Form<'a> {
    /// Nothing.
    Any,
    /// It is this text.
    Text(&'a str),
    /// It has no character that XML gives a meaning to.
    Plain,
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

    fn form(&self) -> Form<'_> {
        Form::Text(self)
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

    fn form(&self) -> Form<'_> {
        Form::Text(if *self { "true" } else { "false" })
    }
}

/// The error of a text that the Rust type of `builtin` can't hold.
fn not_a(builtin: Builtin, text: &str, place: &SimpleType) -> ValueError {
    ValueError::lexical(text, place.describe(), builtin.expected())
}

macro_rules! integers {
    ($($integer:ty: $builtin:ident, $push:ident;)*) => {$(
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
                $push((*self).into(), out);
                Ok(())
            }

            fn form(&self) -> Form<'_> {
                Form::Plain
            }
        }
    )*};
}

integers! {
    i8: Byte, push_integer;
    i16: Short, push_integer;
    i32: Int, push_integer;
    i64: Long, push_integer;
    u8: UnsignedByte, push_unsigned;
    u16: UnsignedShort, push_unsigned;
    u32: UnsignedInt, push_unsigned;
    u64: UnsignedLong, push_unsigned;
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

    fn form(&self) -> Form<'_> {
        Form::Plain
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

    fn form(&self) -> Form<'_> {
        Form::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::{BYTE, INT, STRING, builtin};

    fn read<T: Simple + Default>(text: &str, type_name: &str) -> Result<T, String> {
        let mut value = T::default();
        let read = value.read(text, builtin(type_name).unwrap(), &());
        read.map(|()| value).map_err(|error| error.to_string())
    }

    #[test]
    fn primitives_read_the_lexical_space_of_xsd() {
        assert_eq!(read::<bool>("1", "boolean"), Ok(true));
        assert_eq!(read::<bool>("false", "boolean"), Ok(false));
        assert_eq!(read::<i32>("+007", "int"), Ok(7));
        assert_eq!(read::<i8>("-128", "byte"), Ok(-128));
        assert_eq!(
            read::<u64>("18446744073709551615", "unsignedLong"),
            Ok(u64::MAX)
        );
        assert_eq!(read::<u8>("-0", "unsignedByte"), Ok(0));
        assert_eq!(read::<String>(" a ", "string"), Ok(" a ".to_owned()));
        assert_eq!(read::<Box<str>>("a", "token"), Ok("a".into()));
        assert_eq!(read::<f64>("-INF", "double"), Ok(f64::NEG_INFINITY));
        assert_eq!(
            read::<bool>("TRUE", "boolean").unwrap_err(),
            r#""TRUE" is not an xsd:boolean: expected true, false, 1 or 0"#
        );
        assert_eq!(
            read::<i8>("128", "byte").unwrap_err(),
            r#""128" is not an xsd:byte: expected a whole number from -128 to 127"#
        );
        for text in ["", "-", "1.0", "1e1", "-1"] {
            assert!(read::<u32>(text, "unsignedInt").is_err(), "{text}");
        }
        assert!(read::<f32>("inf", "float").is_err());
    }

    #[test]
    fn writing_appends() {
        let mut out = String::from("<");
        let values: [&dyn Simple; 6] = [
            &true,
            &-5_i64,
            &0.1_f32,
            &f64::INFINITY,
            &"x".to_owned(),
            &Box::<str>::from("y"),
        ];
        for value in values {
            value.write(&mut out, &mut ()).unwrap();
            out.push(' ');
        }
        assert_eq!(out, "<true -5 0.1 INF x y ");
    }

    #[test]
    fn reading_fills_in_place() {
        let mut text = String::with_capacity(100);
        text.read("abc", &STRING, &()).unwrap();
        assert_eq!((text.as_str(), text.capacity()), ("abc", 100));
        let mut number: Box<dyn Simple> = Box::new(0_i32);
        number.read("42", &INT, &()).unwrap();
        assert_eq!(format!("{number:?}"), "42");
        assert!(
            number
                .read("x", &BYTE, &())
                .unwrap_err()
                .to_string()
                .contains("xsd:byte")
        );
    }
}
