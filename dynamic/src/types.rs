//! What values look like: the shapes of [`soapstone_codegen::rust`], with every alias resolved.

use std::collections::{BTreeMap, HashMap, HashSet};

use soapstone::bindings::{ElementType, Model, SimpleType};
use soapstone_codegen::rust::rows::{Row, Rows};
use soapstone_codegen::rust::{
    self, Cardinality, Crate, FieldOrigin, ItemId, ItemKind, TypeRef, VariantOrigin,
};
use soapstone_codegen::syntax::QName;

use crate::tables::Tables;

/// The types of a schema; values refer to them.
#[derive(Debug)]
pub(crate) struct Types {
    items: Vec<Item>,
}

/// A type whose values have parts.
#[derive(Debug)]
pub(crate) enum Item {
    /// One that has no parts, or none of its own.
    Plain,
    /// Fields side by side.
    Record {
        model: &'static Model,
        fields: Vec<Member>,
    },
    /// One of several.
    Choice { variants: Vec<Member>, blank: usize },
}

/// A field or variant.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its key in JSON.
    pub(crate) key: String,
    pub(crate) shape: Shape,
    pub(crate) role: Role,
    /// Whether its own keys stand among those of the value that it is part of.
    pub(crate) is_inline: bool,
}

/// What a member is in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Element(ElementType),
    Attribute(&'static SimpleType),
    Text(&'static SimpleType),
    Mixed,
    Any,
    AnyAttributes,
    Group,
}

/// One kind of value, and how many of it.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    pub(crate) cardinality: Cardinality,
}

/// A kind of value.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Text of a simple type.
    Text,
    /// A record or a choice of [`Types`].
    Item(usize),
    /// A list that is one value.
    List(Box<Kind>),
    /// A value or nil.
    Nillable(Box<Kind>),
    /// A generic element.
    AnyElement,
    /// A generic attribute.
    AnyAttribute,
}

impl Types {
    /// The types of a crate that is described but not written.
    pub(crate) fn of(crate_: &Crate, tables: &Tables) -> Self {
        let rows = Rows::of(crate_);
        let builder = Builder {
            crate_,
            tables,
            rows,
        };
        let items = (0..crate_.items.len()).map(|index| builder.item(ItemId(index)));
        let mut types = Types {
            items: items.collect(),
        };
        types.inline();
        types
    }

    pub(crate) fn item(&self, id: usize) -> &Item {
        self.items.get(id).unwrap_or(&Item::Plain)
    }

    /// The members of a type.
    pub(crate) fn members(&self, id: usize) -> &[Member] {
        match self.item(id) {
            Item::Plain => &[],
            Item::Record { fields, .. } => fields,
            Item::Choice { variants, .. } => variants,
        }
    }

    /// The shape of a value of the crate that the types were made of.
    pub(crate) fn shape(crate_: &Crate, shape: &rust::Shape) -> Shape {
        Shape {
            kind: kind(crate_, shape, 0),
            cardinality: shape.cardinality,
        }
    }

    /// Marks the groups whose keys can stand among those around them without being mistaken.
    fn inline(&mut self) {
        for id in 0..self.items.len() {
            let members = self.members(id);
            let mut taken: HashSet<String> = HashSet::new();
            let mut inline = Vec::new();
            for (index, member) in members.iter().enumerate() {
                let Some(inner) = member.inline_item() else {
                    continue;
                };
                let keys = self.keys(inner, &mut Vec::new());
                let others = members.iter().enumerate();
                let others: HashSet<&str> = others
                    .filter(|(other, _)| *other != index)
                    .map(|(_, other)| other.key.as_str())
                    .collect();
                if keys
                    .iter()
                    .all(|key| !taken.contains(key) && !others.contains(key.as_str()))
                {
                    taken.extend(keys);
                    inline.push(index);
                }
            }
            let members = match self.items.get_mut(id) {
                Some(Item::Record { fields, .. }) => fields,
                Some(Item::Choice { variants, .. }) => variants,
                _ => continue,
            };
            for index in inline {
                if let Some(member) = members.get_mut(index) {
                    member.is_inline = true;
                }
            }
        }
    }

