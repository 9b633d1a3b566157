//! Rust values as the interpreter sees them: places to fill and parts to write.
//!
//! Every field of a generated struct is a [`Value`]. Its shape (`T`, `Option<T>`, `Vec<T>`, boxed or not) is a matter
//! of the Rust type alone; what it means on the wire is a matter of the [`Model`].

use std::collections::BTreeMap;

use crate::model::Model;
use crate::simple::Simple;
use crate::xml::{AnyAttribute, AnyElement};
use crate::xsd;

/// A field, or what stands in one.
///
/// The interpreter knows values only as `dyn Value`, so that it is compiled once and not for every type.
pub trait Value {
    /// This value as the place for one occurrence.
    fn place(&mut self) -> Place<'_>;

    /// This value as one occurrence.
    fn view(&self) -> View<'_>;

    /// Makes room for one more occurrence and returns its place. A value that holds exactly one is its own place.
    fn add(&mut self) -> Place<'_> {
        self.place()
    }

    /// The place of the occurrence that was added last.
    fn last(&mut self) -> Option<Place<'_>> {
        Some(self.place())
    }

    /// The occurrence at `index`.
    fn get(&self, index: usize) -> Option<View<'_>> {
        match index {
            0 => Some(self.view()),
            _ => None,
        }
    }

    /// Takes back the occurrence that was added last. Returns `false` where the value can't do without it.
    fn take_back(&mut self) -> bool {
        false
    }
}

/// A value that does not say anything yet. It is filled in place while reading; the model guarantees that nothing
/// blank is left when a value is handed out. Not `Default`, which is a promise to the user.
pub trait Blank {
    /// The blank value.
    fn blank() -> Self;
}

/// Where one occurrence is read into, by the kind of its content.
#[allow(
    missing_debug_implementations,
    reason = "what it points to has no one way to be shown"
)]
pub enum Place<'a> {
    /// Text.
    Text(&'a mut dyn Simple),
    /// A struct.
    Record(&'a mut dyn Record),
    /// An enum with a value in each variant.
    Choice(&'a mut dyn Choice),
    /// A list that is itself one occurrence: a list-typed text, or a flattened element.
    Many(&'a mut dyn Value),
    /// A value or nil.
    Nillable(&'a mut dyn Nil),
    /// A generic element.
    Any(&'a mut AnyElement),
    /// A generic attribute.
    AnyAttribute(&'a mut AnyAttribute),
    /// Nothing to keep: what is read is checked, and dropped.
    Checked(&'a mut Checked),
    /// Nothing to fill.
    Empty,
}

/// What is written for one occurrence, by the kind of its content.
#[allow(
    missing_debug_implementations,
    reason = "what it points to has no one way to be shown"
)]
pub enum View<'a> {
    /// Text.
    Text(&'a dyn Simple),
    /// A struct.
    Record(&'a dyn Record),
    /// An enum with a value in each variant.
    Choice(&'a dyn Choice),
    /// A list that is itself one occurrence.
    Many(&'a dyn Value),
    /// `xsi:nil`.
    Nil,
    /// A generic element.
    Any(&'a AnyElement),
    /// A generic attribute.
    AnyAttribute(&'a AnyAttribute),
    /// Nothing.
    Empty,
}

/// A struct whose fields the tables number.
pub trait Record {
    /// What it may hold.
    fn model(&self) -> &'static Model;

    /// The field of a number that the model uses.
    fn field(&self, index: u16) -> &dyn Value;

    /// The field of a number that the model uses, to be filled.
    fn field_mut(&mut self, index: u16) -> &mut dyn Value;
}

/// An enum whose variants the tables number, each with one value.
pub trait Choice {
    /// Makes it the variant of a number, blank, and returns the variant's value.
    fn select(&mut self, variant: u16) -> &mut dyn Value;

    /// The number of the variant that it is, and its value.
    fn selected(&self) -> (u16, &dyn Value);

    /// The value of the variant that it is.
    fn selected_mut(&mut self) -> &mut dyn Value;
}

/// A value that may be nil.
pub trait Nil {
    /// Makes it nil.
    fn set_nil(&mut self);

    /// Makes it a blank value and returns its place.
    fn fill(&mut self) -> Place<'_>;
}

/// An element that is there with a value, or there with `xsi:nil="true"`.
///
/// It appears where an absent element and a nil one must stay different: `Option<Nillable<T>>`, `Vec<Nillable<T>>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nillable<T> {
    /// `xsi:nil="true"`.
    #[default]
    Nil,
    /// A value.
    Value(T),
}

impl<T> Nillable<T> {
    /// The value, if it is not nil.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Nillable::Nil => None,
            Nillable::Value(value) => Some(value),
        }
    }

    /// The value, if it is not nil.
    pub fn into_option(self) -> Option<T> {
        match self {
            Nillable::Nil => None,
            Nillable::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nillable<T> {
    fn from(value: T) -> Self {
        Nillable::Value(value)
    }
}

impl<T> From<Option<T>> for Nillable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Nillable::Nil, Nillable::Value)
    }
}

impl<T: Value + Blank> Nil for Nillable<T> {
    fn set_nil(&mut self) {
        *self = Nillable::Nil;
    }

    fn fill(&mut self) -> Place<'_> {
        *self = Nillable::Value(T::blank());
        match self {
            Nillable::Value(value) => value.place(),
            Nillable::Nil => Place::Empty,
        }
    }
}

impl<T: Value + Blank> Value for Nillable<T> {
    fn place(&mut self) -> Place<'_> {
        Place::Nillable(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Nillable::Nil => View::Nil,
            Nillable::Value(value) => value.view(),
        }
    }
}

impl<T> Blank for Nillable<T> {
    fn blank() -> Self {
        Nillable::Nil
    }
}

// The methods of lists and options are compiled for each type of a field. Closures and methods of the standard library
// in them would be compiled as often again, which is why there are matches where a method would be shorter.

impl<T: Value + Blank> Value for Option<T> {
    fn place(&mut self) -> Place<'_> {
        *self = Some(T::blank());
        match self {
            Some(value) => value.place(),
            None => Place::Empty,
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Nil,
        }
    }

    #[allow(
        clippy::manual_map,
        reason = "compiled for every type, and less code than a closure"
    )]
    fn last(&mut self) -> Option<Place<'_>> {
        match self {
            Some(value) => Some(value.place()),
            None => None,
        }
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        match self {
            Some(value) if index == 0 => Some(value.view()),
            _ => None,
        }
    }

    fn take_back(&mut self) -> bool {
        *self = None;
        true
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T: Value + Blank> Value for Vec<T> {
    fn place(&mut self) -> Place<'_> {
        Place::Many(self)
    }

    fn view(&self) -> View<'_> {
        View::Many(self)
    }

    fn add(&mut self) -> Place<'_> {
        self.push(T::blank());
        match self.as_mut_slice() {
            [.., value] => value.place(),
            [] => Place::Empty,
        }
    }

    fn last(&mut self) -> Option<Place<'_>> {
        match self.as_mut_slice() {
            [.., value] => Some(value.place()),
            [] => None,
        }
    }

    #[allow(
        clippy::manual_map,
        reason = "compiled for every type, and less code than a closure"
    )]
    fn get(&self, index: usize) -> Option<View<'_>> {
        match <[T]>::get(self, index) {
            Some(value) => Some(value.view()),
            None => None,
        }
    }

    fn take_back(&mut self) -> bool {
        self.truncate(self.len().saturating_sub(1));
        true
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Value> Value for Box<T> {
    fn place(&mut self) -> Place<'_> {
        (**self).place()
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }
}

