//! The only place where identifiers are made: case, keywords, collisions, and the names that the user gives.
//!
//! A name depends on its own component and its siblings, and on nothing else: what comes or goes elsewhere in a schema
//! renames nothing. Collisions are solved by saying more (what the thing is, what it stands behind), never by a
//! counter.

mod case;
mod keyword;
mod members;
mod module;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::code::rust::NAME_UNKNOWN;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::rust::{Crate, Item, ItemId, ItemKind, Origin, Role, SimpleId};
use crate::syntax::QName;
use case::{shouty, snake, upper_camel};
use keyword::identifier;

pub use module::{ModuleId, Modules, namespace_constants};

/// The name of a constant that belongs to a type.
pub fn constant_name(type_name: &str) -> String {
    shouty(type_name)
}

/// The name of a function that belongs to a type.
pub fn function_name(type_name: &str) -> String {
    identifier(&snake(type_name), "service")
}

/// The identifiers of everything in a [`Crate`].
#[derive(Debug, Default)]
pub struct Names {
    /// The modules, one for each namespace.
    pub modules: Modules,
    /// The types.
    pub items: Vec<String>,
    /// The fields of structs and the variants of enums.
    pub members: Vec<Vec<String>>,
    /// The static of a struct's model, or of the rows of an enum of derived types.
    pub tables: Vec<String>,
    /// The statics of simple types.
    pub simple_types: Vec<String>,
    /// The names of clients and operations.
    pub interfaces: Vec<InterfaceNames>,
}

/// The identifiers of an interface.
#[derive(Debug, Default)]
pub struct InterfaceNames {
    /// The client and the server trait.
    pub name: String,
    /// The enum of fault details.
    pub fault: String,
    /// The alias for the result of a call.
    pub result: String,
    /// The alias for the answer of an implementation.
    pub answer: String,
    /// The variants of that enum.
    pub fault_variants: Vec<String>,
    /// The types of the operations.
    pub operations: Vec<String>,
    /// The methods.
    pub methods: Vec<String>,
    /// The methods that set a header.
    pub headers: Vec<String>,
    /// The constants of the ports.
    pub ports: Vec<String>,
}

/// What the user decides about names.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names for components and fields: `{namespace}Type`, `{namespace}Type/field`.
    pub renames: BTreeMap<String, String>,
    /// Names for the modules of namespaces.
    pub modules: BTreeMap<Arc<str>, String>,
    /// Paths of modules that were generated elsewhere, by namespace.
    pub external: BTreeMap<Arc<str>, String>,
}

/// Chooses all identifiers.
pub fn choose(crate_: &Crate, options: &Options, diagnostics: &mut Diagnostics) -> Names {
    let modules = Modules::choose(crate_, &options.modules, &options.external);
    let mut naming = Naming {
        crate_,
        options,
        used_renames: HashSet::new(),
        taken: HashMap::new(),
        items: vec![None; crate_.items.len()],
    };
    naming.name_items();
    let items: Vec<String> = naming
        .items
        .iter()
        .cloned()
        .map(Option::unwrap_or_default)
        .collect();
    let members = (0..crate_.items.len())
        .map(|index| naming.members(ItemId(index)))
        .collect();
    naming.report_unused(diagnostics);
    let tables = tables(crate_, &items);
    let simple_types = simple_types(crate_, &items);
    let interfaces = crate_
        .interfaces
        .iter()
        .map(|interface| members::interface(crate_, interface))
        .collect();
    Names {
        modules,
        items,
        members,
        tables,
        simple_types,
        interfaces,
    }
}

struct Naming<'a> {
    crate_: &'a Crate,
    options: &'a Options,
    used_renames: HashSet<&'a str>,
    /// The names taken in each module.
    taken: HashMap<Option<Arc<str>>, HashSet<String>>,
    items: Vec<Option<String>>,
}

