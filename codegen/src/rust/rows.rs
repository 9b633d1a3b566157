//! What fills each field and each variant, read off the tables: the way from a Rust type back to what documents hold.

use std::collections::{BTreeMap, HashMap};

use super::{
    AttributeRow, Content, Crate, ElementRow, Group, ItemId, ItemKind, Particle, SimpleRef, Term,
    TypeRef, WildcardRow,
};
use crate::schema::Compositor;

/// What fills the fields of structs and the variants of enums.
#[derive(Debug)]
pub struct Rows<'a> {
    crate_: &'a Crate,
    /// By the index of the field or variant.
    pub by_item: HashMap<ItemId, BTreeMap<usize, Row<'a>>>,
    /// The group whose occurrences an item is, or whose content it has.
    pub groups: HashMap<ItemId, &'a Group>,
}

impl<'a> Rows<'a> {
    /// Reads them off the tables of all structs.
    pub fn of(crate_: &'a Crate) -> Self {
        let mut rows = Rows {
            crate_,
            by_item: HashMap::new(),
            groups: HashMap::new(),
        };
        collect(&mut rows);
        rows
    }

    /// What fills a field or variant.
    pub fn get(&self, item: ItemId, member: usize) -> Option<&Row<'a>> {
        self.by_item.get(&item)?.get(&member)
    }
}

/// What fills a field or variant.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// An attribute.
    Attribute(&'a AttributeRow),
    /// An element, and how often it occurs.
    Element {
        /// The row.
        row: &'a ElementRow,
        /// The least number of occurrences; none where something around it may be absent.
        min: u32,
        /// The greatest number; `None` for unbounded.
        max: Option<u32>,
    },
    /// What a wildcard admits, and how often.
    Any {
        /// The wildcard.
        wildcard: &'a WildcardRow,
        /// The least number of occurrences; none where something around it may be absent.
        min: u32,
        /// The greatest number; `None` for unbounded.
        max: Option<u32>,
    },
    /// Occurrences of a group.
    Group {
        /// The least number of occurrences; none where something around it may be absent.
        min: u32,
        /// The greatest number; `None` for unbounded.
        max: Option<u32>,
    },
    /// The text of simple content.
    Text(SimpleRef),
    /// The items of mixed content.
    Mixed,
    /// What an attribute wildcard admits.
    AnyAttributes(&'a WildcardRow),
}

fn collect(rows: &mut Rows<'_>) {
    for (index, item) in rows.crate_.items.iter().enumerate() {
        let ItemKind::Struct(record) = &item.kind else {
            continue;
        };
        let Some(model) = &record.model else { continue };
        let id = ItemId(index);
        let own = rows.by_item.entry(id).or_default();
        for row in &model.attributes {
            own.insert(row.field, Row::Attribute(row));
        }
        if let Some((field, wildcard)) = &model.any_attribute {
            own.insert(*field, Row::AnyAttributes(wildcard));
        }
        match &model.content {
            Content::Empty => {}
            Content::Text { field, simple_type } => {
                own.insert(*field, Row::Text(*simple_type));
            }
            Content::Elements(group) => collect_group(rows, id, group, 1),
            Content::Mixed { field, group } => {
                own.insert(*field, Row::Mixed);
                if let Some(inner) = inner_item(rows, id, *field) {
                    collect_group(rows, inner, group, 0);
                }
            }
        }
    }
}

/// Fills in what a group has for the members of an item, and of those inside of it.
fn collect_group<'a>(rows: &mut Rows<'a>, owner: ItemId, group: &'a Group, min: u32) {
    let owner = match group.field {
        Some(field) => {
            rows.by_item
                .entry(owner)
                .or_default()
                .entry(field)
                .or_insert(Row::Group { min, max: Some(1) });
            match inner_item(rows, owner, field) {
                Some(inner) => inner,
                None => return,
            }
        }
        None => owner,
    };
    if group.field.is_some() && rows.groups.contains_key(&owner) {
        return;
    }
    rows.groups.entry(owner).or_insert(group);
    let is_choice = group.compositor == Compositor::Choice;
    for particle in &group.particles {
        let least = match (is_choice, group.is_optional || min == 0) {
            (true, _) | (_, true) => 0,
            (false, false) => particle.min,
        };
        collect_particle(rows, owner, particle, least);
    }
}

fn collect_particle<'a>(rows: &mut Rows<'a>, owner: ItemId, particle: &'a Particle, min: u32) {
    let max = particle.max;
    let (field, row) = match &particle.term {
        Term::Element(row) => (row.field, Row::Element { row, min, max }),
        Term::Any { field, wildcard } => (*field, Row::Any { wildcard, min, max }),
        Term::Group(group) => {
            if let Some(field) = group.field {
                let own = rows.by_item.entry(owner).or_default();
                own.entry(field).or_insert(Row::Group { min, max });
            }
            return collect_group(rows, owner, group, min);
        }
    };
    let own = rows.by_item.entry(owner).or_default();
    own.entry(field).or_insert(row);
}

/// The item that a member of an item holds.
fn inner_item(rows: &Rows<'_>, owner: ItemId, member: usize) -> Option<ItemId> {
    let shape = match &rows.crate_.items.get(owner.0)?.kind {
        ItemKind::Struct(record) => &record.fields.get(member)?.shape,
        ItemKind::Choice(choice) => &choice.variants.get(member)?.shape,
        _ => return None,
    };
    match shape.type_ref {
        TypeRef::Item(id) => Some(id),
        _ => None,
    }
}
