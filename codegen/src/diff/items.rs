//! The Rust types: fields, variants, constructors.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::content::{bounds, compare_rows, member, outline};
use super::facets;
use super::version::Version;
use super::{Action, Change, Changes, Component, ComponentKind, Effect, Member, MemberKind};
use crate::rust::rows::Row;
use crate::rust::{
    Choice, Constructor, Derived, EnumValue, Field, FieldOrigin, GlobalElement, ItemId, ItemKind,
    Origin, Shape, Struct, UnionVariant, VariantOrigin,
};
use crate::schema::Compositor;
use crate::syntax::QName;

/// Compares namespaces, types and global elements.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    namespaces(old, new, changes);
    for (id, _, key) in new.items() {
        let Some(component) = new.component(id) else {
            continue;
        };
        match old.item_of(key) {
            Some((before, _)) => {
                let pair = Pair {
                    old,
                    new,
                    before,
                    after: id,
                    component,
                };
                pair.compare(changes);
            }
            None if component.inside.is_empty() => added(new, id, component, changes),
            // What is inside of something else comes with it.
            None => {}
        }
    }
    for (id, _, key) in old.items() {
        let Some(component) = old.component(id) else {
            continue;
        };
        if new.item_of(key).is_none() && component.inside.is_empty() {
            removed(old, id, component, changes);
        }
    }
    elements(old, new, changes);
    identity_constraints(old, new, changes);
    facets::compare(old, new, changes);
}

fn added(new: &Version<'_>, id: ItemId, component: &Component, changes: &mut Changes) {
    let rust = Effect::additive(format!("`{}` is new", new.rust_name(id)));
    let messages = Effect::additive("there is more to say");
    changes.push(component, None, Action::Added, "", (rust, messages));
}

fn removed(old: &Version<'_>, id: ItemId, component: &Component, changes: &mut Changes) {
    let rust = Effect::breaking(format!("`{}` is gone", old.rust_name(id)));
    let messages = Effect::breaking("messages with it are refused");
    changes.push(component, None, Action::Removed, "", (rust, messages));
}

/// The modules that the namespaces of both versions have.
fn namespaces(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let modules = |version: &Version<'_>| -> BTreeMap<Option<Arc<str>>, String> {
        let paths = version.items().map(|(_, item, _)| {
            let modules = &version.names().modules;
            let path = modules.path(modules.of(item.namespace.as_ref()), 0);
            (version.namespace(item.namespace.as_ref()), path)
        });
        paths.collect()
    };
    let before = modules(old);
    for (namespace, path) in modules(new) {
        let Some(was) = before.get(&namespace).filter(|was| **was != path) else {
            continue;
        };
        let shown = |path: &str| match path.strip_prefix("self::") {
            Some(name) => format!("the module `{name}`"),
            None => String::from("the root"),
        };
        let component = Component {
            kind: ComponentKind::Namespace,
            name: QName::new(None, namespace.as_deref().unwrap_or_default()),
            inside: Vec::new(),
        };
        let detail = format!("its types are in {}, were in {}", shown(&path), shown(was));
        let rust = Effect::breaking("paths to its types are others");
        changes.push(
            &component,
            None,
            Action::Changed,
            detail,
            (rust, Effect::none()),
        );
    }
}

/// Global elements whose Rust type is not one of their own: those of a named type.
fn elements(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let before = global_elements(old);
    let after = global_elements(new);
    for (name, element) in &after {
        let component = Component {
            kind: ComponentKind::Element,
            name: name.clone(),
            inside: Vec::new(),
        };
        match before.get(name) {
            Some(previous) => {
                element_changes((old, previous), (new, element), &component, changes);
            }
            None if has_own_item(new, element) => {}
            None => {
                let rust = Effect::additive("it can be read and written");
                let messages = Effect::additive("there is more to say");
                changes.push(&component, None, Action::Added, "", (rust, messages));
            }
        }
    }
    for (name, element) in &before {
        if after.contains_key(name) || has_own_item(old, element) {
            continue;
        }
        let component = Component {
            kind: ComponentKind::Element,
            name: name.clone(),
            inside: Vec::new(),
        };
        let rust = Effect::breaking("it can't be read and written any more");
        let messages = Effect::breaking("messages with it are refused");
        changes.push(&component, None, Action::Removed, "", (rust, messages));
    }
}

