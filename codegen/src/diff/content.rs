//! What documents may hold: the rows of the tables by the fields that they fill, and the order around them.

use std::collections::{BTreeMap, HashSet};

use super::version::Version;
use super::{Action, Changes, Component, Effect, Member, MemberKind, Occurrence};
use crate::rust::rows::Row;
use crate::rust::{Constraint, ElementContent, Group, ItemKind, SimpleRef, Term, WildcardRow};
use crate::schema::{Compositor, ProcessContents};
use crate::syntax::QName;

/// The kind of member that a row fills.
fn kind(row: &Row<'_>) -> MemberKind {
    match row {
        Row::Attribute(_) => MemberKind::Attribute,
        Row::Element { .. } => MemberKind::Element,
        Row::Any { .. } => MemberKind::Any,
        Row::Group { .. } => MemberKind::Group,
        Row::Text(_) | Row::Mixed => MemberKind::Content,
        Row::AnyAttributes(_) => MemberKind::AnyAttribute,
    }
}

/// How often what a row holds occurs.
pub(super) fn bounds(row: &Row<'_>) -> (u32, Option<u32>) {
    match row {
        Row::Attribute(row) => (u32::from(row.required), Some(1)),
        Row::Element { min, max, .. } | Row::Any { min, max, .. } | Row::Group { min, max } => {
            (*min, *max)
        }
        Row::Text(_) => (1, Some(1)),
        Row::Mixed | Row::AnyAttributes(_) => (0, None),
    }
}

/// The type of a row as the schema names it.
fn type_name(row: &Row<'_>, version: &Version<'_>) -> Option<QName> {
    match row {
        Row::Attribute(row) => simple_name(version, row.simple_type),
        Row::Text(simple_type) => simple_name(version, *simple_type),
        Row::Element { row, .. } => content_name(version, row.content),
        Row::Any { .. } | Row::Group { .. } | Row::Mixed | Row::AnyAttributes(_) => None,
    }
}

fn simple_name(version: &Version<'_>, simple_type: SimpleRef) -> Option<QName> {
    match simple_type {
        SimpleRef::Builtin(builtin) => Some(QName::new(
            Some(crate::syntax::xsd::XSD_NAMESPACE),
            builtin.name(),
        )),
        SimpleRef::Table(id) => {
            let name = version.simple_table(id)?.name.as_ref();
            name.map(|name| version.name(name))
        }
    }
}

fn content_name(version: &Version<'_>, content: ElementContent) -> Option<QName> {
    match content {
        ElementContent::Simple(simple_type) => simple_name(version, simple_type),
        ElementContent::Complex(id) | ElementContent::Flattened(id) => {
            match &version.item(id)?.origin {
                crate::rust::Origin::Type(name) => Some(version.name(name)),
                _ => None,
            }
        }
        ElementContent::Derived(id) => match &version.item(id)?.kind {
            ItemKind::Derived(derived) => {
                let declared = derived.variants.first()?;
                Some(version.name(&declared.name))
            }
            _ => None,
        },
        ElementContent::Any | ElementContent::Unchecked => Some(QName::new(
            Some(crate::syntax::xsd::XSD_NAMESPACE),
            "anyType",
        )),
    }
}

/// A type by its key, so that both versions can be compared.
fn content_key(version: &Version<'_>, content: ElementContent) -> String {
    match content {
        ElementContent::Simple(simple_type) => version.simple_key(simple_type),
        ElementContent::Complex(id) | ElementContent::Flattened(id) => version.key(id).to_owned(),
        // Whether others derive from the type is reported with the enum of them.
        ElementContent::Derived(_) => {
            content_name(version, content).map_or_else(String::new, |name| format!("type {name}"))
        }
        ElementContent::Any | ElementContent::Unchecked => String::from("anyType"),
    }
}