/// The value of a variant or field that holds nothing.
impl Value for () {
    fn place(&mut self) -> Place<'_> {
        Place::Empty
    }

    fn view(&self) -> View<'_> {
        View::Empty
    }
}

impl Blank for () {
    fn blank() -> Self {}
}

/// No value at all: where a table names a field that a type doesn't have.
impl Value for [(); 0] {
    fn place(&mut self) -> Place<'_> {
        Place::Empty
    }

    fn view(&self) -> View<'_> {
        View::Empty
    }
}

/// A value of any type that keeps nothing of what is read into it, so that reading comes to checking.
///
/// It counts occurrences, which the paths of errors tell.
#[derive(Debug, Default)]
pub struct Checked {
    occurrences: usize,
    /// The fields, or variants, that were asked for.
    fields: BTreeMap<u16, Checked>,
}

impl Checked {
    /// The field, or the variant, of a number.
    pub(crate) fn field(&mut self, field: u16) -> &mut Checked {
        self.fields.entry(field).or_default()
    }
}

impl Value for Checked {
    fn place(&mut self) -> Place<'_> {
        self.occurrences = 1;
        self.fields.clear();
        Place::Checked(self)
    }

    fn view(&self) -> View<'_> {
        View::Empty
    }

    fn add(&mut self) -> Place<'_> {
        self.occurrences += 1;
        self.fields.clear();
        Place::Checked(self)
    }

    fn last(&mut self) -> Option<Place<'_>> {
        Some(Place::Checked(self))
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        (index < self.occurrences).then_some(View::Empty)
    }

    fn take_back(&mut self) -> bool {
        true
    }
}

impl Value for AnyElement {
    fn place(&mut self) -> Place<'_> {
        Place::Any(self)
    }

    fn view(&self) -> View<'_> {
        View::Any(self)
    }
}

impl Blank for AnyElement {
    fn blank() -> Self {
        AnyElement::new("", "")
    }
}

impl Blank for AnyAttribute {
    fn blank() -> Self {
        AnyAttribute::new("", "", "")
    }
}

impl Value for AnyAttribute {
    fn place(&mut self) -> Place<'_> {
        Place::AnyAttribute(self)
    }

    fn view(&self) -> View<'_> {
        View::AnyAttribute(self)
    }
}

/// Makes types that implement [`Simple`] and `Default` values.
macro_rules! text_values {
    ($($type:ty),* $(,)?) => {
        $(
            impl Value for $type {
                fn place(&mut self) -> Place<'_> {
                    Place::Text(self)
                }

                fn view(&self) -> View<'_> {
                    View::Text(self)
                }
            }

            impl Blank for $type {
                fn blank() -> Self {
                    Self::default()
                }
            }
        )*
    };
}

text_values!(String, bool, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
text_values!(
    xsd::Decimal,
    xsd::Integer,
    xsd::Duration,
    xsd::DateTime,
    xsd::Date,
    xsd::Time
);
text_values!(
    xsd::GYear,
    xsd::GYearMonth,
    xsd::GMonth,
    xsd::GMonthDay,
    xsd::GDay
);
text_values!(
    xsd::Base64Binary,
    xsd::HexBinary,
    xsd::QName,
    xsd::Notation,
    xsd::Secret
);
