//! What is kept of the declarations that wildcards and `xsi:type` refer to: nothing where no type that is written
//! admits what only a declaration tells of, and of what is not written the names alone.

use std::collections::HashSet;

use crate::diagnostic::code::rust::WILDCARD_UNCHECKED;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rust::{
    Content, Crate, Declarations, ElementContent, ElementRow, Group, ItemId, ItemKind, Model,
    Presence, SimpleId, SimpleRef, SimpleVariety, Term, WildcardRow,
};
use crate::schema::{Builtin, ProcessContents};

pub(super) fn run(crate_: &mut Crate, diagnostics: &mut Diagnostics) {
    let Some(mut declarations) = crate_.declarations.take() else {
        return;
    };
    let needs = Needs::of(crate_);
    if !needs.elements {
        declarations.elements.clear();
        declarations
            .types
            .retain(|named| needs.may_be_named(crate_, named.content));
        if needs.attributes.is_none() {
            declarations.attributes.clear();
        }
        // Where nothing is declared, a lax wildcard asks for nothing.
        if declarations.types.is_empty()
            && declarations.attributes.is_empty()
            && needs.attributes != Some(ProcessContents::Strict)
        {
            return;
        }
    }
    for element in &mut declarations.elements {
        leave_out(crate_, &mut element.row.content);
        if element.row.content == ElementContent::Unchecked {
            element.row.constraint = None;
        }
    }
    for named in &mut declarations.types {
        leave_out(crate_, &mut named.content);
    }
    for attribute in &mut declarations.attributes {
        if !is_simple_written(crate_, attribute.simple_type) {
            attribute.simple_type = SimpleRef::Builtin(Builtin::AnySimpleType);
            attribute.constraint = None;
        }
    }
    report(&declarations, diagnostics);
    crate_.declarations = Some(declarations);
}

/// Says what of the declarations has no table to check it against.
fn report(declarations: &Declarations, diagnostics: &mut Diagnostics) {
    let elements = declarations.elements.iter().map(|element| &element.row);
    let elements = elements.map(|row| (row.content, &row.name));
    let types = declarations
        .types
        .iter()
        .map(|named| (named.content, &named.name));
    let mut left_out = elements
        .chain(types)
        .filter(|(content, _)| *content == ElementContent::Unchecked)
        .map(|(_, name)| name);
    let Some(first) = left_out.next() else {
        return;
    };
    let others = match left_out.count() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    diagnostics.push(
        Diagnostic::warning_without_place(
            &WILDCARD_UNCHECKED,
            format!("where a wildcard admits `{first}`{others}, it is not checked"),
        )
        .help("it is left out of what is generated; name an operation that uses it to have it checked"),
    );
}

/// Forgets the table of a type that is not written.
fn leave_out(crate_: &Crate, content: &mut ElementContent) {
    let is_written = match *content {
        ElementContent::Simple(simple_type) => is_simple_written(crate_, simple_type),
        ElementContent::Complex(item)
        | ElementContent::Flattened(item)
        | ElementContent::Derived(item) => is_item_written(crate_, item),
        ElementContent::Any | ElementContent::Unchecked => true,
    };
    if !is_written {
        *content = ElementContent::Unchecked;
    }
}

fn is_item_written(crate_: &Crate, item: ItemId) -> bool {
    let item = crate_.items.get(item.0);
    item.is_some_and(|item| item.presence == Presence::Written)
}

fn is_present(crate_: &Crate, item: ItemId) -> bool {
    let item = crate_.items.get(item.0);
    item.is_some_and(|item| item.presence != Presence::Pruned)
}

fn is_simple_written(crate_: &Crate, simple_type: SimpleRef) -> bool {
    match simple_type {
        SimpleRef::Builtin(_) => true,
        SimpleRef::Table(id) => crate_
            .simple_types
            .get(id.0)
            .is_some_and(|table| table.presence == Presence::Written),
    }
}