/// Reports what the rows of a member that both versions have allow differently.
pub(super) fn compare_rows(
    (old_version, old): (&Version<'_>, &Row<'_>),
    (new_version, new): (&Version<'_>, &Row<'_>),
    component: &Component,
    member: &Member,
    changes: &mut Changes,
) {
    let mut push = |detail: String, messages: Effect| {
        let effects = (Effect::none(), messages);
        changes.push(
            component,
            Some(member.clone()),
            Action::Changed,
            detail,
            effects,
        );
    };
    let (before, after) = (bounds(old), bounds(new));
    if before != after && !matches!((old, new), (Row::Mixed, _) | (_, Row::Mixed)) {
        push(
            format!("occurs {}, was {}", occurs(after), occurs(before)),
            bounds_effect(before, after),
        );
    }
    match (old, new) {
        (Row::Element { row: old, .. }, Row::Element { row: new, .. }) => {
            let (old_name, new_name) = (old_version.name(&old.name), &new.name);
            if old_name != *new_name {
                push(
                    format!("is `{new_name}`, was `{old_name}`"),
                    Effect::breaking("the element has another name"),
                );
            }
            let types = (
                content_key(old_version, old.content),
                content_key(new_version, new.content),
            );
            type_change(
                types,
                (old_version, content_name(old_version, old.content)),
                (new_version, content_name(new_version, new.content)),
                &mut push,
            );
            nillable_change(old.is_nillable, new.is_nillable, &mut push);
            constraint_change(old.constraint.as_ref(), new.constraint.as_ref(), &mut push);
        }
        (Row::Attribute(old), Row::Attribute(new)) => {
            let types = (
                old_version.simple_key(old.simple_type),
                new_version.simple_key(new.simple_type),
            );
            type_change(
                types,
                (old_version, simple_name(old_version, old.simple_type)),
                (new_version, simple_name(new_version, new.simple_type)),
                &mut push,
            );
            constraint_change(old.constraint.as_ref(), new.constraint.as_ref(), &mut push);
        }
        (Row::Text(old), Row::Text(new)) => {
            let types = (old_version.simple_key(*old), new_version.simple_key(*new));
            type_change(
                types,
                (old_version, simple_name(old_version, *old)),
                (new_version, simple_name(new_version, *new)),
                &mut push,
            );
        }
        (Row::Any { wildcard: old, .. }, Row::Any { wildcard: new, .. })
        | (Row::AnyAttributes(old), Row::AnyAttributes(new)) => {
            wildcard_change(old_version, old, new, &mut push);
        }
        _ => {}
    }
}