    /// The keys that a value of a type could have at the top, were all groups inside of it inline.
    fn keys(&self, id: usize, open: &mut Vec<usize>) -> Vec<String> {
        if open.contains(&id) {
            return Vec::new();
        }
        open.push(id);
        let mut keys = Vec::new();
        for member in self.members(id) {
            keys.push(member.key.clone());
            if let Some(inner) = member.inline_item() {
                keys.extend(self.keys(inner, open));
            }
        }
        open.pop();
        keys
    }
}

impl Member {
    /// The type of a group that occurs at most once.
    pub(crate) fn inline_item(&self) -> Option<usize> {
        match (&self.shape.kind, self.role, self.shape.cardinality) {
            (Kind::Item(id), Role::Group, Cardinality::One | Cardinality::Optional) => Some(*id),
            _ => None,
        }
    }
}

struct Builder<'a> {
    crate_: &'a Crate,
    tables: &'a Tables,
    rows: Rows<'a>,
}

impl Builder<'_> {
    fn item(&self, id: ItemId) -> Item {
        let Some(item) = self.crate_.items.get(id.0) else {
            return Item::Plain;
        };
        match &item.kind {
            ItemKind::Struct(record) => {
                let names = record.fields.iter().map(|field| field_name(&field.origin));
                let keys = keys(names.collect());
                let fields = record.fields.iter().zip(keys).enumerate();
                let fields =
                    fields.map(|(index, (field, key))| self.member(id, index, key, &field.shape));
                Item::Record {
                    model: self.tables.model(id).unwrap_or(&soapstone::bindings::ROW),
                    fields: fields.collect(),
                }
            }
            ItemKind::Choice(choice) => {
                let names = choice
                    .variants
                    .iter()
                    .map(|variant| variant_name(&variant.origin));
                let keys = keys(names.collect());
                let variants = choice.variants.iter().zip(keys).enumerate();
                let variants = variants
                    .map(|(index, (variant, key))| self.member(id, index, key, &variant.shape));
                Item::Choice {
                    variants: variants.collect(),
                    blank: choice.blank,
                }
            }
            ItemKind::Derived(derived) => {
                let variants = derived.variants.iter().map(|variant| Member {
                    key: variant.name.to_string(),
                    shape: Shape {
                        kind: Kind::Item(variant.item.0),
                        cardinality: Cardinality::One,
                    },
                    role: Role::Element(self.tables.complex(variant.item)),
                    is_inline: false,
                });
                Item::Choice {
                    variants: variants.collect(),
                    blank: derived.blank,
                }
            }
            ItemKind::Union { variants, .. } => {
                let variants = variants.iter().enumerate().map(|(index, variant)| Member {
                    key: index.to_string(),
                    shape: Types::shape(self.crate_, &variant.shape),
                    role: Role::Group,
                    is_inline: false,
                });
                Item::Choice {
                    variants: variants.collect(),
                    blank: 0,
                }
            }
            ItemKind::Enumeration { .. }
            | ItemKind::OpenEnumeration(_)
            | ItemKind::Restricted { .. }
            | ItemKind::Alias(_)
            | ItemKind::Element { .. }
            | ItemKind::FaultKinds(_) => Item::Plain,
        }
    }

    fn member(&self, owner: ItemId, index: usize, key: String, shape: &rust::Shape) -> Member {
        let role = match self.rows.get(owner, index) {
            Some(Row::Attribute(row)) => Role::Attribute(self.tables.simple(row.simple_type)),
            Some(Row::Element { row, .. }) => Role::Element(self.tables.content(row.content)),
            Some(Row::Any { .. }) => Role::Any,
            Some(Row::Group { .. }) => Role::Group,
            Some(Row::Text(simple_type)) => Role::Text(self.tables.simple(*simple_type)),
            Some(Row::Mixed) => Role::Mixed,
            Some(Row::AnyAttributes(_)) => Role::AnyAttributes,
            // The text among mixed content has no row.
            None => Role::Text(&soapstone::bindings::simple::STRING),
        };
        Member {
            key,
            shape: Types::shape(self.crate_, shape),
            role,
            is_inline: false,
        }
    }
}

