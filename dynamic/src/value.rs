//! Values whose type is known when the program runs: what a generated struct or enum is otherwise.

use std::borrow::Cow;

use soapstone::bindings::{
    Choice, Model, Nil, Place, Record, Simple, SimpleType, Value as _, ValueError, View,
    simple::{Builtin, Form, Namespaces, Prefixes},
};
use soapstone::xsd::{Notation, QName};
use soapstone::{AnyAttribute, AnyElement};
use soapstone_codegen::rust::Cardinality;

use crate::types::{Item, Kind, Shape, Types};

/// A field, or what stands in one.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(Text),
    Record(Fields),
    Choice(Variant),
    Nillable {
        kind: &'static Kind,
        types: &'static Types,
        value: Option<Box<Value>>,
    },
    Optional {
        kind: &'static Kind,
        types: &'static Types,
        value: Option<Box<Value>>,
    },
    /// Occurrences, or the items of a list.
    Many {
        kind: &'static Kind,
        types: &'static Types,
        values: Vec<Value>,
    },
    AnyElement(AnyElement),
    AnyAttribute(AnyAttribute),
}

impl Value {
    /// A value that does not say anything yet.
    pub(crate) fn blank(shape: &'static Shape, types: &'static Types) -> Self {
        let kind = &shape.kind;
        match shape.cardinality {
            Cardinality::One => Self::blank_one(kind, types),
            Cardinality::Optional => Value::Optional {
                kind,
                types,
                value: None,
            },
            Cardinality::Many => Value::Many {
                kind,
                types,
                values: Vec::new(),
            },
        }
    }

    fn blank_one(kind: &'static Kind, types: &'static Types) -> Self {
        match kind {
            Kind::Text => Value::Text(Text::Plain(String::new())),
            Kind::Item(id) => match types.item(*id) {
                Item::Plain => Value::Text(Text::Plain(String::new())),
                Item::Record { model, fields } => Value::Record(Fields {
                    id: *id,
                    model,
                    values: fields
                        .iter()
                        .map(|field| Value::blank(&field.shape, types))
                        .collect(),
                }),
                Item::Choice { blank, .. } => Value::Choice(Variant::blank(*id, *blank, types)),
            },
            Kind::List(item) => Value::Many {
                kind: item,
                types,
                values: Vec::new(),
            },
            Kind::Nillable(inner) => Value::Nillable {
                kind: inner,
                types,
                value: None,
            },
            Kind::AnyElement => Value::AnyElement(AnyElement::new("", "")),
            Kind::AnyAttribute => Value::AnyAttribute(AnyAttribute::new("", "", "")),
        }
    }
}

impl soapstone::bindings::Value for Value {
    fn place(&mut self) -> Place<'_> {
        match self {
            Value::Text(text) => Place::Text(text),
            Value::Record(fields) => Place::Record(fields),
            Value::Choice(variant) => Place::Choice(variant),
            Value::Nillable { .. } => Place::Nillable(self),
            Value::Optional { kind, types, value } => {
                let blank = Box::new(Value::blank_one(kind, types));
                value.insert(blank).place()
            }
            Value::Many { .. } => Place::Many(self),
            Value::AnyElement(element) => Place::Any(element),
            Value::AnyAttribute(attribute) => Place::AnyAttribute(attribute),
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Value::Text(text) => View::Text(text),
            Value::Record(fields) => View::Record(fields),
            Value::Choice(variant) => View::Choice(variant),
            Value::Nillable { value, .. } | Value::Optional { value, .. } => {
                value.as_ref().map_or(View::Nil, |value| value.view())
            }
            Value::Many { .. } => View::Many(self),
            Value::AnyElement(element) => View::Any(element),
            Value::AnyAttribute(attribute) => View::AnyAttribute(attribute),
        }
    }

    fn add(&mut self) -> Place<'_> {
        match self {
            Value::Many {
                kind,
                types,
                values,
            } => {
                values.push(Value::blank_one(kind, types));
                values.last_mut().map_or(Place::Empty, Value::place)
            }
            _ => self.place(),
        }
    }

    fn last(&mut self) -> Option<Place<'_>> {
        match self {
            Value::Many { values, .. } => values.last_mut().map(Value::place),
            Value::Optional { value, .. } => value.as_mut().map(|value| value.place()),
            _ => Some(self.place()),
        }
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        match self {
            Value::Many { values, .. } => values.get(index).map(Value::view),
            Value::Optional { value, .. } if index == 0 => value.as_ref().map(|value| value.view()),
            Value::Optional { .. } => None,
            _ => (index == 0).then(|| self.view()),
        }
    }

    fn take_back(&mut self) -> bool {
        match self {
            Value::Many { values, .. } => {
                values.pop();
                true
            }
            Value::Optional { value, .. } => {
                *value = None;
                true
            }
            _ => false,
        }
    }
}