fn type_change(
    (old_key, new_key): (String, String),
    (_, old_name): (&Version<'_>, Option<QName>),
    (_, new_name): (&Version<'_>, Option<QName>),
    push: &mut dyn FnMut(String, Effect),
) {
    if old_key == new_key {
        return;
    }
    let shown = |name: Option<QName>| {
        name.map_or_else(
            || String::from("an anonymous type"),
            |name| format!("`{}`", name.local),
        )
    };
    push(
        format!("is of {}, was of {}", shown(new_name), shown(old_name)),
        Effect::breaking("the content is of another type"),
    );
}

fn nillable_change(old: bool, new: bool, push: &mut dyn FnMut(String, Effect)) {
    match (old, new) {
        (false, true) => push(
            String::from("may be nil"),
            Effect::additive("`xsi:nil` is allowed"),
        ),
        (true, false) => push(
            String::from("may not be nil any more"),
            Effect::breaking("`xsi:nil` is refused"),
        ),
        _ => {}
    }
}

fn constraint_change(
    old: Option<&Constraint>,
    new: Option<&Constraint>,
    push: &mut dyn FnMut(String, Effect),
) {
    if old == new {
        return;
    }
    let shown = |constraint: Option<&Constraint>| match constraint {
        Some(Constraint { is_fixed, text }) => {
            format!("{} \"{text}\"", if *is_fixed { "fixed" } else { "default" })
        }
        None => String::from("without default"),
    };
    let effect = match (old, new) {
        (Some(old), Some(new)) if old.is_fixed && !new.is_fixed && old.text == new.text => {
            Effect::additive("other values are allowed")
        }
        _ => Effect::breaking("what is left out, or what may be said, means something else"),
    };
    push(format!("is {}, was {}", shown(new), shown(old)), effect);
}

fn wildcard_change(
    old_version: &Version<'_>,
    old: &WildcardRow,
    new: &WildcardRow,
    push: &mut dyn FnMut(String, Effect),
) {
    let before = old_version.wildcard(old);
    if before == new.namespaces && old.process_contents == new.process_contents {
        return;
    }
    let strictness = |process| match process {
        ProcessContents::Skip => 0,
        ProcessContents::Lax => 1,
        ProcessContents::Strict => 2,
    };
    let admits_more = before.is_subset_of(&new.namespaces)
        && strictness(new.process_contents) <= strictness(old.process_contents);
    let effect = match admits_more {
        true => Effect::additive("more is admitted"),
        false => Effect::breaking("some of what was admitted is refused"),
    };
    push(String::from("admits something else"), effect);
}

fn bounds_effect(old: (u32, Option<u32>), new: (u32, Option<u32>)) -> Effect {
    let unbounded = |max: Option<u32>| max.unwrap_or(u32::MAX);
    if new.0 > old.0 {
        Effect::breaking("messages with fewer are refused")
    } else if unbounded(new.1) < unbounded(old.1) {
        Effect::breaking("messages with more are refused")
    } else {
        Effect::additive("messages with other numbers of it are allowed")
    }
}

/// A number of occurrences, as `0..1` or `1..unbounded`.
pub(super) fn occurs((min, max): (u32, Option<u32>)) -> String {
    match max {
        Some(max) => format!("{min}..{max}"),
        None => format!("{min}..unbounded"),
    }
}

/// The member of a row.
pub(super) fn member(
    version: &Version<'_>,
    row: Option<&Row<'_>>,
    (kind, name): (MemberKind, String),
    after: Option<std::sync::Arc<str>>,
) -> Member {
    let occurrence = row.map(|row| {
        let (min, max) = bounds(row);
        Occurrence {
            type_name: type_name(row, version),
            min,
            max,
            after,
        }
    });
    Member {
        kind: row.map_or(kind, self::kind),
        name,
        occurrence,
    }
}

/// What the group of an item looks like with nothing but the members given, by their keys: two versions with the same
/// text take the same members in the same order.
pub(super) fn outline(
    group: &Group,
    keys: &BTreeMap<usize, String>,
    common: &HashSet<String>,
) -> Outline {
    let mut parts = Vec::new();
    for particle in &group.particles {
        let field = match &particle.term {
            Term::Element(row) => Some(row.field),
            Term::Any { field, .. } => Some(*field),
            Term::Group(group) => group.field,
        };
        match (field, &particle.term) {
            (Some(field), _) => {
                parts.extend(
                    keys.get(&field)
                        .filter(|key| common.contains(*key))
                        .cloned(),
                );
            }
            (None, Term::Group(inner)) => {
                let inner = outline(inner, keys, common);
                match inner.parts.as_slice() {
                    [] => {}
                    [one] if (particle.min, particle.max) == (1, Some(1)) => {
                        parts.push(one.clone())
                    }
                    _ if inner.compositor == group.compositor
                        && (particle.min, particle.max) == (1, Some(1)) =>
                    {
                        parts.extend(inner.parts);
                    }
                    _ => parts.push(format!(
                        "{:?} {} ({})",
                        inner.compositor,
                        occurs((particle.min, particle.max)),
                        inner.parts.join(", ")
                    )),
                }
            }
            (None, _) => {}
        }
    }
    let mut compositor = group.compositor;
    if parts.len() < 2 && compositor != Compositor::Choice {
        compositor = Compositor::Sequence;
    }
    if compositor != Compositor::Sequence {
        // Alternatives and members of `all` have no order.
        parts.sort();
    }
    Outline { compositor, parts }
}

/// The shape of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outline {
    compositor: Compositor,
    parts: Vec<String>,
}

impl Outline {
    /// What the step from this one to another does to messages; `None` where nothing changed.
    pub(super) fn change(&self, new: &Outline) -> Option<(String, Effect)> {
        if self == new {
            return None;
        }
        let sorted = |outline: &Outline| {
            let mut parts = outline.parts.clone();
            parts.sort();
            parts
        };
        if self.compositor == Compositor::Sequence
            && new.compositor == Compositor::All
            && sorted(self) == new.parts
        {
            let effect = Effect::additive("the elements may stand in any order");
            return Some((String::from("is `all`, was `sequence`"), effect));
        }
        if self.compositor == Compositor::All
            && new.compositor == Compositor::Sequence
            && self.parts == sorted(new)
        {
            let effect = Effect::breaking("the elements must stand in order");
            return Some((String::from("is `sequence`, was `all`"), effect));
        }
        if self.compositor == new.compositor && sorted(self) == sorted(new) {
            let effect = Effect::breaking("the elements stand in another order");
            return Some((String::from("the order changed"), effect));
        }
        let effect = Effect::breaking("the elements are grouped in another way");
        Some((String::from("the groups changed"), effect))
    }
}