/// How deep aliases of aliases go; more is a circle.
const ALIAS_LIMIT: usize = 64;

/// The kind of one occurrence.
fn kind(crate_: &Crate, shape: &rust::Shape, depth: usize) -> Kind {
    let mut kind = match &shape.type_ref {
        TypeRef::Item(id) => item_kind(crate_, *id, depth),
        TypeRef::Builtin(builtin) if builtin.item().is_some() => Kind::List(Box::new(Kind::Text)),
        TypeRef::Builtin(_) | TypeRef::Secret | TypeRef::User(_) => Kind::Text,
        TypeRef::AnyElement => Kind::AnyElement,
        TypeRef::AnyAttribute => Kind::AnyAttribute,
    };
    if shape.is_list {
        kind = Kind::List(Box::new(kind));
    }
    if shape.is_nillable {
        kind = Kind::Nillable(Box::new(kind));
    }
    kind
}

fn item_kind(crate_: &Crate, id: ItemId, depth: usize) -> Kind {
    let of_inner = |inner: &rust::Shape| {
        if depth > ALIAS_LIMIT {
            return Kind::Text;
        }
        let inner_kind = kind(crate_, inner, depth + 1);
        match inner.cardinality {
            Cardinality::Many => Kind::List(Box::new(inner_kind)),
            Cardinality::One | Cardinality::Optional => inner_kind,
        }
    };
    match crate_.items.get(id.0).map(|item| &item.kind) {
        Some(
            ItemKind::Struct(_)
            | ItemKind::Choice(_)
            | ItemKind::Derived(_)
            | ItemKind::Union { .. },
        ) => Kind::Item(id.0),
        Some(
            ItemKind::Restricted { inner, .. }
            | ItemKind::Alias(inner)
            | ItemKind::Element { inner },
        ) => of_inner(inner),
        Some(
            ItemKind::Enumeration { .. } | ItemKind::OpenEnumeration(_) | ItemKind::FaultKinds(_),
        )
        | None => Kind::Text,
    }
}

/// A name for a key: what it is short for, where it must be told apart.
struct Name {
    short: String,
    long: String,
}

impl Name {
    fn of(prefix: &str, name: &QName) -> Self {
        Name {
            short: format!("{prefix}{}", name.local),
            long: format!("{prefix}{name}"),
        }
    }

    fn word(word: &str) -> Self {
        Name {
            short: word.to_owned(),
            long: word.to_owned(),
        }
    }
}

fn field_name(origin: &FieldOrigin) -> Name {
    match origin {
        FieldOrigin::Element(name) => Name::of("", name),
        FieldOrigin::Attribute(name) => Name::of("@", name),
        FieldOrigin::Group { compositor, .. } => Name::word(match compositor {
            soapstone_codegen::schema::Compositor::Choice => "$choice",
            soapstone_codegen::schema::Compositor::Sequence => "$sequence",
            soapstone_codegen::schema::Compositor::All => "$all",
        }),
        FieldOrigin::Text => Name::word("$"),
        FieldOrigin::Mixed => Name::word("$mixed"),
        FieldOrigin::Any => Name::word("$any"),
        FieldOrigin::AnyAttributes => Name::word("@*"),
    }
}

fn variant_name(origin: &VariantOrigin) -> Name {
    match origin {
        VariantOrigin::Element(name) => Name::of("", name),
        VariantOrigin::Group(_) => Name::word("$sequence"),
        VariantOrigin::Text => Name::word("$"),
        VariantOrigin::Any => Name::word("$any"),
    }
}

/// The keys of the members of one type: local names; where two are the same, expanded names; where those are the same
/// too, numbered.
fn keys(names: Vec<Name>) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in &names {
        *count.entry(name.short.clone()).or_default() += 1;
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    let keys = names.into_iter().map(|name| {
        let is_unique = count.get(&name.short) == Some(&1);
        let key = if is_unique { name.short } else { name.long };
        let number = taken.entry(key.clone()).or_default();
        *number += 1;
        match *number {
            1 => key,
            number => format!("{key}#{number}"),
        }
    });
    keys.collect()
}
