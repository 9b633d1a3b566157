//! JSON into documents.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use soapstone::bindings::{
    Choice as _, ElementType, Nil as _, Place, Record as _, SimpleType, Value as _, Variety,
    simple::Builtin, simple::Namespaces, store_text,
};
use soapstone::{AnyAttribute, AnyElement, Limits};
use soapstone_codegen::rust::Cardinality;

use super::{JsonError, TYPE};
use crate::schema::Document;
use crate::types::{Item, Member, Role, Types};
use crate::value::{Fields, Value, Variant};

type Result<T = ()> = std::result::Result<T, JsonError>;

/// Fills a blank document from JSON.
pub(crate) fn read(document: &mut Document, json: &Json) -> Result {
    let mut reader = Reader {
        types: document.types,
        path: vec![format!("/{}", document.declaration.element.name.local)],
    };
    let role = Role::Element(document.declaration.element.content);
    reader.one(&mut document.value.0, role, json)
}

struct Reader {
    types: &'static Types,
    path: Vec<String>,
}

impl Reader {
    /// A member with all of its occurrences.
    fn occurrences(&mut self, value: &mut Value, member: &'static Member, json: &Json) -> Result {
        if let Role::AnyAttributes = member.role {
            return self.any_attributes(value, json);
        }
        match member.shape.cardinality {
            Cardinality::One => self.one(value, member.role, json),
            Cardinality::Optional => match json {
                // Nil is something else than absent only where the type says so.
                Json::Null if !is_nillable(member) => Ok(()),
                json => {
                    let _ = value.place();
                    match value {
                        Value::Optional {
                            value: Some(value), ..
                        } => self.one(value, member.role, json),
                        _ => Err(self.error(json, "nothing")),
                    }
                }
            },
            Cardinality::Many => {
                let one = std::slice::from_ref(json);
                let items = match json {
                    Json::Array(items) => items.as_slice(),
                    _ => one,
                };
                for (index, item) in items.iter().enumerate() {
                    let _ = value.add();
                    let Value::Many { values, .. } = value else {
                        return Err(self.error(json, "one value"));
                    };
                    let Some(last) = values.last_mut() else {
                        continue;
                    };
                    self.path.push(format!("[{}]", index + 1));
                    self.one(last, member.role, item)?;
                    self.path.pop();
                }
                Ok(())
            }
        }
    }

    /// One occurrence.
    fn one(&mut self, value: &mut Value, role: Role, json: &Json) -> Result {
        match value {
            Value::Nillable { .. } => match json {
                Json::Null => {
                    value.set_nil();
                    Ok(())
                }
                json => {
                    let _ = value.fill();
                    match value {
                        Value::Nillable {
                            value: Some(value), ..
                        } => self.one(value, role, json),
                        _ => Err(self.error(json, "null")),
                    }
                }
            },
            Value::Optional { .. } => {
                let _ = value.place();
                match value {
                    Value::Optional {
                        value: Some(value), ..
                    } => self.one(value, role, json),
                    _ => Err(self.error(json, "nothing")),
                }
            }
            Value::Record(fields) => self.record(fields, json),
            Value::Choice(variant) => match role {
                Role::Element(ElementType::Derived(_)) => self.derived(variant, role, json),
                Role::Group | Role::Mixed => self.choice(variant, json),
                _ => self.text(value.place(), role, json),
            },
            Value::AnyElement(element) => {
                let Json::String(text) = json else {
                    return Err(self.error(json, "an element as the text of its XML"));
                };
                *element = AnyElement::from_xml(text, &Limits::default())
                    .map_err(|error| self.error(json, &format!("XML ({error})")))?;
                Ok(())
            }
            Value::AnyAttribute(_) => Err(self.error(json, "an attribute")),
            Value::Text(_) | Value::Many { .. } => {
                if let (Value::Many { values: _, .. }, Role::Mixed) = (&*value, role) {
                    return self.mixed(value, json);
                }
                self.text(value.place(), role, json)
            }
        }
    }

    fn record(&mut self, fields: &mut Fields, json: &Json) -> Result {
        let mut whole = Map::new();
        let object = match json {
            Json::Object(object) => object,
            // A type with text content may be written as its text.
            Json::String(_) | Json::Number(_) | Json::Bool(_) if self.has_text(fields.id) => {
                whole.insert(String::from("$"), json.clone());
                &whole
            }
            json => return Err(self.error(json, "an object")),
        };
        self.known_keys(fields.id, object)?;
        self.defaults(fields, object)?;
        self.fields(fields, object)
    }

    /// The defaults of attributes that the JSON doesn't have.
    fn defaults(&mut self, fields: &mut Fields, object: &Map<String, Json>) -> Result {
        let members = self.types.members(fields.id);
        for attribute in fields.model().attributes {
            let index = usize::from(attribute.field);
            let (Some(constraint), Some(member)) = (attribute.constraint, members.get(index))
            else {
                continue;
            };
            if object.contains_key(&member.key) {
                continue;
            }
            let place = fields.field_mut(attribute.field).place();
            let role = Role::Attribute(attribute.simple_type);
            self.text(place, role, &Json::String(constraint.text().to_owned()))?;
        }
        Ok(())
    }