/// The value of a document: one occurrence, also where it is a list.
#[derive(Clone, Debug)]
pub(crate) struct Root(pub(crate) Value);

impl soapstone::bindings::Value for Root {
    fn place(&mut self) -> Place<'_> {
        self.0.place()
    }

    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

/// Of a nillable value alone; any other has no nil to become.
impl Nil for Value {
    fn set_nil(&mut self) {
        if let Value::Nillable { value, .. } = self {
            *value = None;
        }
    }

    fn fill(&mut self) -> Place<'_> {
        match self {
            Value::Nillable { kind, types, value } => {
                let blank = Box::new(Value::blank_one(kind, types));
                value.insert(blank).place()
            }
            other => other.place(),
        }
    }
}

/// The fields of a struct.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) id: usize,
    model: &'static Model,
    pub(crate) values: Vec<Value>,
}

impl Record for Fields {
    fn model(&self) -> &'static Model {
        self.model
    }

    fn field(&self, index: u16) -> &dyn soapstone::bindings::Value {
        match self.values.get(usize::from(index)) {
            Some(value) => value,
            None => &NOTHING,
        }
    }

    fn field_mut(&mut self, index: u16) -> &mut dyn soapstone::bindings::Value {
        match self.values.get_mut(usize::from(index)) {
            Some(value) => value,
            None => soapstone::bindings::nothing(),
        }
    }
}

static NOTHING: [(); 0] = [];

/// An enum with the value of the variant that it is.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) id: usize,
    types: &'static Types,
    pub(crate) number: usize,
    pub(crate) value: Box<Value>,
}

impl Variant {
    fn blank(id: usize, number: usize, types: &'static Types) -> Self {
        let member = types.members(id).get(number);
        let value = match member {
            Some(member) => Value::blank(&member.shape, types),
            None => Value::Text(Text::Plain(String::new())),
        };
        Variant {
            id,
            types,
            number,
            value: Box::new(value),
        }
    }
}

impl Choice for Variant {
    fn select(&mut self, variant: u16) -> &mut dyn soapstone::bindings::Value {
        *self = Variant::blank(self.id, usize::from(variant), self.types);
        &mut *self.value
    }

    fn selected(&self) -> (u16, &dyn soapstone::bindings::Value) {
        (u16::try_from(self.number).unwrap_or(u16::MAX), &*self.value)
    }

    fn selected_mut(&mut self) -> &mut dyn soapstone::bindings::Value {
        &mut *self.value
    }
}

/// A text of an atomic type. Names are kept expanded, since the prefixes of one document are not those of another.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    Plain(String),
    QName(QName),
    Notation(Notation),
}

impl Text {
    /// The text for people and JSON: a qualified name is `{namespace}local`.
    pub(crate) fn show(&self) -> Cow<'_, str> {
        match self {
            Text::Plain(text) => Cow::Borrowed(text),
            Text::QName(name) => Cow::Owned(name.to_string()),
            Text::Notation(name) => Cow::Owned(name.to_string()),
        }
    }
}

impl Simple for Text {
    fn read(
        &mut self,
        text: &str,
        simple_type: &SimpleType,
        names: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        let Some(builtin) = simple_type.builtin() else {
            *self = Text::Plain(text.to_owned());
            return Ok(());
        };
        *self = match builtin {
            Builtin::QName => Text::QName(QName::parse(text, names)?),
            Builtin::Notation => {
                let mut name = Notation::default();
                name.read(text, simple_type, names)?;
                Text::Notation(name)
            }
            builtin => {
                // A type of Rust has the lexical space of its built-in type; a text has to be checked.
                let checked = builtin.simple_type().validate(text, names);
                checked.map_err(|error| error.for_type(simple_type))?;
                Text::Plain(text.to_owned())
            }
        };
        Ok(())
    }

    fn write(&self, out: &mut String, names: &mut dyn Prefixes) -> Result<(), ValueError> {
        match self {
            Text::Plain(text) => {
                out.push_str(text);
                Ok(())
            }
            Text::QName(name) => name.write(out, names),
            Text::Notation(name) => name.write(out, names),
        }
    }

    fn form(&self) -> Form<'_> {
        match self {
            Text::Plain(text) => Form::Text(text),
            Text::QName(_) | Text::Notation(_) => Form::Any,
        }
    }
}
