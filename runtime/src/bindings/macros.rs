//! The implementations that every generated type of one kind shares but for its names.
//!
//! They are macros so that generated code stays as short as its schema: the generator writes the types and the
//! tables, and one line a type that connects both.

/// Connects a struct with its model: `record!(Asset: ASSET { 0 asset_handle, 1 name })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($type:ident : $model:path { $($index:literal $field:ident),* $(,)? }) => {
        impl $crate::bindings::Record for $type {
            fn model(&self) -> &'static $crate::bindings::Model {
                &$model
            }

            fn field(&self, index: u16) -> &dyn $crate::bindings::Value {
                match index {
                    $($index => &self.$field,)*
                    _ => &(),
                }
            }

            fn field_mut(&mut self, index: u16) -> &mut dyn $crate::bindings::Value {
                match index {
                    $($index => &mut self.$field,)*
                    _ => $crate::bindings::nothing(),
                }
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Record(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Record(self)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type { $($field: $crate::bindings::Blank::blank(),)* }
            }
        }
    };
}

/// A struct for one occurrence of a repeated group, whose table is part of the type that it is in:
/// `row!(OrderGroup { 0 item, 1 quantity })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __row {
    ($type:ident { $($index:literal $field:ident),* $(,)? }) => {
        $crate::__record!($type: $crate::bindings::ROW { $($index $field),* });
    };
}

/// Connects an enum with its alternatives: `choice!(Shape, blank Circle { 0 Circle, 1 Square })`. The variant after
/// `blank` is one whose blank value is finite.
#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($type:ident, blank $blank:ident { $($index:literal $variant:ident),* $(,)? }) => {
        impl $crate::bindings::Choice for $type {
            fn select(&mut self, variant: u16) -> &mut dyn $crate::bindings::Value {
                *self = match variant {
                    $($index => $type::$variant($crate::bindings::Blank::blank()),)*
                    _ => return $crate::bindings::nothing(),
                };
                self.selected_mut()
            }

            fn selected(&self) -> (u16, &dyn $crate::bindings::Value) {
                match self {
                    $($type::$variant(value) => ($index, value),)*
                }
            }

            fn selected_mut(&mut self) -> &mut dyn $crate::bindings::Value {
                match self {
                    $($type::$variant(value) => value,)*
                }
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Choice(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Choice(self)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type::$blank($crate::bindings::Blank::blank())
            }
        }
    };
}

/// Makes a tuple struct around a value the Rust type of a global element whose type has a name:
/// `wrapper!(Order(OrderType))`.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrapper {
    ($type:ident($inner:ty)) => {
        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Value::place(&mut self.0)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::Value::view(&self.0)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type($crate::bindings::Blank::blank())
            }
        }

        impl ::std::convert::From<$inner> for $type {
            fn from(value: $inner) -> Self {
                $type(value)
            }
        }
    };
}

/// Gives a type the declaration of its global element:
/// `global_element!(ExecuteJobParam: model::NS, "executeJobParam", Complex(&model::EXECUTE_JOB_PARAM))`.
#[doc(hidden)]
#[macro_export]
macro_rules! __global_element {
    ($type:ident : $namespace:path, $local:literal, $content:ident $(($value:expr))? $(, $method:ident($($argument:expr)?))*) => {
        impl $crate::GlobalElement for $type {
            const DECLARATION: &'static $crate::bindings::Element = &$crate::bindings::Element::new(
                $namespace.name($local),
                0,
                $crate::bindings::ElementType::$content $(($value))?,
            )$(.$method($($argument)?))*;
        }
    };
}