    fn fields(&mut self, fields: &mut Fields, object: &Map<String, Json>) -> Result {
        let members = self.types.members(fields.id).iter().zip(&mut fields.values);
        for (member, value) in members {
            self.member(value, member, object)?;
        }
        Ok(())
    }

    fn member(
        &mut self,
        value: &mut Value,
        member: &'static Member,
        object: &Map<String, Json>,
    ) -> Result {
        match (member.is_inline, member.inline_item()) {
            (true, Some(id)) => {
                let keys = self.keys(id);
                if member.shape.cardinality == Cardinality::Optional
                    && !object.keys().any(|key| keys.contains(key))
                {
                    return Ok(());
                }
                let _ = value.place();
                let inner = match value {
                    Value::Optional {
                        value: Some(value), ..
                    } => value,
                    value => value,
                };
                match inner {
                    Value::Record(fields) => self.fields(fields, object),
                    Value::Choice(variant) => self.variant(variant, object),
                    _ => Ok(()),
                }
            }
            _ => match object.get(&member.key) {
                Some(json) => {
                    self.path.push(format!("/{}", member.key));
                    self.occurrences(value, member, json)?;
                    self.path.pop();
                    Ok(())
                }
                None => Ok(()),
            },
        }
    }

    /// An enum of its own: an object with the keys of one variant.
    fn choice(&mut self, variant: &mut Variant, json: &Json) -> Result {
        match json {
            Json::Object(object) => {
                self.known_keys(variant.id, object)?;
                self.variant(variant, object)
            }
            Json::String(text) => {
                let members = self.types.members(variant.id);
                let is_text = |member: &Member| matches!(member.role, Role::Text(_));
                let Some(number) = members.iter().position(is_text) else {
                    return Err(self.error(json, "an object"));
                };
                select(variant, number);
                let stored = store_text(
                    variant.value.place(),
                    text,
                    &soapstone::bindings::simple::STRING,
                    &(),
                );
                stored.map_err(|error| self.error(json, &error.to_string()))
            }
            json => Err(self.error(json, "an object")),
        }
    }

    /// The variant whose keys an object has.
    fn variant(&mut self, variant: &mut Variant, object: &Map<String, Json>) -> Result {
        let members = self.types.members(variant.id);
        let is_meant = |member: &Member| match (member.is_inline, member.inline_item()) {
            (true, Some(id)) => {
                let keys = self.keys(id);
                object.keys().any(|key| keys.contains(key))
            }
            _ => object.contains_key(&member.key),
        };
        let Some(number) = members.iter().position(is_meant) else {
            // Nothing is chosen. Whether the schema allows that is seen when the document is checked.
            return Ok(());
        };
        if variant.number != number {
            select(variant, number);
        }
        match members.get(number) {
            Some(member) => self.member(&mut variant.value, member, object),
            None => Ok(()),
        }
    }

    fn mixed(&mut self, value: &mut Value, json: &Json) -> Result {
        let one = std::slice::from_ref(json);
        let items = match json {
            Json::Array(items) => items.as_slice(),
            _ => one,
        };
        for item in items {
            let _ = value.add();
            if let Value::Many { values, .. } = value
                && let Some(Value::Choice(variant)) = values.last_mut()
            {
                self.choice(variant, item)?;
            }
        }
        Ok(())
    }

    /// A value of a type or of one derived from it.
    fn derived(&mut self, variant: &mut Variant, role: Role, json: &Json) -> Result {
        let Role::Element(ElementType::Derived(rows)) = role else {
            return Ok(());
        };
        let Json::Object(object) = json else {
            return Err(self.error(json, "an object"));
        };
        let names = || {
            let names = rows.iter().map(|row| format!("`{}`", row.name));
            format!("{TYPE}: one of {}", names.collect::<Vec<_>>().join(", "))
        };
        let row = match object.get(TYPE) {
            None => rows.first(),
            Some(Json::String(name)) => rows
                .iter()
                .find(|row| row.name.to_string() == *name)
                .or_else(|| rows.iter().find(|row| row.name.local == name)),
            Some(other) => return Err(self.error(other, &names())),
        };
        let Some(row) = row else {
            return Err(self.error(object.get(TYPE).unwrap_or(json), &names()));
        };
        let mut rest = object.clone();
        rest.remove(TYPE);
        let _ = variant.select(row.variant).place();
        self.one(
            &mut variant.value,
            Role::Element(row.content),
            &Json::Object(rest),
        )
    }

