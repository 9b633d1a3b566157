//! Documents into JSON.

use serde_json::{Map, Number, Value as Json};
use soapstone::bindings::{ElementType, Facet, SimpleType, Variety, simple::Builtin};

use super::TYPE;
use crate::schema::Document;
use crate::types::{Member, Role, Types};
use crate::value::{Fields, Text, Value, Variant};

/// The JSON of a document.
pub(crate) fn write(document: &Document) -> Json {
    let writer = Writer {
        types: document.types,
    };
    let declaration = document.declaration();
    let json = writer.one(
        &document.value.0,
        Role::Element(declaration.element.content),
    );
    json.unwrap_or(Json::Null)
}

struct Writer {
    types: &'static Types,
}

impl Writer {
    /// A value that may hold several occurrences; `None` where it holds none.
    fn occurrences(&self, value: &Value, role: Role) -> Option<Json> {
        match value {
            Value::Many { values, .. } if values.is_empty() && !is_list(role) => None,
            Value::Many { values, .. } => {
                let items = values.iter().filter_map(|value| self.one(value, role));
                match role {
                    Role::AnyAttributes => Some(attributes(values)),
                    _ => Some(Json::Array(items.collect())),
                }
            }
            Value::Optional { value, .. } => {
                let value = value.as_ref()?;
                self.one(value, role)
            }
            value => self.one(value, role),
        }
    }

    /// One occurrence.
    fn one(&self, value: &Value, role: Role) -> Option<Json> {
        Some(match value {
            Value::Nillable { value, .. } => match value {
                Some(value) => return self.one(value, role),
                None => Json::Null,
            },
            Value::Optional { value, .. } => return self.one(value.as_ref()?, role),
            Value::Record(fields) => Json::Object(self.record(fields)),
            Value::Choice(variant) => match role {
                Role::Element(ElementType::Derived(rows)) => {
                    let Value::Record(fields) = &*variant.value else {
                        return None;
                    };
                    let mut object = self.record(fields);
                    let mut rows = rows.iter().enumerate();
                    let row = rows.find(|(_, row)| usize::from(row.variant) == variant.number);
                    if let Some((1.., row)) = row {
                        object.insert(String::from(TYPE), Json::String(row.name.to_string()));
                    }
                    Json::Object(object)
                }
                Role::Group | Role::Mixed | Role::Any => self.choice(variant),
                // A union.
                _ => scalar(value, simple_type(role)),
            },
            Value::Many { values, .. } => {
                let items = values.iter().filter_map(|value| self.one(value, role));
                Json::Array(items.collect())
            }
            Value::AnyElement(element) => Json::String(element.to_xml().unwrap_or_default()),
            Value::AnyAttribute(attribute) => Json::String(attribute.value.clone()),
            Value::Text(_) => scalar(value, simple_type(role)),
        })
    }

    fn record(&self, fields: &Fields) -> Map<String, Json> {
        let mut object = Map::new();
        let members = self.types.members(fields.id).iter().zip(&fields.values);
        for (member, value) in members {
            self.member(member, value, &mut object);
        }
        object
    }

    fn member(&self, member: &Member, value: &Value, object: &mut Map<String, Json>) {
        let Some(json) = self.occurrences(value, member.role) else {
            return;
        };
        match json {
            Json::Object(inner) if member.is_inline => object.extend(inner),
            json => {
                object.insert(member.key.clone(), json);
            }
        }
    }

    /// An object with one key, that of the variant. Text of mixed content stands for itself.
    fn choice(&self, variant: &Variant) -> Json {
        let Some(member) = self.types.members(variant.id).get(variant.number) else {
            return Json::Null;
        };
        if let (Role::Text(_), Value::Text(text)) = (member.role, &*variant.value) {
            return Json::String(text.show().into_owned());
        }
        let mut object = Map::new();
        self.member(member, &variant.value, &mut object);
        if object.is_empty() && !member.is_inline {
            // The variant was chosen, but has no occurrence.
            object.insert(member.key.clone(), Json::Array(Vec::new()));
        }
        Json::Object(object)
    }
}