/// An enum for an enumerated simple type: `enumeration!(Color: COLOR { Red = "red", Green = "green" })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($type:ident : $simple_type:path { $first:ident = $first_text:literal $(, $variant:ident = $text:literal)* $(,)? }) => {
        impl $type {
            /// The value as the schema writes it.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $type::$first => $first_text,
                    $($type::$variant => $text,)*
                }
            }

            fn from_text(text: &str) -> ::std::option::Option<Self> {
                match text {
                    $first_text => ::std::option::Option::Some($type::$first),
                    $($text => ::std::option::Option::Some($type::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::bindings::ValueError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                $crate::bindings::parse_enumeration(text, &$simple_type, $type::from_text)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type::$first
            }
        }

        impl $crate::bindings::Simple for $type {
            fn read(
                &mut self,
                text: &str,
                simple_type: &$crate::bindings::SimpleType,
                _: &dyn $crate::bindings::simple::Namespaces,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                *self = $crate::bindings::parse_enumeration(text, simple_type, $type::from_text)?;
                ::std::result::Result::Ok(())
            }

            fn write(
                &self,
                out: &mut ::std::string::String,
                _: &mut dyn $crate::bindings::simple::Prefixes,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                out.push_str(self.as_str());
                ::std::result::Result::Ok(())
            }

            fn form(&self) -> $crate::bindings::simple::Form<'_> {
                $crate::bindings::simple::Form::Text(self.as_str())
            }
        }

        $crate::__text_value!($type);
    };
}

/// An enum of known values and any other text: `open_enumeration!(AssetType { Image = "Image", … })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enumeration {
    ($type:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// The value as it stands in a message.
            pub fn as_str(&self) -> &str {
                match self {
                    $($type::$variant => $text,)*
                    $type::Other(text) => text,
                }
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($text => $type::$variant,)*
                    _ => $type::Other(::std::string::String::from(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                $type::from(text.as_str())
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type::Other(::std::string::String::new())
            }
        }

        impl $crate::bindings::Simple for $type {
            fn read(
                &mut self,
                text: &str,
                _: &$crate::bindings::SimpleType,
                _: &dyn $crate::bindings::simple::Namespaces,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                *self = $type::from(text);
                ::std::result::Result::Ok(())
            }

            fn write(
                &self,
                out: &mut ::std::string::String,
                _: &mut dyn $crate::bindings::simple::Prefixes,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                out.push_str(self.as_str());
                ::std::result::Result::Ok(())
            }

            fn form(&self) -> $crate::bindings::simple::Form<'_> {
                $crate::bindings::simple::Form::Text(self.as_str())
            }
        }

        $crate::__text_value!($type);
    };
}

/// A tuple struct around a simple value with facets of its own: `simple!(Sku(String): SKU)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __simple {
    ($type:ident($inner:ty) : $simple_type:path) => {
        impl $type {
            /// The value, if the schema allows it.
            ///
            /// # Errors
            /// The facet that the value violates.
            pub fn try_new(
                value: impl ::std::convert::Into<$inner>,
            ) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                let value = value.into();
                $crate::bindings::check_value(&value, &$simple_type)?;
                ::std::result::Result::Ok($type(value))
            }

            /// The plain value.
            pub fn get(&self) -> &$inner {
                &self.0
            }

            /// The plain value, taken out.
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::bindings::ValueError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                $crate::bindings::parse_simple(text, &$simple_type)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type($crate::bindings::Blank::blank())
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Value::place(&mut self.0)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::Value::view(&self.0)
            }
        }
    };
}

/// A tuple struct around a simple value whose type has patterns for what may be written in several ways:
/// `lexical_value!(Price(Decimal): PRICE)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __lexical {
    ($type:ident($inner:ty) : $simple_type:path) => {
        impl $type {
            /// The value, if the schema allows it in one of the ways to write it.
            ///
            /// # Errors
            /// The facet that the value violates.
            pub fn try_new(
                value: impl ::std::convert::Into<$inner>,
            ) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                $crate::bindings::Lexical::try_new(value.into(), &$simple_type).map($type)
            }

            /// The plain value.
            pub fn get(&self) -> &$inner {
                self.0.value()
            }

            /// The plain value, taken out.
            pub fn into_inner(self) -> $inner {
                self.0.into_value()
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::bindings::ValueError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                $crate::bindings::parse_simple(text, &$simple_type)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type($crate::bindings::Blank::blank())
            }
        }

        impl $crate::bindings::Simple for $type {
            fn read(
                &mut self,
                text: &str,
                _: &$crate::bindings::SimpleType,
                names: &dyn $crate::bindings::simple::Namespaces,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                self.0.read(text, &$simple_type, names)
            }

            fn write(
                &self,
                out: &mut ::std::string::String,
                names: &mut dyn $crate::bindings::simple::Prefixes,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                self.0.write(&$simple_type, out, names)
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Text(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Text(self)
            }
        }
    };
}