impl<'a> Naming<'a> {
    /// Types first, then elements, then what is named after them, so that the rarer one says more.
    fn name_items(&mut self) {
        let rank = |item: &Item| match (&item.origin, &item.kind) {
            (Origin::Type(name), _) if upper_camel(&name.local) == *name.local => 0,
            (Origin::Type(_), _) => 1,
            (Origin::Element(_), ItemKind::Element { .. }) => 3,
            (Origin::Element(_), _) => 2,
            (Origin::Group(_), _) => 4,
            (Origin::Overlay(_), _) => 5,
            (Origin::Nested { .. } | Origin::InGroup { .. }, _) => 6,
        };
        let mut order: Vec<ItemId> = (0..self.crate_.items.len()).map(ItemId).collect();
        order.sort_by_key(|id| self.crate_.items.get(id.0).map(rank));
        for id in order {
            self.name_item(id);
        }
    }

    fn name_item(&mut self, id: ItemId) -> String {
        if let Some(Some(name)) = self.items.get(id.0) {
            return name.clone();
        }
        let Some(item) = self.crate_.items.get(id.0) else {
            return String::new();
        };
        let renamed = self.rename_of(&item.origin);
        let candidates = match renamed {
            Some(name) => vec![name],
            None => self.candidates(&item.origin),
        };
        let taken = self.taken.entry(item.namespace.clone()).or_default();
        let name = first_free(candidates, taken);
        if let Some(slot) = self.items.get_mut(id.0) {
            *slot = Some(name.clone());
        }
        name
    }

    /// The names that an item could have, the best one first.
    fn candidates(&mut self, origin: &Origin) -> Vec<String> {
        let (base, suffix) = match origin {
            Origin::Type(name) => (upper_camel(&name.local), "Type"),
            Origin::Element(name) => (upper_camel(&name.local), "Element"),
            Origin::Group(name) => (upper_camel(&name.local), "Group"),
            Origin::Overlay(name) => (upper_camel(name), "Value"),
            Origin::Nested {
                parent,
                local,
                role,
            } => {
                let parent = self.name_item(*parent);
                let parent = parent.trim_end_matches('_');
                if matches!(role, Role::Choice | Role::Group) && !local.is_empty() {
                    let base = format!("{parent}{}", role_name(*role));
                    let longer = format!("{base}Of{}", upper_camel(local));
                    return vec![base, longer];
                }
                if local.is_empty() {
                    (format!("{parent}{}", role_name(*role)), role_name(*role))
                } else {
                    (format!("{parent}{}", upper_camel(local)), role_name(*role))
                }
            }
            Origin::InGroup { group, local, role } => (
                format!("{}{}", upper_camel(&group.local), upper_camel(local)),
                role_name(*role),
            ),
        };
        let base = identifier(&base, "Value");
        let plain = base.trim_start_matches("r#").trim_end_matches('_');
        let longer = format!("{plain}{suffix}");
        let cased = written(origin).map(|local| format!("{plain}{}", casing(local)));
        let mut candidates = vec![base.clone(), longer];
        candidates.extend(cased);
        candidates
    }

    fn rename_of(&mut self, origin: &Origin) -> Option<String> {
        let (Origin::Type(name) | Origin::Element(name)) = origin else {
            return None;
        };
        self.rename(&name.to_string())
    }

    fn rename(&mut self, key: &str) -> Option<String> {
        let (key, name) = self.options.renames.get_key_value(key)?;
        self.used_renames.insert(key.as_str());
        Some(identifier(name, "Value"))
    }

    fn report_unused(&self, diagnostics: &mut Diagnostics) {
        for key in self
            .options
            .renames
            .keys()
            .filter(|key| !self.used_renames.contains(key.as_str()))
        {
            let message = format!("can't rename `{key}`: the schema has no such name");
            let names = self
                .crate_
                .items
                .iter()
                .filter_map(|item| match &item.origin {
                    Origin::Type(name) | Origin::Element(name) => Some(name.to_string()),
                    _ => None,
                });
            let component = component_of(key);
            let names: Vec<String> = names.collect();
            let near = nearest(component, names.iter().map(String::as_str))
                .filter(|near| *near != component);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => String::from(
                    "name a component as `{namespace}local`, a field as `{namespace}local/field`",
                ),
            };
            diagnostics.push(Diagnostic::error_without_place(&NAME_UNKNOWN, message).help(help));
        }
    }
}