    fn any_attributes(&mut self, value: &mut Value, json: &Json) -> Result {
        let Json::Object(object) = json else {
            return Err(self.error(json, "an object of names and values"));
        };
        for (name, json) in object {
            let Json::String(text) = json else {
                return Err(self.error(json, "a text"));
            };
            let (namespace, local) =
                match name.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                    Some((namespace, local)) => (namespace.to_owned(), local.to_owned()),
                    None => (String::new(), name.clone()),
                };
            if let Place::AnyAttribute(place) = value.add() {
                *place = AnyAttribute::new(namespace, local, text.clone());
            }
        }
        Ok(())
    }

    fn text(&mut self, place: Place<'_>, role: Role, json: &Json) -> Result {
        let simple_type = match role {
            Role::Element(ElementType::Simple(simple_type))
            | Role::Attribute(simple_type)
            | Role::Text(simple_type) => simple_type,
            _ => return Err(self.error(json, "something else")),
        };
        let text = self.scalar(json)?;
        let names = Expanded::of(&text, simple_type);
        let text = names.text.as_deref().unwrap_or(&text);
        let stored = store_text(place, text, simple_type, &names);
        stored.map_err(|error| JsonError::Value {
            path: self.path.concat(),
            found: json.to_string(),
            expected: error.to_string(),
        })
    }

    /// The text of a scalar, or of a list of scalars.
    fn scalar(&self, json: &Json) -> Result<String> {
        Ok(match json {
            Json::String(text) => text.clone(),
            Json::Bool(value) => value.to_string(),
            Json::Number(number) => number.to_string(),
            Json::Array(items) => {
                let items: Result<Vec<String>> =
                    items.iter().map(|item| self.scalar(item)).collect();
                items?.join(" ")
            }
            Json::Null | Json::Object(_) => {
                return Err(self.error(json, "a text, number or boolean"));
            }
        })
    }

    /// Whether the type is text with attributes.
    fn has_text(&self, id: usize) -> bool {
        let members = self.types.members(id);
        matches!(self.types.item(id), Item::Record { .. })
            && members
                .iter()
                .any(|member| matches!(member.role, Role::Text(_)))
    }

    /// The keys that values of a type may have.
    fn keys(&self, id: usize) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for member in self.types.members(id) {
            match (member.is_inline, member.inline_item()) {
                (true, Some(inner)) => keys.extend(self.keys(inner)),
                _ => {
                    keys.insert(member.key.clone());
                }
            }
        }
        keys
    }

    fn known_keys(&self, id: usize, object: &Map<String, Json>) -> Result {
        let keys = self.keys(id);
        let Some(unknown) = object.keys().find(|key| !keys.contains(*key)) else {
            return Ok(());
        };
        let known: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        Err(JsonError::Value {
            path: self.path.concat(),
            found: format!("`{unknown}`"),
            expected: match known.is_empty() {
                true => String::from("an empty object"),
                false => known.join(", "),
            },
        })
    }

    fn error(&self, found: &Json, expected: &str) -> JsonError {
        let found = match found {
            Json::Object(_) => String::from("an object"),
            Json::Array(_) => String::from("an array"),
            scalar => scalar.to_string(),
        };
        JsonError::Value {
            path: self.path.concat(),
            found,
            expected: expected.to_owned(),
        }
    }
}

fn is_nillable(member: &Member) -> bool {
    matches!(member.shape.kind, crate::types::Kind::Nillable(_))
}

fn select(variant: &mut Variant, number: usize) {
    if let Ok(number) = u16::try_from(number) {
        let _ = variant.select(number).place();
    }
}

/// A text with qualified names written `{namespace}local`, as one that has prefixes.
struct Expanded {
    text: Option<String>,
    /// Prefixes with their namespaces.
    namespaces: Vec<(String, String)>,
}

impl Expanded {
    fn of(text: &str, simple_type: &SimpleType) -> Self {
        let mut namespaces = Vec::new();
        if !may_be_name(simple_type) || !text.contains('{') {
            return Expanded {
                text: None,
                namespaces,
            };
        }
        let tokens = text.split_whitespace().map(|token| {
            match token
                .strip_prefix('{')
                .and_then(|rest| rest.split_once('}'))
            {
                Some((namespace, local)) => {
                    let made_up = || (format!("n{}", namespaces.len() + 1), local.to_owned());
                    let given = local.split_once(':');
                    let (prefix, local) = given.map_or_else(made_up, |(prefix, local)| {
                        (prefix.to_owned(), local.to_owned())
                    });
                    namespaces.push((prefix.clone(), namespace.to_owned()));
                    format!("{prefix}:{local}")
                }
                None => token.to_owned(),
            }
        });
        let text = tokens.collect::<Vec<_>>().join(" ");
        Expanded {
            text: Some(text),
            namespaces,
        }
    }
}

impl Namespaces for Expanded {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        let mut known = self.namespaces.iter();
        let (_, namespace) = known.find(|(known, _)| known == prefix)?;
        Some(namespace.as_str())
    }
}

/// Whether values of a type may be qualified names.
fn may_be_name(simple_type: &SimpleType) -> bool {
    match &simple_type.variety {
        Variety::Atomic(builtin) => matches!(builtin, Builtin::QName | Builtin::Notation),
        Variety::List(item) => may_be_name(item),
        Variety::Union(members) => members.iter().any(|member| may_be_name(member)),
    }
}