/// Which declarations the types that are written ask for.
#[derive(Default)]
struct Needs {
    /// Elements, and with them all else: there is a wildcard for them, or an element of any type.
    elements: bool,
    /// Attributes, for a wildcard; the strictest one counts.
    attributes: Option<ProcessContents>,
    /// The simple types of elements, which may name another by `xsi:type`.
    simple_types: HashSet<SimpleRef>,
}

impl Needs {
    fn of(crate_: &Crate) -> Self {
        let mut needs = Needs::default();
        let present = crate_
            .items
            .iter()
            .filter(|item| item.presence != Presence::Pruned);
        for item in present {
            if let ItemKind::Struct(record) = &item.kind
                && let Some(model) = &record.model
            {
                needs.model(model);
            }
        }
        for element in &crate_.elements {
            if element.item.is_none_or(|item| is_present(crate_, item)) {
                needs.element(&element.row);
            }
        }
        needs
    }

    fn model(&mut self, model: &Model) {
        if let Some((_, wildcard)) = &model.any_attribute {
            self.attributes = match (self.attributes, wildcard.process_contents) {
                (known, ProcessContents::Skip) => known,
                (Some(ProcessContents::Strict), _) | (_, ProcessContents::Strict) => {
                    Some(ProcessContents::Strict)
                }
                (_, ProcessContents::Lax) => Some(ProcessContents::Lax),
            };
        }
        if let Content::Elements(group) | Content::Mixed { group, .. } = &model.content {
            self.group(group);
        }
    }

    fn group(&mut self, group: &Group) {
        for particle in &group.particles {
            match &particle.term {
                Term::Element(row) => self.element(row),
                Term::Any { wildcard, .. } => self.wildcard(wildcard),
                Term::Group(group) => self.group(group),
            }
        }
    }

    fn wildcard(&mut self, wildcard: &WildcardRow) {
        self.elements |= wildcard.process_contents != ProcessContents::Skip;
    }

    fn element(&mut self, row: &ElementRow) {
        match row.content {
            ElementContent::Any => self.elements = true,
            ElementContent::Simple(simple_type) => {
                self.simple_types.insert(simple_type);
            }
            ElementContent::Complex(_)
            | ElementContent::Flattened(_)
            | ElementContent::Derived(_)
            | ElementContent::Unchecked => {}
        }
    }

    /// Whether an element of another type may name this simple one.
    fn may_be_named(&self, crate_: &Crate, content: ElementContent) -> bool {
        let ElementContent::Simple(simple_type) = content else {
            return false;
        };
        let is_base = ancestors(crate_, simple_type)
            .skip(1)
            .any(|base| self.simple_types.contains(&base));
        is_base || self.is_member(crate_, simple_type)
    }

    /// Whether the type, or one that it is derived from, is a member of a union that an element has.
    fn is_member(&self, crate_: &Crate, simple_type: SimpleRef) -> bool {
        let mut unions: Vec<SimpleRef> = self.simple_types.iter().copied().collect();
        let mut seen = HashSet::new();
        let own: HashSet<SimpleRef> = ancestors(crate_, simple_type).collect();
        while let Some(union) = unions.pop() {
            if let SimpleRef::Table(SimpleId(id)) = union
                && seen.insert(union)
                && let Some(table) = crate_.simple_types.get(id)
                && let SimpleVariety::Union(members) = &table.variety
            {
                if members.iter().any(|member| own.contains(member)) {
                    return true;
                }
                unions.extend(members);
            }
        }
        false
    }
}

/// A simple type and those that it is derived from.
fn ancestors(crate_: &Crate, simple_type: SimpleRef) -> impl Iterator<Item = SimpleRef> {
    std::iter::successors(Some(simple_type), |step| match *step {
        SimpleRef::Builtin(builtin) => builtin.base().map(SimpleRef::Builtin),
        SimpleRef::Table(id) => crate_.simple_types.get(id.0).map(|table| table.base),
    })
    .take(crate_.simple_types.len() + 64)
}