/// The component in the key of a field; a slash in the namespace is not what separates the two.
fn component_of(key: &str) -> &str {
    let local = key.rfind('}').map_or(0, |end| end + 1);
    let slash = key.get(local..).and_then(|rest| rest.find('/'));
    slash
        .and_then(|slash| key.get(..local + slash))
        .unwrap_or(key)
}

/// The first candidate that is free; where none is, the last one with underscores.
fn first_free(candidates: Vec<String>, taken: &mut HashSet<String>) -> String {
    let mut name = String::new();
    for candidate in candidates {
        name = candidate;
        if taken.insert(name.clone()) {
            return name;
        }
    }
    loop {
        name.push('_');
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Type => "Type",
        Role::Choice => "Choice",
        Role::Group => "Group",
        Role::Content => "Content",
        Role::Kind | Role::FaultKind => "Kind",
        Role::Substitution => "Substitution",
    }
}

fn written(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Type(QName { local, .. })
        | Origin::Element(QName { local, .. })
        | Origin::Group(QName { local, .. }) => Some(local),
        Origin::Overlay(_) | Origin::Nested { .. } | Origin::InGroup { .. } => None,
    }
}

/// How a name is written that another one differs from in case alone.
fn casing(name: &str) -> &'static str {
    if name.chars().all(|letter| !letter.is_uppercase()) {
        "Lowercase"
    } else if name.chars().all(|letter| !letter.is_lowercase()) {
        "Uppercase"
    } else if name.starts_with(char::is_lowercase) {
        "LowerCamelCase"
    } else {
        "UpperCamelCase"
    }
}

fn tables(crate_: &Crate, items: &[String]) -> Vec<String> {
    let mut taken: HashMap<Option<Arc<str>>, HashSet<String>> = HashMap::new();
    let named = crate_.items.iter().zip(items);
    named
        .map(|(item, name)| {
            let candidate = identifier(&shouty(name), "TABLE");
            // Apart from the constants of namespaces, the declarations of the set, and the tables of simple types and
            // their patterns.
            let is_reserved = candidate == "NS"
                || candidate == "DECLARATIONS"
                || candidate.starts_with("NS_")
                || candidate.ends_with("_TEXT")
                || candidate.contains("_TEXT_PATTERN");
            let candidate = if is_reserved {
                format!("{candidate}_TABLE")
            } else {
                candidate
            };
            first_free(
                vec![candidate],
                taken.entry(item.namespace.clone()).or_default(),
            )
        })
        .collect()
}

fn simple_types(crate_: &Crate, items: &[String]) -> Vec<String> {
    let mut by_table: HashMap<SimpleId, &str> = HashMap::new();
    for (item, name) in crate_.items.iter().zip(items) {
        if let ItemKind::Enumeration { simple_type, .. }
        | ItemKind::Restricted { simple_type, .. }
        | ItemKind::Union { simple_type, .. } = &item.kind
        {
            by_table.insert(*simple_type, name);
        }
    }
    let mut taken: HashMap<Option<Arc<str>>, HashSet<String>> = HashMap::new();
    let tables = crate_.simple_types.iter().enumerate();
    tables
        .map(|(index, table)| {
            let taken = taken.entry(table.namespace.clone()).or_default();
            let name = match by_table.get(&SimpleId(index)) {
                Some(name) => shouty(name),
                None => shouty(&origin_text(&table.origin, items)),
            };
            // Apart from the tables of complex types by the suffix.
            first_free(
                vec![format!("{}_TEXT", identifier(&name, "ANONYMOUS"))],
                taken,
            )
        })
        .collect()
}

fn origin_text(origin: &Origin, items: &[String]) -> String {
    match origin {
        Origin::Type(name) | Origin::Element(name) | Origin::Group(name) => name.local.to_string(),
        Origin::Overlay(name) => name.to_string(),
        Origin::Nested { parent, local, .. } => {
            format!(
                "{} {local}",
                items.get(parent.0).map(String::as_str).unwrap_or_default()
            )
        }
        Origin::InGroup { group, local, .. } => format!("{} {local}", group.local),
    }
}