/// Attributes of any name as an object.
fn attributes(values: &[Value]) -> Json {
    let mut object = Map::new();
    for value in values {
        if let Value::AnyAttribute(attribute) = value {
            object.insert(
                attribute.name.to_string(),
                Json::String(attribute.value.clone()),
            );
        }
    }
    Json::Object(object)
}

/// The simple type of a member, if it has one.
fn simple_type(role: Role) -> Option<&'static SimpleType> {
    match role {
        Role::Element(ElementType::Simple(simple_type))
        | Role::Attribute(simple_type)
        | Role::Text(simple_type) => Some(simple_type),
        _ => None,
    }
}

/// Whether an occurrence is a list itself, so that an empty one is not an absent one.
fn is_list(role: Role) -> bool {
    simple_type(role).is_some_and(|simple_type| matches!(simple_type.variety, Variety::List(_)))
}

/// The JSON of a text: booleans and numbers as such, where JSON has them without loss.
fn scalar(value: &Value, simple_type: Option<&SimpleType>) -> Json {
    let text = match (value, simple_type) {
        // A pattern sees the prefix.
        (Value::Text(Text::QName(name)), Some(simple_type)) if has_pattern(simple_type) => {
            match &name.prefix {
                Some(prefix) => format!("{{{}}}{prefix}:{}", name.namespace, name.local),
                None => name.to_string(),
            }
        }
        (value, _) => text_of(value),
    };
    let builtin = simple_type.and_then(|simple_type| match &simple_type.variety {
        Variety::Atomic(builtin) => Some(*builtin),
        Variety::List(item) => item.builtin(),
        Variety::Union(_) => None,
    });
    let trimmed = text.trim();
    // A pattern may ask for a form that a number in JSON does not have.
    let has_pattern = simple_type.is_some_and(has_pattern);
    let json = builtin.and_then(|builtin| match builtin {
        Builtin::Boolean => Some(Json::Bool(matches!(trimmed, "true" | "1"))),
        Builtin::Float | Builtin::Double => {
            let number = trimmed.parse().ok().and_then(Number::from_f64);
            number.map(Json::Number)
        }
        builtin if is_integer(builtin) => {
            let trimmed = trimmed.strip_prefix('+').unwrap_or(trimmed);
            let signed = trimmed.parse::<i64>().ok().map(Number::from);
            let unsigned = || trimmed.parse::<u64>().ok().map(Number::from);
            signed.or_else(unsigned).map(Json::Number)
        }
        _ => None,
    });
    let json = json.filter(|json| !has_pattern || *json.to_string() == *text);
    json.unwrap_or(Json::String(text))
}

/// Whether the type, or that of its items, has a pattern.
fn has_pattern(simple_type: &SimpleType) -> bool {
    let is_pattern = |facet: &Facet| matches!(facet, Facet::Pattern(_));
    let of_items = match &simple_type.variety {
        Variety::List(item) => has_pattern(item),
        Variety::Atomic(_) | Variety::Union(_) => false,
    };
    of_items
        || simple_type
            .derivation()
            .any(|step| step.facets.iter().any(is_pattern))
}

fn is_integer(builtin: Builtin) -> bool {
    let mut bases = builtin.simple_type().derivation();
    bases.any(|step| step.builtin() == Some(Builtin::Integer))
}

/// The text of a value of a simple type.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => Text::show(text).into_owned(),
        Value::Choice(variant) => text_of(&variant.value),
        Value::Many { values, .. } => {
            let items = values.iter().map(text_of);
            items.collect::<Vec<_>>().join(" ")
        }
        Value::Optional { value, .. } | Value::Nillable { value, .. } => value
            .as_ref()
            .map(|value| text_of(value))
            .unwrap_or_default(),
        Value::Record(_) | Value::AnyElement(_) | Value::AnyAttribute(_) => String::new(),
    }
}