/// The global elements whose types are written, by name.
fn global_elements<'a>(version: &Version<'a>) -> BTreeMap<QName, &'a GlobalElement> {
    let written: HashSet<ItemId> = version.items().map(|(id, _, _)| id).collect();
    let elements = version.crate_().elements.iter();
    elements
        .filter(|element| element.item.is_none_or(|item| written.contains(&item)))
        .map(|element| (version.name(&element.row.name), element))
        .collect()
}

fn has_own_item(version: &Version<'_>, element: &GlobalElement) -> bool {
    let item = element.item.and_then(|id| version.item(id));
    item.is_some_and(
        |item| matches!(&item.origin, Origin::Element(name) if *name == element.row.name),
    )
}

fn element_changes(
    (old_version, old): (&Version<'_>, &GlobalElement),
    (new_version, new): (&Version<'_>, &GlobalElement),
    component: &Component,
    changes: &mut Changes,
) {
    let mut list = Changes::default();
    let row = |element| Row::Element {
        row: element,
        min: 1,
        max: Some(1),
    };
    let stand_in = Member {
        kind: MemberKind::Element,
        name: String::new(),
        occurrence: None,
    };
    compare_rows(
        (old_version, &row(&old.row)),
        (new_version, &row(&new.row)),
        component,
        &stand_in,
        &mut list,
    );
    match (old.item, new.item) {
        (Some(before), None) => list.push(
            component,
            None,
            Action::Changed,
            "is abstract",
            (
                Effect::breaking(format!(
                    "`{}` is no document any more",
                    old_version.rust_name(before)
                )),
                Effect::breaking("messages with it are refused"),
            ),
        ),
        (None, Some(_)) => list.push(
            component,
            None,
            Action::Changed,
            "is not abstract any more",
            (
                Effect::additive("it can be read and written"),
                Effect::additive("there is more to say"),
            ),
        ),
        (Some(before), Some(after)) => {
            let same = old_version.key(before) == new_version.key(after);
            let both_own = has_own_item(old_version, old) && has_own_item(new_version, new);
            if !same && !both_own {
                let text = format!(
                    "the document is a `{}`, was a `{}`",
                    new_version.rust_name(after),
                    old_version.rust_name(before)
                );
                list.push(
                    component,
                    None,
                    Action::Changed,
                    "",
                    (Effect::breaking(text), Effect::none()),
                );
            }
        }
        (None, None) => {}
    }
    let whole = list.list.into_iter().map(|change| Change {
        member: None,
        ..change
    });
    changes.list.extend(whole);
}

/// Keys, unique values and references to them: what a document must keep beside its types.
fn identity_constraints(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let constraints = |version: &Version<'_>| -> BTreeMap<QName, BTreeSet<String>> {
        let set = &version.analysis.set;
        let mut by_element: BTreeMap<QName, BTreeSet<String>> = BTreeMap::new();
        for (_, element) in set.elements.iter() {
            for id in &element.identity_constraints {
                let constraint = &set.identity_constraints[*id];
                let names = by_element.entry(version.name(&element.name)).or_default();
                names.insert(constraint.name.local.to_string());
            }
        }
        by_element
    };
    let (before, after) = (constraints(old), constraints(new));
    let none = BTreeSet::new();
    let names: BTreeSet<&QName> = before.keys().chain(after.keys()).collect();
    for name in names {
        let component = Component {
            kind: ComponentKind::Element,
            name: name.clone(),
            inside: Vec::new(),
        };
        let (was, is) = (
            before.get(name).unwrap_or(&none),
            after.get(name).unwrap_or(&none),
        );
        for constraint in is.difference(was) {
            let messages = Effect::breaking("messages that break it are refused");
            let detail = format!("has the identity constraint `{constraint}`");
            changes.push(
                &component,
                None,
                Action::Changed,
                detail,
                (Effect::none(), messages),
            );
        }
        for constraint in was.difference(is) {
            let messages = Effect::additive("messages that break it are allowed");
            let detail = format!("has the identity constraint `{constraint}` no more");
            changes.push(
                &component,
                None,
                Action::Changed,
                detail,
                (Effect::none(), messages),
            );
        }
    }
}

/// A type that both versions have.
struct Pair<'a, 'b> {
    old: &'b Version<'a>,
    new: &'b Version<'a>,
    before: ItemId,
    after: ItemId,
    component: &'b Component,
}

/// A member of a type of both versions.
struct Part<'a> {
    index: usize,
    kind: MemberKind,
    name: String,
    shape: Option<&'a Shape>,
}