/// An enum for a union, a variant for each member type in the schema's order:
/// `union!(Size: SIZE, blank Points { 0 Points, 1 Name })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($type:ident : $simple_type:path, blank $blank:ident { $($index:literal $variant:ident),* $(,)? }) => {
        impl $crate::bindings::Choice for $type {
            fn select(&mut self, variant: u16) -> &mut dyn $crate::bindings::Value {
                *self = match variant {
                    $($index => $type::$variant($crate::bindings::Blank::blank()),)*
                    _ => return $crate::bindings::nothing(),
                };
                self.selected_mut()
            }

            fn selected(&self) -> (u16, &dyn $crate::bindings::Value) {
                match self {
                    $($type::$variant(value) => ($index, value),)*
                }
            }

            fn selected_mut(&mut self) -> &mut dyn $crate::bindings::Value {
                match self {
                    $($type::$variant(value) => value,)*
                }
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Choice(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Choice(self)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                $type::$blank($crate::bindings::Blank::blank())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::bindings::ValueError;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::bindings::ValueError> {
                $crate::bindings::parse_simple(text, &$simple_type)
            }
        }
    };
}

/// A type that implements `Simple` is a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_value {
    ($type:ident) => {
        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Text(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Text(self)
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub use {
    __choice as choice, __enumeration as enumeration, __global_element as global_element,
    __lexical as lexical_value, __open_enumeration as open_enumeration, __record as record,
    __row as row, __simple as simple_value, __text_value as text_value, __union as union,
    __wrapper as wrapper,
};

/// Makes a type of yours one that a schema's simple type can be mapped to
/// (`Config::map_type` of the generator): anything with `FromStr`, `Display`, `Default` and `Debug`.
///
/// ```
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct Cents(i64);
///
/// impl std::str::FromStr for Cents {
///     type Err = std::num::ParseIntError;
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         text.replace('.', "").parse().map(Cents)
///     }
/// }
///
/// impl std::fmt::Display for Cents {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
///     }
/// }
///
/// soapstone::text_type!(Cents);
/// ```
#[macro_export]
macro_rules! text_type {
    ($type:ty) => {
        impl $crate::bindings::Simple for $type {
            fn read(
                &mut self,
                text: &str,
                simple_type: &$crate::bindings::SimpleType,
                _: &dyn $crate::bindings::simple::Namespaces,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                match <$type as ::std::str::FromStr>::from_str(text) {
                    ::std::result::Result::Ok(value) => {
                        *self = value;
                        ::std::result::Result::Ok(())
                    }
                    ::std::result::Result::Err(error) => ::std::result::Result::Err(
                        $crate::bindings::ValueError::lexical(
                            text,
                            stringify!($type),
                            ::std::format!("what {} accepts ({error})", stringify!($type)),
                        )
                        .for_type(simple_type),
                    ),
                }
            }

            fn write(
                &self,
                out: &mut ::std::string::String,
                _: &mut dyn $crate::bindings::simple::Prefixes,
            ) -> ::std::result::Result<(), $crate::bindings::ValueError> {
                out.push_str(&self.to_string());
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::bindings::Value for $type {
            fn place(&mut self) -> $crate::bindings::Place<'_> {
                $crate::bindings::Place::Text(self)
            }

            fn view(&self) -> $crate::bindings::View<'_> {
                $crate::bindings::View::Text(self)
            }
        }

        impl $crate::bindings::Blank for $type {
            fn blank() -> Self {
                ::std::default::Default::default()
            }
        }
    };
}