impl<'a> Pair<'a, '_> {
    fn compare(&self, changes: &mut Changes) {
        let (Some(old), Some(new)) = (self.old.item(self.before), self.new.item(self.after)) else {
            return;
        };
        let (was, is) = (
            self.old.rust_name(self.before),
            self.new.rust_name(self.after),
        );
        // Where a list stands for a type, the type itself has no name in Rust.
        if was != is {
            let rust = Effect::breaking(format!("`{was}` is called `{is}`"));
            self.changed("", (rust, Effect::none()), changes);
        }
        match (&old.kind, &new.kind) {
            (ItemKind::Struct(old), ItemKind::Struct(new))
                if old.is_flattened == new.is_flattened =>
            {
                self.structs(old, new, changes);
            }
            (ItemKind::Choice(old), ItemKind::Choice(new)) => self.choices(old, new, changes),
            (ItemKind::Derived(old), ItemKind::Derived(new)) => self.derived(old, new, changes),
            (
                ItemKind::Enumeration { values: old, .. },
                ItemKind::Enumeration { values: new, .. },
            ) => self.values(old, new, false, changes),
            (ItemKind::OpenEnumeration(old), ItemKind::OpenEnumeration(new)) => {
                self.values(old, new, true, changes);
            }
            (ItemKind::Union { variants: old, .. }, ItemKind::Union { variants: new, .. }) => {
                self.unions(old, new, changes);
            }
            (ItemKind::Restricted { inner: old, .. }, ItemKind::Restricted { inner: new, .. })
            | (ItemKind::Alias(old), ItemKind::Alias(new))
            | (ItemKind::Element { inner: old }, ItemKind::Element { inner: new }) => {
                if let Some(effect) = self.shapes("it holds", old, new) {
                    self.changed("", (effect, Effect::none()), changes);
                }
            }
            (ItemKind::FaultKinds(old), ItemKind::FaultKinds(new)) => {
                let codes = |kinds: &crate::rust::FaultKinds| -> BTreeSet<String> {
                    kinds
                        .kinds
                        .iter()
                        .map(|kind| kind.name.to_string())
                        .collect()
                };
                let gone = codes(old)
                    .difference(&codes(new))
                    .cloned()
                    .collect::<Vec<_>>();
                if !gone.is_empty() {
                    let rust = Effect::breaking(format!("`{is}` lost {}", gone.join(", ")));
                    self.changed("", (rust, Effect::none()), changes);
                }
            }
            (old, new) => {
                let rust = Effect::breaking(format!("`{is}` is {}, was {}", word(new), word(old)));
                let detail = "is another kind of type";
                let messages = Effect::breaking("the content is of another type");
                self.changed(detail, (rust, messages), changes);
            }
        }
    }

    fn structs(&self, old: &'a Struct, new: &'a Struct, changes: &mut Changes) {
        let (before, after) = (fields(&old.fields), fields(&new.fields));
        let keys_before: HashSet<&String> = before.iter().map(|(key, _)| key).collect();
        let keys_after: HashSet<&String> = after.iter().map(|(key, _)| key).collect();
        for (key, part) in &after {
            if !keys_before.contains(key) {
                let field = new.fields.get(part.index);
                let rust = field.map_or_else(Effect::none, |field| {
                    self.field_added(old, new, field, part.index)
                });
                let member = self.member(self.new, self.after, part, &new.fields);
                self.member_added(member, part, rust, changes);
            }
        }
        for (key, part) in &before {
            if !keys_after.contains(key) {
                let name = name_of(self.old.members(self.before), part.index);
                let rust = Effect::breaking(format!(
                    "`{}` has no field `{name}`",
                    self.new.rust_name(self.after)
                ));
                let member = self.member(self.old, self.before, part, &old.fields);
                let messages = Effect::breaking("messages with it are refused");
                changes.push(
                    self.component,
                    Some(member),
                    Action::Removed,
                    "",
                    (rust, messages),
                );
            }
        }
        for (key, part) in &after {
            let Some((_, previous)) = before.iter().find(|(other, _)| other == key) else {
                continue;
            };
            let member = self.member(self.new, self.after, part, &new.fields);
            self.member_changed(previous, part, member, "the field", changes);
        }
        self.order(&before, &after, (old, new), changes);
        self.abstractness(old, new, changes);
    }

    /// What a new field does to code that makes values of the type.
    fn field_added(&self, old: &Struct, new: &Struct, field: &Field, index: usize) -> Effect {
        let type_name = self.new.rust_name(self.after);
        let name = name_of(self.new.members(self.after), index);
        let rust_type = self.new.rust_type(&field.shape);
        if !new.required_fields().contains(&index) {
            return Effect::additive(format!("`{type_name}` has the field `{name}: {rust_type}`"));
        }
        Effect::breaking(match (old.constructor(), new.constructor()) {
            (Constructor::New(_), Constructor::New(_)) => {
                format!("`{type_name}::new` takes `{name}: {rust_type}`")
            }
            (Constructor::New(_), _) => {
                format!(
                    "`{type_name}::new` is gone: `{name}: {rust_type}` is one required field too many"
                )
            }
            (Constructor::Default | Constructor::Derived, _) => {
                format!("`{type_name}` has no `Default`: `{name}: {rust_type}` is required")
            }
            (Constructor::Literal, _) => {
                format!("a `{type_name}` must say `{name}: {rust_type}`")
            }
        })
    }

    fn member_added(&self, member: Member, part: &Part<'_>, rust: Effect, changes: &mut Changes) {
        let row = self.new.rows.get(self.after, part.index);
        let is_required = row.is_some_and(|row| bounds(row).0 > 0);
        let messages = match is_required {
            true => Effect::breaking("messages without it are refused"),
            false => Effect::additive("messages may hold it"),
        };
        changes.push(
            self.component,
            Some(member),
            Action::Added,
            "",
            (rust, messages),
        );
    }

    /// Reports what is different about a member of both versions: its name, its type, and what documents may hold.
    fn member_changed(
        &self,
        old: &Part<'_>,
        new: &Part<'_>,
        member: Member,
        noun: &str,
        changes: &mut Changes,
    ) {
        let mut list = Changes::default();
        let rows = (
            self.old.rows.get(self.before, old.index),
            self.new.rows.get(self.after, new.index),
        );
        if let (Some(before), Some(after)) = rows {
            compare_rows(
                (self.old, before),
                (self.new, after),
                self.component,
                &member,
                &mut list,
            );
        }
        let names = (
            name_of(self.old.members(self.before), old.index),
            name_of(self.new.members(self.after), new.index),
        );
        let mut effects = Vec::new();
        if names.0 != names.1 {
            effects.push(format!("{noun} `{}` is called `{}`", names.0, names.1));
        }
        if let (Some(before), Some(after)) = (old.shape, new.shape)
            && let Some(effect) = self.shapes(&format!("{noun} `{}` is", names.1), before, after)
        {
            effects.push(effect.text);
        }
        if !effects.is_empty() {
            let rust = Effect::breaking(effects.join("; "));
            match list.list.first_mut() {
                Some(first) => first.rust = rust,
                None => list.push(
                    self.component,
                    Some(member),
                    Action::Changed,
                    "",
                    (rust, Effect::none()),
                ),
            }
        }
        changes.list.extend(list.list);
    }

    /// Reports that the members that both versions have are in another order, or other groups.
    fn order(
        &self,
        before: &[(String, Part<'_>)],
        after: &[(String, Part<'_>)],
        (old, new): (&Struct, &Struct),
        changes: &mut Changes,
    ) {
        let rust = self.arguments(before, after, (old, new));
        match self.outlines(before, after) {
            Some((detail, messages)) => self.changed(&detail, (rust, messages), changes),
            None if rust != Effect::none() => {
                self.changed("the order changed", (rust, Effect::none()), changes);
            }
            None => {}
        }
    }

    /// Whether `new` takes the arguments that it took before in another order.
    fn arguments(
        &self,
        before: &[(String, Part<'_>)],
        after: &[(String, Part<'_>)],
        (old, new): (&Struct, &Struct),
    ) -> Effect {
        let (Constructor::New(was), Constructor::New(is)) = (old.constructor(), new.constructor())
        else {
            return Effect::none();
        };
        let keys = |arguments: &[usize], parts: &[(String, Part<'_>)]| -> Vec<String> {
            let parts = arguments
                .iter()
                .filter_map(|argument| parts.iter().find(|(_, part)| part.index == *argument));
            parts.map(|(key, _)| key.clone()).collect()
        };
        let (was, is) = (keys(&was, before), keys(&is, after));
        let in_both = |key: &&String| was.contains(key) && is.contains(key);
        if was.iter().filter(in_both).eq(is.iter().filter(in_both)) {
            return Effect::none();
        }
        let type_name = self.new.rust_name(self.after);
        Effect::breaking(format!(
            "`{type_name}::new` takes its arguments in another order"
        ))
    }

    fn outlines(
        &self,
        before: &[(String, Part<'_>)],
        after: &[(String, Part<'_>)],
    ) -> Option<(String, Effect)> {
        let keys = |parts: &[(String, Part<'_>)]| -> BTreeMap<usize, String> {
            parts
                .iter()
                .map(|(key, part)| (part.index, key.clone()))
                .collect()
        };
        let (old_keys, new_keys) = (keys(before), keys(after));
        let known: HashSet<&String> = old_keys.values().collect();
        let common: HashSet<String> = new_keys
            .values()
            .filter(|key| known.contains(key))
            .cloned()
            .collect();
        let old = outline(self.old.rows.groups.get(&self.before)?, &old_keys, &common);
        let new = outline(self.new.rows.groups.get(&self.after)?, &new_keys, &common);
        old.change(&new)
    }

    fn abstractness(&self, old: &Struct, new: &Struct, changes: &mut Changes) {
        let is_abstract =
            |record: &Struct| record.model.as_ref().is_some_and(|model| model.is_abstract);
        match (is_abstract(old), is_abstract(new)) {
            (false, true) => {
                let messages = Effect::breaking("messages must name a type derived from it");
                self.changed("is abstract", (Effect::none(), messages), changes);
            }
            (true, false) => {
                let messages = Effect::additive("messages need not name a type derived from it");
                self.changed(
                    "is not abstract any more",
                    (Effect::none(), messages),
                    changes,
                );
            }
            _ => {}
        }
    }

    fn choices(&self, old: &'a Choice, new: &'a Choice, changes: &mut Changes) {
        let (before, after) = (variants(old), variants(new));
        for (key, part) in &after {
            match before.iter().find(|(other, _)| other == key) {
                Some((_, previous)) => {
                    let member = self.member(self.new, self.after, part, &[]);
                    self.member_changed(previous, part, member, "the variant", changes);
                }
                None => {
                    let member = self.member(self.new, self.after, part, &[]);
                    let effects = (
                        self.match_must(part.index),
                        Effect::additive("messages may hold it"),
                    );
                    changes.push(self.component, Some(member), Action::Added, "", effects);
                }
            }
        }
        for (key, part) in &before {
            if after.iter().all(|(other, _)| other != key) {
                let member = self.member(self.old, self.before, part, &[]);
                self.variant_removed(member, part.index, changes);
            }
        }
        if let Some((detail, messages)) = self.outlines(&before, &after) {
            self.changed(&detail, (Effect::none(), messages), changes);
        }
    }

    fn derived(&self, old: &Derived, new: &Derived, changes: &mut Changes) {
        let concrete = |version: &Version<'_>, derived: &Derived| -> Vec<(QName, usize)> {
            let variants = derived.variants.iter().enumerate();
            variants
                .filter(|(_, variant)| !variant.is_abstract)
                .map(|(index, variant)| (version.name(&variant.name), index))
                .collect()
        };
        self.named(
            MemberKind::DerivedType,
            &concrete(self.old, old),
            &concrete(self.new, new),
            false,
            changes,
        );
    }

    fn values(&self, old: &[EnumValue], new: &[EnumValue], is_open: bool, changes: &mut Changes) {
        let names = |values: &[EnumValue]| -> Vec<(QName, usize)> {
            let values = values.iter().enumerate();
            values
                .map(|(index, value)| (QName::new(None, &value.text), index))
                .collect()
        };
        self.named(
            MemberKind::Value,
            &names(old),
            &names(new),
            is_open,
            changes,
        );
    }

    fn unions(&self, old: &[UnionVariant], new: &[UnionVariant], changes: &mut Changes) {
        let names = |version: &Version<'_>, variants: &[UnionVariant]| -> Vec<(QName, usize)> {
            let variants = variants.iter().enumerate();
            variants
                .map(|(index, variant)| match &variant.name {
                    Some(name) => (version.name(name), index),
                    None => (QName::new(None, &(index + 1).to_string()), index),
                })
                .collect()
        };
        let (before, after) = (names(self.old, old), names(self.new, new));
        self.named(MemberKind::MemberType, &before, &after, false, changes);
        for (name, index) in &after {
            let previous = before.iter().find(|(other, _)| other == name);
            let shapes = previous
                .and_then(|(_, was)| old.get(*was))
                .zip(new.get(*index));
            if let Some((was, is)) = shapes
                && let Some(effect) = self.shapes("the variant holds", &was.shape, &is.shape)
            {
                let member = plain_member(MemberKind::MemberType, &name.local);
                let messages = Effect::breaking("the content is of another type");
                changes.push(
                    self.component,
                    Some(member),
                    Action::Changed,
                    "",
                    (effect, messages),
                );
            }
        }
    }

    /// Variants that are known by a name.
    fn named(
        &self,
        kind: MemberKind,
        before: &[(QName, usize)],
        after: &[(QName, usize)],
        is_open: bool,
        changes: &mut Changes,
    ) {
        for (name, index) in after {
            let member = plain_member(kind, &name.local);
            match before.iter().find(|(other, _)| other == name) {
                None => {
                    let rust = match is_open {
                        true => Effect::additive(format!("there is {}", self.variant(*index))),
                        false => self.match_must(*index),
                    };
                    let messages = match is_open {
                        true => Effect::none(),
                        false => Effect::additive("messages may hold it"),
                    };
                    changes.push(
                        self.component,
                        Some(member),
                        Action::Added,
                        "",
                        (rust, messages),
                    );
                }
                Some((_, was)) => {
                    let names = (
                        name_of(self.old.members(self.before), *was),
                        name_of(self.new.members(self.after), *index),
                    );
                    if names.0 != names.1 {
                        let text = format!("the variant `{}` is called `{}`", names.0, names.1);
                        let effects = (Effect::breaking(text), Effect::none());
                        changes.push(self.component, Some(member), Action::Changed, "", effects);
                    }
                }
            }
        }
        for (name, index) in before {
            if after.iter().any(|(other, _)| other == name) {
                continue;
            }
            let member = plain_member(kind, &name.local);
            if is_open {
                let rust = Effect::breaking(format!(
                    "`{}` has no variant `{}`",
                    self.new.rust_name(self.after),
                    name_of(self.old.members(self.before), *index)
                ));
                changes.push(
                    self.component,
                    Some(member),
                    Action::Removed,
                    "",
                    (rust, Effect::none()),
                );
            } else {
                self.variant_removed(member, *index, changes);
            }
        }
    }

    fn variant(&self, index: usize) -> String {
        format!(
            "`{}::{}`",
            self.new.rust_name(self.after),
            name_of(self.new.members(self.after), index)
        )
    }

    fn match_must(&self, index: usize) -> Effect {
        Effect::breaking(format!(
            "a `match` without `_` must handle {}",
            self.variant(index)
        ))
    }

    fn variant_removed(&self, member: Member, index: usize, changes: &mut Changes) {
        let rust = Effect::breaking(format!(
            "`{}` has no variant `{}`",
            self.new.rust_name(self.after),
            name_of(self.old.members(self.before), index)
        ));
        let messages = Effect::breaking("messages with it are refused");
        changes.push(
            self.component,
            Some(member),
            Action::Removed,
            "",
            (rust, messages),
        );
    }

    /// What another Rust type in the same place does.
    fn shapes(&self, subject: &str, old: &Shape, new: &Shape) -> Option<Effect> {
        if self.old.shape_key(old) == self.new.shape_key(new) {
            return None;
        }
        let (was, is) = (self.old.rust_type(old), self.new.rust_type(new));
        Some(Effect::breaking(format!("{subject} `{is}`, was `{was}`")))
    }

    fn member(
        &self,
        version: &Version<'_>,
        id: ItemId,
        part: &Part<'_>,
        fields: &[Field],
    ) -> Member {
        let row = version.rows.get(id, part.index);
        let before = fields.get(..part.index).unwrap_or_default();
        let after = before.iter().rev().find_map(|field| match &field.origin {
            FieldOrigin::Element(name) => Some(name.local.clone()),
            _ => None,
        });
        let is_element = part.kind == MemberKind::Element;
        member(
            version,
            row,
            (part.kind, part.name.clone()),
            after.filter(|_| is_element),
        )
    }

    fn changed(&self, detail: &str, effects: (Effect, Effect), changes: &mut Changes) {
        changes.push(self.component, None, Action::Changed, detail, effects);
    }
}

fn plain_member(kind: MemberKind, name: &str) -> Member {
    Member {
        kind,
        name: name.to_owned(),
        occurrence: None,
    }
}

fn name_of(names: &[String], index: usize) -> &str {
    names.get(index).map(String::as_str).unwrap_or_default()
}

/// The fields under keys that both versions have in common: what they are made from, numbered where that is the same.
fn fields(fields: &[Field]) -> Vec<(String, Part<'_>)> {
    let parts = fields.iter().enumerate().map(|(index, field)| {
        let (kind, name) = match &field.origin {
            FieldOrigin::Element(name) => (MemberKind::Element, name.local.to_string()),
            FieldOrigin::Attribute(name) => (MemberKind::Attribute, name.local.to_string()),
            FieldOrigin::Group { compositor, .. } => {
                let name = match compositor {
                    Compositor::Sequence => "sequence",
                    Compositor::Choice => "choice",
                    Compositor::All => "all",
                };
                (MemberKind::Group, String::from(name))
            }
            FieldOrigin::Text => (MemberKind::Content, String::from("text")),
            FieldOrigin::Mixed => (MemberKind::Content, String::from("mixed content")),
            FieldOrigin::Any => (MemberKind::Any, String::from("any")),
            FieldOrigin::AnyAttributes => (MemberKind::AnyAttribute, String::from("anyAttribute")),
        };
        Part {
            index,
            kind,
            name,
            shape: Some(&field.shape),
        }
    });
    numbered(parts)
}

fn variants(choice: &Choice) -> Vec<(String, Part<'_>)> {
    let parts = choice.variants.iter().enumerate().map(|(index, variant)| {
        let (kind, name) = match &variant.origin {
            VariantOrigin::Element(name) => (MemberKind::Element, name.local.to_string()),
            VariantOrigin::Group(_) => (MemberKind::Group, String::from("sequence")),
            VariantOrigin::Text => (MemberKind::Content, String::from("text")),
            VariantOrigin::Any => (MemberKind::Any, String::from("any")),
        };
        Part {
            index,
            kind,
            name,
            shape: Some(&variant.shape),
        }
    });
    numbered(parts)
}

fn numbered<'a>(parts: impl Iterator<Item = Part<'a>>) -> Vec<(String, Part<'a>)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let numbered = parts.map(|part| {
        let key = format!("{} {}", part.kind.name(), part.name);
        let count = counts.entry(key.clone()).or_default();
        *count += 1;
        let key = match *count {
            1 => key,
            count => format!("{key} {count}"),
        };
        (key, part)
    });
    numbered.collect()
}

fn word(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Struct(record) if record.is_flattened => "a list",
        ItemKind::Struct(_) => "a struct",
        ItemKind::Choice(_)
        | ItemKind::Derived(_)
        | ItemKind::Enumeration { .. }
        | ItemKind::OpenEnumeration(_)
        | ItemKind::Union { .. }
        | ItemKind::FaultKinds(_) => "an enum",
        ItemKind::Restricted { .. } | ItemKind::Element { .. } => "a tuple struct",
        ItemKind::Alias(_) => "an alias",
    }
}
